/** What the length of a boot rests on, and how much later each start could end without its target being reached later. */
import type { Start, TimeNetwork, Wait } from './network.ts';

/** One start of the chain that the boot's length rests on, from its target back. */
export interface Rests {
  readonly start: Start;
  /** Why the one before in this list waited for it; absent for the target. */
  readonly wait?: Wait;
}

/** From a target back: each time the one that ended last of all that were waited for; what the record has nothing of is not its beginning. */
export function restsOn({ starts, waits }: TimeNetwork, target: string): readonly Rests[] {
  const first = starts.get(target);
  if (first === undefined) return [];
  const chain: Rests[] = [{ start: first }];
  const seen = new Set([target]);
  for (let here = first; ; ) {
    let last: Required<Rests> | undefined;
    for (const wait of waits.get(here.unit) ?? []) {
      const start = starts.get(wait.earlier);
      if (start === undefined || seen.has(wait.earlier)) continue;
      if (last === undefined || isLast(start, last.start, waits)) last = { start, wait };
    }
    if (last === undefined) return chain.slice(0, chain.findLastIndex(({ start }) => start.known !== 'none') + 1);
    chain.push(last);
    here = last.start;
    seen.add(here.unit);
  }
}

/** Of two that ended in the same moment the one that is recorded tells; then the one that waited for the other was last; else what took time. */
function isLast(one: Start, other: Start, waits: TimeNetwork['waits']): boolean {
  if (one.ended !== other.ended) return one.ended > other.ended;
  if ((one.known === 'none') !== (other.known === 'none')) return other.known === 'none';
  if (waits.get(one.unit)?.some(({ earlier }) => earlier === other.unit)) return true;
  if (waits.get(other.unit)?.some(({ earlier }) => earlier === one.unit)) return false;
  return one.ended - one.began > other.ended - other.began;
}

/**
 * How much later each start could end, all else being as it was, without the target being reached later.
 * @returns only those that the target waits for, directly or not
 */
export function slacks({ starts, waits }: TimeNetwork, target: string): ReadonlyMap<string, number> {
  const slack = new Map<string, number>();
  if (!starts.has(target)) return slack;
  slack.set(target, 0);
  // `starts` has each after all that it waits for.
  for (const { unit, began, lag } of [...starts.values()].reverse()) {
    const own = slack.get(unit);
    if (own === undefined) continue;
    for (const { earlier } of waits.get(unit) ?? []) {
      const ended = starts.get(earlier)?.ended ?? 0;
      const left = own + Math.max(0, began - lag - ended);
      const known = slack.get(earlier);
      if (known === undefined || left < known) slack.set(earlier, left);
    }
  }
  return slack;
}

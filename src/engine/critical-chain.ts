/** The chain of starts that the boot's length rests on: systemd-analyze critical-chain, from recorded times and proven edges. */
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { endOf, isLater, type Timing, type Timings, tookOf } from '../recorded/timing.ts';

export interface ChainLink {
  readonly timing: Timing;
  /** Why the link before waited for this one; absent for the first. */
  readonly edge?: BootEdge;
}

export interface CriticalChain {
  /** From the unit back in time. */
  readonly chain: readonly ChainLink[];
  /**
   * What a unit of the chain waited for longer than for the next of the chain, though it never became active: a start that failed, a oneshot
   * that does not remain. systemd-analyze leaves these out.
   */
  readonly unseen: readonly Required<ChainLink>[];
  /** Units that one of the chain waited for, of whose start at boot no time is left: the record has a later one, which took its place. */
  readonly lost: readonly string[];
}

/**
 * From `unit` back in time: of all that it is ordered after, what became active last, and so on (list_dependencies_one in
 * analyze-critical-chain.c). What became active after the boot was finished does not count.
 */
export function criticalChain(graph: BootGraph, timings: Timings, unit: string): CriticalChain {
  const first = timings.units.get(unit);
  if (first === undefined || (endOf(first) === undefined && first.activating === undefined))
    return { chain: [], unseen: [], lost: [] };
  const after = new Map<string, Required<ChainLink>[]>();
  for (const edge of graph.edges) {
    const timing = edge.type === 'After' ? timings.units.get(edge.to) : undefined;
    if (timing === undefined) continue;
    const list = after.get(edge.from);
    if (list) list.push({ timing, edge });
    else after.set(edge.from, [{ timing, edge }]);
  }
  const chain: ChainLink[] = [{ timing: first }];
  const seen = new Set([unit]);
  const unseen: Required<ChainLink>[] = [];
  const lost = new Set<string>();
  for (let here: Timing = first; ; ) {
    const waitedFor = after.get(here.unit) ?? [];
    for (const { timing } of waitedFor) if (isLater(timings, timing)) lost.add(timing.unit);
    const next = lastActive(waitedFor, timings, (from, to) => waitsFor(after, from, to));
    const missed = longestUnseen(here, waitedFor, timings, next?.timing.activated ?? 0);
    if (missed !== undefined) unseen.push(missed);
    if (next === undefined || seen.has(next.timing.unit)) return { chain, unseen, lost: [...lost].sort() };
    chain.push(next);
    here = next.timing;
    seen.add(here.unit);
  }
}

function waitsFor(after: ReadonlyMap<string, readonly Required<ChainLink>[]>, from: string, to: string): boolean {
  return after.get(from)?.some(({ edge }) => edge.to === to) ?? false;
}

function lastActive(
  waitedFor: readonly Required<ChainLink>[],
  { finish }: Timings,
  waits: (from: string, to: string) => boolean,
): Required<ChainLink> | undefined {
  let last: Required<ChainLink> | undefined;
  for (const link of waitedFor) {
    const { activated } = link.timing;
    if (activated === undefined || (finish !== undefined && activated > finish)) continue;
    const most = last?.timing.activated ?? 0;
    // Of two that the record cannot tell apart, the one that itself waited for the other was active last.
    const same = last !== undefined && activated === most && waits(link.timing.unit, last.timing.unit);
    if (last === undefined || activated > most || same) last = link;
  }
  return last;
}

/** What ended last without ever having been active, after `since` and before the unit that waited for it went on. */
function longestUnseen(
  here: Timing,
  waitedFor: readonly Required<ChainLink>[],
  timings: Timings,
  since: number,
): Required<ChainLink> | undefined {
  const wentOn = here.activating ?? here.activated ?? 0;
  let found: { readonly at: number; readonly link: Required<ChainLink> } | undefined;
  for (const link of waitedFor) {
    const { timing } = link;
    const at = endOf(timing);
    if (at === undefined || timing.activated === at || isLater(timings, timing)) continue;
    if (at > since && at <= wentOn && at > (found?.at ?? 0)) found = { at, link };
  }
  return found?.link;
}

/** How long a start took, and when it began where that is known. */
export interface Took {
  readonly unit: string;
  readonly took: number;
  readonly activating?: number;
}

/** Units by how long their start took, the longest first (systemd-analyze blame); those that began only after the boot by themselves. */
export function blame(timings: Timings): { readonly units: readonly Took[]; readonly later: readonly Took[] } {
  const all = [...timings.units.values()]
    .flatMap((timing): Took[] => {
      const took = tookOf(timing);
      if (took === undefined || took === 0) return [];
      return [
        { unit: timing.unit, took, ...(timing.activating === undefined ? {} : { activating: timing.activating }) },
      ];
    })
    .sort((a, b) => b.took - a.took || (a.unit < b.unit ? -1 : 1));
  const later = (one: Took): boolean => isLater(timings, one);
  return { units: all.filter((one) => !later(one)), later: all.filter(later) };
}

/** A change that may shorten a boot, before it is tried. */
import type { BootEdge, BootGraph, EdgeType } from '../../graph/model.ts';
import { type Change, changeOf } from '../cycles/change.ts';
import { forecast } from './forecast.ts';
import type { TimeNetwork } from './network.ts';

export const SPEED_UPS = ['later', 'order', 'online', 'waiter', 'on-demand'] as const;

/**
 * `later`: units start after the targets that wait for them now, so that nothing of the boot waits for them;
 * `order`: a unit no longer waits for one that it does not ask for; `online`: units no longer wait for a target that they ask for;
 * `waiter`: what does nothing but wait is left out; `on-demand`: a service is left to its socket.
 */
export type SpeedUpKind = (typeof SPEED_UPS)[number];

export interface Idea {
  readonly kind: SpeedUpKind;
  /** The start that the boot's length rests on, whose time is to be saved. */
  readonly slow: string;
  /** Units whose place in the boot changes. */
  readonly units: readonly string[];
  /** Orders that go: who waits for whom now, with the proof. */
  readonly goes: readonly BootEdge[];
  /** Of `later`: what each unit is put after. */
  readonly after: readonly { readonly unit: string; readonly targets: readonly string[] }[];
  /** Words of files that go with these orders. */
  readonly changes: readonly Change[];
  /** Units that are not started with the boot any more. */
  readonly out: readonly string[];
}

/** The boot that is asked about. */
export interface AskedBoot {
  readonly graph: BootGraph;
  readonly network: TimeNetwork;
  /** What the length is measured to. */
  readonly target: string;
  started(id: string): boolean;
  out(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
  in(id: string, ...types: readonly EdgeType[]): readonly BootEdge[];
}

/** When the target would be reached, by the network alone: what tells which ideas are worth a try. */
export function estimate(network: TimeNetwork, target: string, { goes, after, out }: Idea): number | undefined {
  const gone = new Set(goes.map(keyOf));
  const left = new Set(out);
  const waits = new Map<string, { readonly earlier: string; readonly later: string }[]>();
  for (const [unit, list] of network.waits)
    waits.set(
      unit,
      list.filter((wait) => !gone.has(keyOf(wait.edge)) && !left.has(wait.earlier)),
    );
  for (const { unit, targets } of after)
    waits.set(unit, [...(waits.get(unit) ?? []), ...targets.map((earlier) => ({ earlier, later: unit }))]);
  return forecast(network, waits).get(target)?.ended;
}

export function keyOf({ from, to }: Pick<BootEdge, 'from' | 'to'>): string {
  return `${from}\n${to}`;
}

/** Words that make an order, each of which some file holds; undefined where an order is built in, or a link makes it. */
export function wordsOf(graph: BootGraph, edges: readonly BootEdge[]): readonly Change[] | undefined {
  const changes: Change[] = [];
  for (const edge of edges)
    for (const declared of edge.declared) {
      const change = declared.how === 'line' ? changeOf(graph, edge, declared) : undefined;
      if (change?.kind !== 'remove-word') return undefined;
      changes.push(change);
    }
  return changes;
}

/** The chain of starts that the boot's length rests on: systemd-analyze critical-chain, from recorded times and proven edges. */
import type { BootEdge, BootGraph } from '../graph/model.ts';
import type { Timing, Timings } from '../recorded/timing.ts';
import { tookOf } from '../recorded/timing.ts';

export interface ChainLink {
  readonly timing: Timing;
  /** Why the link before waited for this one; absent for the first. */
  readonly edge?: BootEdge;
}

/**
 * From `unit` back in time: of all that it is ordered after, what became active last, and so on (list_dependencies_one in
 * analyze-critical-chain.c). Ends where nothing it waits for has a time.
 */
export function criticalChain(graph: BootGraph, timings: Timings, unit: string): readonly ChainLink[] {
  const first = timings.units.get(unit);
  if (first === undefined) return [];
  const after = new Map<string, BootEdge[]>();
  for (const edge of graph.edges) {
    if (edge.type !== 'After' || !timings.units.has(edge.to)) continue;
    const list = after.get(edge.from);
    if (list) list.push(edge);
    else after.set(edge.from, [edge]);
  }
  const chain: ChainLink[] = [{ timing: first }];
  const seen = new Set([unit]);
  for (let here = unit; ; ) {
    let last: ChainLink | undefined;
    for (const edge of after.get(here) ?? []) {
      const timing = timings.units.get(edge.to);
      if (timing?.activated === undefined || seen.has(edge.to)) continue;
      if (last === undefined || timing.activated > (last.timing.activated ?? 0)) last = { timing, edge };
    }
    if (last === undefined) return chain;
    chain.push(last);
    here = last.timing.unit;
    seen.add(here);
  }
}

/** Units by how long their start took, the longest first (systemd-analyze blame). */
export function blame(timings: Timings): readonly { readonly unit: string; readonly took: number }[] {
  return [...timings.units.values()]
    .flatMap((timing) => {
      const took = tookOf(timing);
      return took === undefined || took === 0 ? [] : [{ unit: timing.unit, took }];
    })
    .sort((a, b) => b.took - a.took || (a.unit < b.unit ? -1 : 1));
}

/** What advice would do, tried on the graph before it is given: a unit asked for besides, or one that is not started. */
import { type BootPlan, planBoot } from '../engine/plan.ts';
import type { BootEdge, EdgeType } from '../graph/model.ts';
import type { RootFacts } from './root-facts.ts';

/** The boot of the same files in which each of `by` asks for the unit, as a link of that kind would make it. */
export function planWith(
  { graph, version }: RootFacts,
  unit: string,
  by: readonly { readonly from: string; readonly type: EdgeType }[],
): BootPlan {
  const edges = by.map(
    ({ from, type }): BootEdge => ({
      from,
      to: unit,
      type,
      origins: ['file'],
      declared: [{ by: from, origin: 'file', how: 'link' }],
    }),
  );
  return planBoot({ ...graph, edges: [...graph.edges, ...edges] }, { version });
}

/** The boot of the same files in which the unit cannot be started: what only it asks for is not, either. */
export function planWithout({ graph, version }: RootFacts, unit: string): BootPlan {
  const node = graph.nodes.get(unit);
  if (node === undefined) return planBoot(graph, { version });
  return planBoot({ ...graph, nodes: new Map(graph.nodes).set(unit, { ...node, load: 'masked' }) }, { version });
}

/** What `before` starts and `after` does not, in the order of names. */
export function lostBetween(before: BootPlan, after: BootPlan, unit: string): readonly string[] {
  const kept = begun(after);
  return [...begun(before)].filter((id) => id !== unit && !kept.has(id)).sort();
}

/** Without those that are only looked at, whether they run (Requisite=). */
function begun({ transaction, started }: BootPlan): ReadonlySet<string> {
  return transaction === undefined
    ? started
    : new Set(transaction.jobs.filter(({ type }) => type === 'start').map(({ unit }) => unit));
}

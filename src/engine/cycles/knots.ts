/** Units that wait for each other in circles, by the circles that hang together. */
import { type Adjacency, buildAdjacency } from '../csr.ts';
import { stronglyConnected } from '../scc.ts';
import type { Compiled } from '../transaction/compile.ts';
import type { CycleEdge, Knot, OrderingCycle } from './cycle.ts';

/** Orders on circles: which unit runs first, which next, and the After edge behind it. */
export type OrderEdges = Map<string, { readonly first: number; readonly next: number; readonly edge: number }>;

/** Adds the edges of one boot's order that lie on a circle. */
export function tangledEdges(order: Adjacency, include: (unit: number) => boolean, into: OrderEdges): void {
  const { of, members, cyclic } = stronglyConnected(order, include);
  for (const [component, units] of members.entries()) {
    if (cyclic[component] !== 1) continue;
    for (const first of units)
      for (let k = order.start[first]!; k < order.start[first + 1]!; k++) {
        const next = order.to[k]!;
        if (of[next] !== component) continue;
        const key = `${first} ${next}`;
        if (!into.has(key)) into.set(key, { first, next, edge: order.edge[k]! });
      }
  }
}

/** One knot for each set of units that can be reached from each other, the one with the shortest cycle first. */
export function knotsOf(compiled: Compiled, edges: OrderEdges, cycles: readonly OrderingCycle[]): readonly Knot[] {
  const all = [...edges.values()];
  const order = buildAdjacency(
    compiled.ids.length,
    all.map(({ first }) => first),
    all.map(({ next }) => next),
  );
  const { of, members, cyclic } = stronglyConnected(order);
  const knots = new Map<number, { members: string[]; edges: CycleEdge[]; cycles: OrderingCycle[] }>();
  const idOf = (unit: number): string => compiled.ids[unit] ?? '';
  for (const cycle of cycles) knotOf(compiled.index.get(cycle.members[0] ?? '') ?? -1)?.cycles.push(cycle);
  for (const { first, next, edge } of all)
    if (of[first] === of[next]) {
      const made = compiled.graph.edges[edge];
      if (made !== undefined) knotOf(first)?.edges.push({ first: idOf(first), next: idOf(next), edge: made });
    }
  return [...knots.values()];

  function knotOf(unit: number) {
    const component = of[unit] ?? -1;
    if (component < 0 || cyclic[component] !== 1) return undefined;
    const known = knots.get(component);
    if (known !== undefined) return known;
    const made = { members: [...(members[component] ?? [])].map(idOf).sort(), edges: [], cycles: [] };
    knots.set(component, made);
    return made;
  }
}

/** The order of a start: waves, and what one unit waits for. Only units that are started wait for anything. */
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { type Adjacency, buildCsr, type Csr } from './csr.ts';
import { stronglyConnected } from './scc.ts';
import { waves } from './waves.ts';
import { isHeeded } from './why.ts';

export interface StartOrder {
  readonly graph: BootGraph;
  /** `After` edges between started units; forward: to what a unit waits for. */
  readonly csr: Csr;
  /** Wave of each node by its number in `csr`; -1 where it is not started. */
  readonly wave: Int32Array;
  /** Ids by wave, each list sorted. */
  readonly waves: readonly (readonly string[])[];
  /** Members of each ordering cycle; they share one wave. */
  readonly cycles: readonly (readonly string[])[];
}

/** @param taking units that take part: the started ones, and any that the question is about */
export function startOrder(graph: BootGraph, taking: (id: string) => boolean): StartOrder {
  const csr = buildCsr(graph, ['After'], (edge) => taking(edge.from) && taking(edge.to) && isHeeded(graph, edge));
  const include = (node: number): boolean => taking(csr.ids[node] as string);
  const components = stronglyConnected(csr.backward, include);
  const wave = waves(csr.backward, include, components);
  const lists: string[][] = [];
  wave.forEach((depth, node) => {
    if (depth < 0) return;
    while (lists.length <= depth) lists.push([]);
    lists[depth]?.push(csr.ids[node] as string);
  });
  const cycles = components.members
    .filter((_, component) => components.cyclic[component] === 1)
    .map((members) => members.map((node) => csr.ids[node] as string));
  return { graph, csr, wave, waves: lists, cycles };
}

/** `before`: what the unit waits for. `after`: what waits for the unit. */
export type Side = 'before' | 'after';

export interface Waiting {
  readonly id: string;
  /** 1: directly. */
  readonly steps: number;
  /** The edge by which it was met: for direct ones the proof. */
  readonly edge: BootEdge;
}

/** All units on that side of `unit`, nearest first, at most `depth` steps away. Linear. */
export function waitingOf(
  order: StartOrder,
  unit: string,
  side: Side,
  depth = Number.POSITIVE_INFINITY,
): readonly Waiting[] {
  const root = order.csr.index.get(unit);
  if (root === undefined) return [];
  const rows = rowsOf(order.csr, side);
  const met = new Set([root]);
  const found: Waiting[] = [];
  let level = [root];
  for (let steps = 1; steps <= depth && level.length > 0; steps++) {
    const next: number[] = [];
    for (const node of level)
      for (let k = rows.start[node] as number; k < (rows.start[node + 1] as number); k++) {
        const to = rows.to[k] as number;
        if (met.has(to)) continue;
        met.add(to);
        next.push(to);
        const edge = order.graph.edges[rows.edge[k] as number] as BootEdge;
        found.push({ id: order.csr.ids[to] as string, steps, edge });
      }
    level = next;
  }
  return found;
}

/** The direct ones that no longer way already implies; all of them where a cycle makes each imply the others. */
export function immediateOf(order: StartOrder, unit: string, side: Side): readonly Waiting[] {
  const direct = waitingOf(order, unit, side, 1);
  const rows = rowsOf(order.csr, side);
  const root = order.csr.index.get(unit) as number;
  const implied = new Set<number>();
  const open = direct.map(({ id }) => order.csr.index.get(id) as number);
  const walked = new Set([root]);
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (walked.has(node)) continue;
    walked.add(node);
    for (let k = rows.start[node] as number; k < (rows.start[node + 1] as number); k++) {
      implied.add(rows.to[k] as number);
      open.push(rows.to[k] as number);
    }
  }
  const left = direct.filter(({ id }) => !implied.has(order.csr.index.get(id) as number));
  return left.length > 0 ? left : direct;
}

function rowsOf(csr: Csr, side: Side): Adjacency {
  return side === 'before' ? csr.forward : csr.backward;
}

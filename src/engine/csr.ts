/**
 * Compressed sparse rows: the edges of some types as typed arrays over interned ids, forwards and backwards, so that
 * every walk of the engine is linear and allocates nothing per step.
 */
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';
import { numbered } from './numbered.ts';

/** Neighbours of node `i` stand at `to[start[i] .. start[i + 1])`, in the order of the graph's edges. */
export interface Adjacency {
  /** One longer than the number of nodes. */
  readonly start: Int32Array;
  readonly to: Int32Array;
  /** Index of the edge in `BootGraph.edges`, beside `to`: the way back to its proof. */
  readonly edge: Int32Array;
}

export interface Csr {
  /** Node ids by their number: the graph's nodes in their own order. */
  readonly ids: readonly string[];
  /** The number of an id. Ids only, no aliases: resolve a name with `graph.names` first. */
  readonly index: ReadonlyMap<string, number>;
  /** From an edge's `from` to its `to`. */
  readonly forward: Adjacency;
  /** From an edge's `to` to its `from`. */
  readonly backward: Adjacency;
}

/**
 * Adjacency of the edges whose type is in `types` (and that `keep` accepts, where given). Linear in nodes and edges.
 * An endpoint that the graph holds no node for is given a number after all nodes, so no edge is lost.
 */
export function buildCsr(
  graph: Pick<BootGraph, 'nodes' | 'edges'>,
  types: readonly EdgeType[],
  keep: (edge: BootEdge) => boolean = () => true,
): Csr {
  const numbers = numbered(graph);
  const more = { ids: [...numbers.ids], index: new Map<string, number>() };
  const numberOf = (number: number, id: string): number => {
    if (number >= 0) return number;
    const known = more.index.get(id);
    if (known !== undefined) return known;
    more.index.set(id, more.ids.length);
    return more.ids.push(id) - 1;
  };

  const wanted = new Set<EdgeType>(types);
  const from: number[] = [];
  const to: number[] = [];
  const edge: number[] = [];
  graph.edges.forEach((candidate, k) => {
    if (!wanted.has(candidate.type) || !keep(candidate)) return;
    from.push(numberOf(numbers.from[k]!, candidate.from));
    to.push(numberOf(numbers.to[k]!, candidate.to));
    edge.push(k);
  });
  const { ids } = more;
  return {
    ids,
    index: more.index.size === 0 ? numbers.index : new Map([...numbers.index, ...more.index]),
    forward: buildAdjacency(ids.length, from, to, edge),
    backward: buildAdjacency(ids.length, to, from, edge),
  };
}

/** Rows of `from[k] → to[k]` over `size` nodes by a stable counting sort; `edge[k]` (default `k`) rides along. */
export function buildAdjacency(
  size: number,
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  edge?: ArrayLike<number>,
): Adjacency {
  const start = new Int32Array(size + 1);
  for (let k = 0; k < from.length; k++) start[at(from, k) + 1]! += 1;
  for (let i = 0; i < size; i++) start[i + 1]! += start[i]!;
  const next = start.slice(0, size);
  const targets = new Int32Array(from.length);
  const edges = new Int32Array(from.length);
  for (let k = 0; k < from.length; k++) {
    const slot = next[at(from, k)]!++;
    targets[slot] = at(to, k);
    edges[slot] = edge === undefined ? k : at(edge, k);
  }
  return { start, to: targets, edge: edges };
}

function at(array: ArrayLike<number>, index: number): number {
  return array[index] as number;
}

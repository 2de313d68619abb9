/** The nodes and edges of a graph by number, found out once a graph: every walk of the engine begins with it. */
import type { BootEdge, BootGraph, BootNode } from '../graph/model.ts';

export interface Numbered {
  /** Node ids by their number: the graph's nodes in their own order. */
  readonly ids: readonly string[];
  /** The number of an id. */
  readonly index: ReadonlyMap<string, number>;
  /** Of each edge, by its place in the graph, the number of the node at that end; -1 where the graph has no such node. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

interface Known {
  readonly nodes: ReadonlyMap<string, BootNode>;
  readonly numbered: Numbered;
}

const known = new WeakMap<readonly BootEdge[], Known>();

/** The same object for the same nodes and edges. Linear. */
export function numbered({ nodes, edges }: Pick<BootGraph, 'nodes' | 'edges'>): Numbered {
  const done = known.get(edges);
  if (done?.nodes === nodes) return done.numbered;
  const made = numberedOf(nodes, edges);
  known.set(edges, { nodes, numbered: made });
  return made;
}

function numberedOf(nodes: ReadonlyMap<string, BootNode>, edges: readonly BootEdge[]): Numbered {
  const ids = [...nodes.keys()];
  const index = new Map<string, number>();
  for (const id of ids) index.set(id, index.size);
  const from = new Int32Array(edges.length);
  const to = new Int32Array(edges.length);
  let last: string | undefined;
  let number = -1;
  for (let k = 0; k < edges.length; k++) {
    const edge = edges[k] as BootEdge;
    // Edges are sorted by where they begin.
    if (edge.from !== last) {
      last = edge.from;
      number = index.get(last) ?? -1;
    }
    from[k] = number;
    to[k] = index.get(edge.to) ?? -1;
  }
  return { ids, index, from, to };
}

/** Strongly connected components by Tarjan's algorithm, iterative: a chain of 5 000 units must not exhaust the stack. */
import type { Adjacency } from './csr.ts';

export interface Components {
  /**
   * Component of each node. Numbered in reverse topological order: for an edge a → b between two components,
   * `of[a] > of[b]`.
   */
  readonly of: Int32Array;
  /** Nodes by component, each list ascending. */
  readonly members: readonly (readonly number[])[];
  /** 1 where the component holds a cycle: more than one member, or a node with an edge to itself. */
  readonly cyclic: Uint8Array;
}

/** All components of the graph, linear in nodes and edges. Nodes for which `include` is false are left out (`of` = -1). */
export function stronglyConnected(adjacency: Adjacency, include: (node: number) => boolean = () => true): Components {
  const { start, to } = adjacency;
  const size = start.length - 1;
  const of = new Int32Array(size).fill(-1);
  const order = new Int32Array(size); // 0: not visited yet
  const low = new Int32Array(size);
  const cursor = start.slice(0, size);
  const open: number[] = []; // Tarjan's stack: visited, in no component yet
  const path: number[] = []; // the call stack that recursion would have been
  const members: number[][] = [];
  const selfLoop = new Uint8Array(size);
  let visited = 0;

  const visit = (node: number): void => {
    order[node] = low[node] = ++visited;
    open.push(node);
    path.push(node);
  };

  for (let root = 0; root < size; root++) {
    if (order[root] !== 0 || !include(root)) continue;
    visit(root);
    while (path.length > 0) {
      const node = path[path.length - 1]!;
      if (cursor[node]! < start[node + 1]!) {
        const next = to[cursor[node]!++]!;
        if (next === node) selfLoop[node] = 1;
        if (!include(next)) continue;
        if (order[next] === 0) visit(next);
        else if (of[next] === -1) low[node] = Math.min(low[node]!, order[next]!);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent]!, low[node]!);
      if (low[node] === order[node]) {
        const component = open.splice(open.lastIndexOf(node)).sort((a, b) => a - b);
        for (const member of component) of[member] = members.length;
        members.push(component);
      }
    }
  }
  const cyclic = Uint8Array.from(members, (list) => (list.length > 1 || selfLoop[list[0]!] === 1 ? 1 : 0));
  return { of, members, cyclic };
}

/** Cycles of a graph, shortest first: enough of them that every edge on any cycle stands in one. */
import type { Adjacency } from '../csr.ts';
import { stronglyConnected } from '../scc.ts';

/** Nodes in the direction of the edges; the last leads back to the first. `edges[i]` leads from node i to the next. */
export interface NodeCycle {
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
}

export interface FoundCycles {
  readonly cycles: readonly NodeCycle[];
  /** Nodes that lie on any cycle, reported or not. */
  readonly tangled: readonly number[];
  /** False where the bound ended the search: some edges on cycles stand in none of those found. */
  readonly complete: boolean;
}

/**
 * For each edge on a cycle the shortest cycle through it, then as few of those as cover every such edge.
 * @param bounds.cycles how many to return at most; bounds.steps how many edges to look at before giving up
 */
export function shortestCycles(
  graph: Adjacency,
  include: (node: number) => boolean,
  bounds: { readonly cycles: number; readonly steps: number },
): FoundCycles {
  const { of, members, cyclic } = stronglyConnected(graph, include);
  const found = new Map<string, NodeCycle>();
  const tangled: number[] = [];
  const covered = new Set<number>();
  let steps = bounds.steps;
  let complete = true;
  const from = new Int32Array(graph.start.length - 1);
  const via = new Int32Array(graph.start.length - 1);
  const seen = new Int32Array(graph.start.length - 1).fill(-1);
  let round = 0;

  /** Breadth first from `start` to `goal` inside one component. */
  const pathTo = (start: number, goal: number, component: number): boolean => {
    round++;
    seen[start] = round;
    let level = [start];
    while (level.length > 0 && seen[goal] !== round) {
      const next: number[] = [];
      for (const node of level)
        for (let k = graph.start[node]!; k < graph.start[node + 1]!; k++) {
          const to = graph.to[k]!;
          steps--;
          if (of[to] !== component || seen[to] === round) continue;
          seen[to] = round;
          from[to] = node;
          via[to] = graph.edge[k]!;
          next.push(to);
        }
      level = next;
    }
    return seen[goal] === round;
  };

  for (const [component, nodes] of members.entries()) {
    if (cyclic[component] !== 1) continue;
    tangled.push(...nodes);
    for (const node of nodes)
      for (let k = graph.start[node]!; k < graph.start[node + 1]!; k++) {
        const to = graph.to[k]!;
        if (of[to] !== component) continue;
        // In a large tangle an edge that stands in a cycle already is not looked at again.
        if (steps < bounds.steps / 2 && covered.has(graph.edge[k]!)) continue;
        if (steps < 0) complete = false;
        else if (pathTo(to, node, component)) {
          const cycle = canonical(walkBack(to, node, graph.edge[k]!));
          steps -= cycle.nodes.length;
          for (const edge of cycle.edges) covered.add(edge);
          found.set(cycle.nodes.join(' '), cycle);
        }
      }
  }
  const cycles = covering([...found.values()].sort(byLength));
  return {
    cycles: cycles.slice(0, bounds.cycles),
    tangled: tangled.sort((a, b) => a - b),
    complete: complete && cycles.length <= bounds.cycles,
  };

  /** The cycle that `closing`, an edge from `last` to `start`, closes over the path that was found. */
  function walkBack(start: number, last: number, closing: number): NodeCycle {
    const nodes = [last];
    const edges = [closing];
    for (let node = last; node !== start; node = from[node]!) {
      nodes.push(from[node]!);
      edges.push(via[node]!);
    }
    return { nodes: nodes.reverse(), edges: edges.reverse() };
  }
}

/** The lowest node first, so that one cycle has one form. */
function canonical({ nodes, edges }: NodeCycle): NodeCycle {
  const at = nodes.indexOf(nodes.reduce((least, node) => Math.min(least, node)));
  return {
    nodes: [...nodes.slice(at), ...nodes.slice(0, at)],
    edges: [...edges.slice(at), ...edges.slice(0, at)],
  };
}

function byLength(a: NodeCycle, b: NodeCycle): number {
  if (a.nodes.length !== b.nodes.length) return a.nodes.length - b.nodes.length;
  for (const [i, node] of a.nodes.entries()) if (node !== b.nodes[i]) return node - b.nodes[i]!;
  return 0;
}

function covering(cycles: readonly NodeCycle[]): readonly NodeCycle[] {
  const covered = new Set<number>();
  return cycles.filter(({ edges }) => {
    const news = edges.some((edge) => !covered.has(edge));
    for (const edge of edges) covered.add(edge);
    return news;
  });
}

/** The graph as the transaction engine walks it: numbered units and one adjacency for each kind of dependency. */
import { behaviours, type Does } from '../../behaviours/does.ts';
import type { Version } from '../../behaviours/version.ts';
import { type BootEdge, type BootGraph, type BootNode, EDGE_TYPES, type EdgeType } from '../../graph/model.ts';
import { type Adjacency, buildAdjacency } from '../csr.ts';
import { numbered } from '../numbered.ts';

export interface Compiled {
  readonly graph: BootGraph;
  readonly version: Version;
  readonly does: Does;
  readonly ids: readonly string[];
  readonly nodes: readonly BootNode[];
  readonly index: ReadonlyMap<string, number>;
  /** The unit at either end of an edge, by the edge's place in the graph; -1 where it is no unit. */
  readonly ends: { from(edge: number): number; to(edge: number): number };
  readonly forward: Readonly<Record<EdgeType, Adjacency>>;
  readonly backward: Readonly<Record<EdgeType, Adjacency>>;
}

const known = new WeakMap<BootGraph, Map<Version, Compiled>>();

/**
 * Numbers the systemd units of a graph and sorts their edges by type. Edges that touch another init's node are left out. Once a graph:
 * it does not change, and what chance decides is asked of it many times.
 */
export function compile(graph: BootGraph, version: Version): Compiled {
  const versions = known.get(graph) ?? new Map<Version, Compiled>();
  known.set(graph, versions);
  const done = versions.get(version) ?? compiledOf(graph, version);
  versions.set(version, done);
  return done;
}

function compiledOf(graph: BootGraph, version: Version): Compiled {
  const nodes = [...graph.nodes.values()].filter((node) => node.init === 'systemd');
  const { ends, index } = unitNumbers(graph, nodes);
  const rows = new Map(
    EDGE_TYPES.map((type) => [type, { from: [] as number[], to: [] as number[], edge: [] as number[] }]),
  );
  graph.edges.forEach((edge: BootEdge, number) => {
    const from = ends.from(number);
    const to = ends.to(number);
    if (from < 0 || to < 0 || from === to) return;
    const row = rows.get(edge.type);
    row?.from.push(from);
    row?.to.push(to);
    row?.edge.push(number);
  });
  const side = (start: 'from' | 'to', end: 'from' | 'to') =>
    Object.fromEntries(
      [...rows].map(([type, row]) => [type, buildAdjacency(nodes.length, row[start], row[end], row.edge)]),
    ) as Record<EdgeType, Adjacency>;
  return {
    graph,
    version,
    does: behaviours(version),
    ids: nodes.map((node) => node.id),
    nodes,
    index,
    ends,
    forward: side('from', 'to'),
    backward: side('to', 'from'),
  };
}

/** The numbers of units alone, at either end of an edge by its place in the graph; -1 for a node of another init. */
function unitNumbers(
  graph: BootGraph,
  nodes: readonly BootNode[],
): { readonly ends: Compiled['ends']; readonly index: ReadonlyMap<string, number> } {
  const all = numbered(graph);
  if (nodes.length === all.ids.length)
    return { ends: { from: (edge) => all.from[edge]!, to: (edge) => all.to[edge]! }, index: all.index };
  const index = new Map(nodes.map((node, number) => [node.id, number]));
  const own = Int32Array.from(all.ids, (id) => index.get(id) ?? -1);
  const numberOf = (node: number): number => (node < 0 ? -1 : own[node]!);
  return { ends: { from: (edge) => numberOf(all.from[edge]!), to: (edge) => numberOf(all.to[edge]!) }, index };
}

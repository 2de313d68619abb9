import { Graph, json } from '@dagrejs/graphlib';
import type { BootGraph } from '../../graph/model.ts';

/**
 * graphlib's own JSON (`json.read` takes it back): a directed multigraph, an edge's type being its name.
 * @param basis sentences on what the graph rests on: the graph's own label
 */
export function graphlibGraph(graph: BootGraph, basis: readonly string[] = []): string {
  const out = new Graph({ directed: true, multigraph: true });
  if (basis.length > 0) out.setGraph({ basis });
  for (const { id, type, load, description } of graph.nodes.values()) out.setNode(id, { type, load, description });
  for (const { from, to, type, origins, declared } of graph.edges) out.setEdge(from, to, { origins, declared }, type);
  return JSON.stringify(json.write(out));
}

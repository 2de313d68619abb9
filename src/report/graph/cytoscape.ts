import type { BootGraph } from '../../graph/model.ts';

/**
 * Cytoscape's elements JSON, for cytoscape.js and the desktop program.
 * @param basis sentences on what the graph rests on: data of the network
 */
export function cytoscapeGraph(graph: BootGraph, basis: readonly string[] = []): string {
  return JSON.stringify({
    ...(basis.length === 0 ? {} : { data: { name: 'boot', basis } }),
    elements: {
      nodes: [...graph.nodes.values()].map(({ id, init, type, load, effective, description }) => ({
        data: { id, init, type, load, effective, description },
      })),
      edges: graph.edges.map(({ from, to, type, origins, declared }) => ({
        data: { id: `${from} ${type} ${to}`, source: from, target: to, type, origins, declared },
      })),
    },
  });
}

import type { BootGraph } from '../../graph/model.ts';

/** Cytoscape's elements JSON, for cytoscape.js and the desktop program. */
export function cytoscapeGraph(graph: BootGraph): string {
  return JSON.stringify({
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

/** How the page walks edges by their ends, and which lines of an order it draws: the engine's own. */
export { type Adjacency, buildAdjacency } from '../engine/csr.ts';
export { drawnEdges } from '../engine/layout-edges.ts';

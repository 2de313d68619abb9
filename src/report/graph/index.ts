/** The formats in which a graph is written for other programs; what each makes is inert (inert.ts). */
import type { LaterStart } from '../../engine/later/later-start.ts';
import type { BootGraph } from '../../graph/model.ts';
import { inertJson, spelt } from '../../words/inert.ts';
import { graphJson } from '../json.ts';
import { cytoscapeGraph } from './cytoscape.ts';
import { dotGraph } from './dot.ts';
import { graphlibGraph } from './graphlib.ts';
import { graphmlGraph } from './graphml.ts';
import { mermaidGraph } from './mermaid.ts';

export const GRAPH_FORMATS = ['json', 'dot', 'graphml', 'mermaid', 'cytoscape', 'graphlib'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/** JSON has the later starts, too; the others have nodes and edges only. */
export const WRITE_GRAPH: Readonly<Record<GraphFormat, (graph: BootGraph, later?: readonly LaterStart[]) => string>> = {
  json: (graph, later) => inertJson(JSON.stringify(graphJson(graph, later))),
  dot: (graph) => spelt(dotGraph(graph)),
  graphml: (graph) => spelt(graphmlGraph(graph)),
  mermaid: (graph) => spelt(mermaidGraph(graph)),
  cytoscape: (graph) => inertJson(cytoscapeGraph(graph)),
  graphlib: (graph) => inertJson(graphlibGraph(graph)),
};

/** The formats in which a graph is written for other programs; what each makes is inert (inert.ts). */

import type { Assumptions } from '../../capture/assumptions.ts';
import type { LaterStart } from '../../engine/later/later-start.ts';
import type { BootGraph } from '../../graph/model.ts';
import { inertJson, spelt } from '../../words/inert.ts';
import { assumptionsJson, basisSentences } from '../assumptions.ts';
import { graphJson } from '../json.ts';
import { cytoscapeGraph } from './cytoscape.ts';
import { dotGraph } from './dot.ts';
import { graphlibGraph } from './graphlib.ts';
import { graphmlGraph } from './graphml.ts';
import { mermaidGraph } from './mermaid.ts';

export const GRAPH_FORMATS = ['json', 'dot', 'graphml', 'mermaid', 'cytoscape', 'graphlib'] as const;
export type GraphFormat = (typeof GRAPH_FORMATS)[number];

/**
 * JSON has the later starts, too; the others have nodes and edges only, and where their form has a place for it, what the graph rests on:
 * a picture of a damaged archive says that it is one.
 */
export const WRITE_GRAPH: Readonly<
  Record<GraphFormat, (graph: BootGraph, on: Assumptions, later?: readonly LaterStart[]) => string>
> = {
  json: (graph, on, later) =>
    inertJson(JSON.stringify({ ...(graphJson(graph, later) as object), ...assumptionsJson([on]) })),
  dot: (graph, on) => spelt(dotGraph(graph, basisSentences(on))),
  graphml: (graph, on) => spelt(graphmlGraph(graph, basisSentences(on))),
  mermaid: (graph, on) => spelt(mermaidGraph(graph, basisSentences(on))),
  cytoscape: (graph, on) => inertJson(cytoscapeGraph(graph, basisSentences(on))),
  graphlib: (graph, on) => inertJson(graphlibGraph(graph, basisSentences(on))),
};

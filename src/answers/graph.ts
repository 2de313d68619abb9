/** The graph of a root, or a part of it. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { LaterStart } from '../engine/later/later-start.ts';
import { type Selection, selectGraph } from '../engine/select.ts';
import type { BootGraph } from '../graph/model.ts';

/** What a part may be chosen by. */
export { EDGE_TYPES, ORIGINS, UNIT_TYPES } from '../graph/model.ts';

export interface GraphPart extends Omit<Selection, 'within'> {
  /** Only units that are started at boot. */
  readonly started?: boolean;
}

/** The graph itself where nothing is left out. */
export function graph(root: RootFacts, { started, ...selection }: GraphPart = {}): BootGraph {
  const chosen = { ...selection, within: started === true ? bootOf(root).started : undefined };
  return Object.values(chosen).some(Boolean) ? selectGraph(root.graph, chosen) : root.graph;
}

/** What is started after the boot's own jobs are queued, of the units of a part of the graph: by whom, when, and the line that says so. */
export function laterStartsOf(root: RootFacts, { nodes }: Pick<BootGraph, 'nodes'>): readonly LaterStart[] {
  return [...bootOf(root).later].flatMap(([unit, starts]) => (nodes.has(unit) ? starts : []));
}

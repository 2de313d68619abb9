/** The graph of a root, or a part of it. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type Selection, selectGraph } from '../engine/select.ts';
import type { BootGraph } from '../graph/model.ts';

export interface GraphPart extends Omit<Selection, 'within'> {
  /** Only units that are started at boot. */
  readonly started?: boolean;
}

/** The graph itself where nothing is left out. */
export function graph(root: RootFacts, { started, ...selection }: GraphPart = {}): BootGraph {
  const chosen = { ...selection, within: started === true ? bootOf(root).started : undefined };
  return Object.values(chosen).some(Boolean) ? selectGraph(root.graph, chosen) : root.graph;
}

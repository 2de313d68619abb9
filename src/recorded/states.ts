/** The states that a machine's units were in when a sosreport was made, beside what the files say. */
import type { BootGraph, BootNode } from '../graph/model.ts';
import { listedUnits } from './list-units.ts';
import { SOS_LISTS } from './sosreport.ts';

/** @param read a file of the copy; the same graph, where no list of units is in it */
export function withRecordedStates(graph: BootGraph, read: (path: string) => string | undefined): BootGraph {
  for (const file of SOS_LISTS) {
    const listed = listedUnits(read(file) ?? '');
    if (listed.length === 0) continue;
    const nodes = new Map<string, BootNode>(graph.nodes);
    for (const { unit, active, line } of listed) {
      const node = nodes.get(unit);
      if (node?.init === 'systemd')
        nodes.set(unit, { ...node, recorded: { state: active, file, line, conditions: [] } });
    }
    return { ...graph, nodes };
  }
  return graph;
}

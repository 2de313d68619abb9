/**
 * Units that come with an instance of a template which only a rule, the bus or a script starts: nothing of the boot mentions it, so that
 * PID 1 loads it then, and what it asks for with it.
 */
import type { Does } from '../behaviours/does.ts';
import type { LaterStart } from '../engine/later/later-start.ts';
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { createUnitReader } from '../systemd/unit-reader.ts';
import type { UnitSource } from '../systemd/unit-source.ts';
import { templateOf } from '../words/template-name.ts';

const PULLING: readonly EdgeType[] = ['Requires', 'BindsTo', 'Wants', 'Upholds'];
/** Of so many instances it is told. */
const MOST = 500;

interface Reading {
  readonly graph: BootGraph;
  readonly snapshot: Snapshot;
  readonly does: Does;
  readonly loadPath: readonly string[];
}

/** @param starts of which those are looked at whose unit is an instance, or a template, outside the graph */
export function startsWithInstances(root: Reading, starts: readonly LaterStart[]): readonly LaterStart[] {
  const outside = starts.filter(({ unit }) => !root.graph.nodes.has(unit) && templateOf(unit) !== undefined);
  if (outside.length === 0) return [];
  const source = createUnitReader(root.snapshot, root.loadPath, root.does);
  const known = new Map<string, readonly BootEdge[]>();
  return outside.slice(0, MOST).flatMap((start) => {
    const edges = known.get(start.unit) ?? pulledBy(root.graph, source, start.unit);
    known.set(start.unit, edges);
    return edges.map((edge): LaterStart => ({ ...start, unit: edge.to, with: edge }));
  });
}

/** What the lines of a unit outside the graph ask for, of what is in it. */
function pulledBy({ nodes, names }: BootGraph, source: UnitSource, unit: string): readonly BootEdge[] {
  const found = new Map<string, BootEdge>();
  for (const { section, key, value, file, line } of source.read(unit).settings) {
    const type = PULLING.find((one) => one === key);
    if (section !== 'Unit' || type === undefined) continue;
    for (const word of value.split(/\s+/)) {
      const to = names.get(word);
      if (to === undefined || !nodes.has(to) || found.has(to)) continue;
      const declared = [{ by: unit, origin: 'file' as const, how: 'line' as const, file, line, key }];
      found.set(to, { from: unit, to, type, origins: ['file'], declared });
    }
  }
  return [...found.values()];
}

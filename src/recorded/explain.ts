/** What differs between files and a manager's memory, unit by unit, with the reason where the dump shows it. */
import type { BootGraph } from '../graph/model.ts';
import { compareGraph, type Difference, type JsonGraph } from './compare-graph.ts';
import type { Dump, DumpUnit } from './dump.ts';

export type Reason = 'edited' | 'runtime' | 'generated' | 'no-file' | 'unexplained';

export interface UnitDifference {
  readonly unit: string;
  readonly reason: Reason;
  readonly differences: readonly Difference[];
}

/** Where descriptions differ only, nothing of the boot does. */
const NOISE: ReadonlySet<Difference['kind']> = new Set(['description']);

/** By unit, in the order of names. @param all also what has no bearing on the boot */
export function explainedDifferences(dump: Dump, graph: BootGraph, all = false): readonly UnitDifference[] {
  const units = new Map<string, Difference[]>();
  for (const difference of compareGraph(dump, asJson(graph))) {
    if (!all && NOISE.has(difference.kind)) continue;
    const unit = ownerOf(difference, dump);
    const list = units.get(unit);
    if (list) list.push(difference);
    else units.set(unit, [difference]);
  }
  return [...units]
    .map(([unit, differences]) => ({ unit, reason: reasonOf(dump.units.get(unit), differences), differences }))
    .sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

/** compareGraph keys an edge `FROM TYPE TO`; who wrote it is the unit to look at. */
function ownerOf({ what, kind }: Difference, dump: Dump): string {
  if (!/edge|origins|no-proof/.test(kind)) return what.split('/')[0] ?? what;
  const [from = what, , to = ''] = what.split(' ');
  const sides = [...(dump.edges.get(what)?.sides ?? [])];
  return sides.length > 0 && sides.every((side) => side.startsWith('to:')) ? to : from;
}

function reasonOf(unit: DumpUnit | undefined, differences: readonly Difference[]): Reason {
  if (unit === undefined) return 'unexplained';
  if (unit.needsReload) return 'edited';
  if (unit.transient || unit.fragment?.startsWith('/run/systemd/transient/')) return 'runtime';
  if (unit.fragment?.startsWith('/run/systemd/generator')) return 'generated';
  if (unit.fragment === null && differences.some(({ kind }) => kind === 'missing-unit')) return 'no-file';
  return 'unexplained';
}

function asJson(graph: BootGraph): JsonGraph {
  return { units: [...graph.nodes.values()], edges: graph.edges };
}

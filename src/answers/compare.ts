/** What the files of a root say beside what a running systemd had in memory. */
import { bootOf } from '../boot/boot.ts';
import { planBoot } from '../engine/plan.ts';
import type { OpenedRoot } from '../open.ts';
import type { Dump } from '../recorded/dump.ts';
import { graphOf } from '../recorded/dump-graph.ts';
import { explainedDifferences, type UnitDifference } from '../recorded/explain.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface Compared {
  /** How much was compared. */
  readonly compared: { readonly units: number; readonly edges: number };
  /** One finding a cause. */
  readonly units: readonly UnitDifference[];
}

/** @param all also what has no bearing on the boot */
export function compare(opened: OpenedRoot, dump: Dump, all = false): Compared {
  const { graph, version, snapshot } = opened;
  const recorded = graphOf(dump, 'dump');
  const theirs = planBoot(recorded, { version, ...(dump.units.has(graph.target) ? { target: graph.target } : {}) });
  const { started } = bootOf(opened).plan;
  // Of a dump without what the boot aimed for, what had been started by then is what it can tell.
  const ran = (unit: string): boolean =>
    theirs.failed !== null && dump.units.get(unit)?.times.inactiveExit !== undefined;
  return {
    compared: { units: dump.units.size, edges: dump.edges.size },
    units: explainedDifferences(dump, graph, {
      all,
      started,
      inBoot: (unit) => started.has(unit) || theirs.started.has(unit) || ran(unit),
      oneSided: (unit) => theirs.failed === null && started.has(unit) !== theirs.started.has(unit),
      sameFile: (a, b) => isSameFile(snapshot, a, b),
    }),
  };
}

/** One file, by links, or because /lib is a link to usr/lib on the machine and the copy has one of the two only. */
function isSameFile(snapshot: Snapshot, a: string, b: string): boolean {
  if (a === b) return true;
  const real = [a, b].map((path) => snapshot.realpath(path));
  if (real[0] !== undefined && real[0] === real[1]) return true;
  const merged = (path: string): string => path.replace(/^\/usr\/lib\//, '/lib/');
  return merged(a) === merged(b) && real.includes(undefined);
}

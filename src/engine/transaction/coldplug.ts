/**
 * Jobs that are queued before the boot's own: when PID 1 starts up, its perpetual units, and the mounts that it finds, become active
 * without any job, and what they want or require is started for that (unit_notify, retroactively_start_dependencies).
 */
import type { EdgeType } from '../../graph/model.ts';
import { activate, weighJobs } from './activate.ts';
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { newJobTable, unitsWithJobs } from './jobs.ts';
import { pullIn } from './pull-in.ts';

const STARTS: readonly EdgeType[] = ['Requires', 'BindsTo', 'Upholds', 'Wants'];

export interface Coldplugged {
  /** Numbers of the units that get a start job so, and by which edge. */
  readonly started: ReadonlyMap<number, number>;
  /** A requirement failed half-way: what was pulled in before it is chance. */
  readonly halfWay: boolean;
}

/** One possible start-up; `chance` decides what PID 1 leaves to its hash tables. */
export function coldplugStarts(compiled: Compiled, chance: Chance): Coldplugged {
  const started = new Map<number, number>();
  let halfWay = false;
  compiled.nodes.forEach((node, unit) => {
    if (!node.facts.activeAtBoot) return;
    for (const type of STARTS) {
      const { start, to, edge } = compiled.forward[type];
      for (let k = start[unit]!; k < start[unit + 1]!; k++) {
        const other = to[k]!;
        // What it comes after is taken to have been started before it.
        if (compiled.nodes[other]?.facts.activeAtBoot || isAfter(compiled, unit, other)) continue;
        const queued = startsOf(compiled, other, chance);
        halfWay ||= queued.halfWay;
        for (const each of queued.units) if (!started.has(each)) started.set(each, edge[k]!);
      }
    }
  });
  return { started, halfWay };
}

/** Whether units that are there from the beginning may start others: what these do is queued before the boot's own jobs. */
export function startsByItself(compiled: Compiled): boolean {
  return compiled.nodes.some(
    (node, unit) =>
      node.facts.activeAtBoot &&
      STARTS.some((type) => {
        const { start, to } = compiled.forward[type];
        for (let k = start[unit]!; k < start[unit + 1]!; k++)
          if (!compiled.nodes[to[k]!]?.facts.activeAtBoot && !isAfter(compiled, unit, to[k]!)) return true;
        return false;
      }),
  );
}

function isAfter({ forward }: Compiled, unit: number, other: number): boolean {
  const { start, to } = forward.After;
  for (let k = start[unit]!; k < start[unit + 1]!; k++) if (to[k] === other) return true;
  return false;
}

/** Each is a transaction of its own; one that fails leaves nothing. */
function startsOf(compiled: Compiled, unit: number, chance: Chance): { units: readonly number[]; halfWay: boolean } {
  const table = newJobTable(compiled.ids.length);
  const { failed, aborted } = pullIn(compiled, table, unit, chance);
  const halfWay = aborted.length > 0;
  if (failed !== undefined) return { units: [], halfWay };
  weighJobs(compiled, table, 'replace');
  const { cycles, conflicting } = activate(compiled, table, 'replace', chance);
  if (conflicting !== undefined || cycles.some(({ victim }) => victim === undefined)) return { units: [], halfWay };
  const units = unitsWithJobs(table).filter((each) => table.byUnit[each]?.some(({ type }) => type === 'start'));
  return { units, halfWay };
}

/**
 * Jobs that are queued before the boot's own: when PID 1 starts up, its perpetual units become active without any job, and
 * what they want or require is started for that (unit_notify, retroactively_start_dependencies).
 */
import type { EdgeType } from '../../graph/model.ts';
import { activate, weighJobs } from './activate.ts';
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { newJobTable, unitsWithJobs } from './jobs.ts';
import { pullIn } from './pull-in.ts';

const STARTS: readonly EdgeType[] = ['Requires', 'BindsTo', 'Upholds', 'Wants'];

/** Numbers of the units that get a start job so, and by which edge. */
export function coldplugStarts(compiled: Compiled, chance: Chance): ReadonlyMap<number, number> {
  const started = new Map<number, number>();
  compiled.nodes.forEach((node, unit) => {
    if (!node.facts.perpetual) return;
    for (const type of STARTS) {
      const { start, to, edge } = compiled.forward[type];
      for (let k = start[unit]!; k < start[unit + 1]!; k++) {
        const other = to[k]!;
        // What it comes after is taken to have been started before it.
        if (compiled.nodes[other]?.facts.perpetual || isAfter(compiled, unit, other)) continue;
        for (const each of startsOf(compiled, other, chance)) if (!started.has(each)) started.set(each, edge[k]!);
      }
    }
  });
  return started;
}

function isAfter({ forward }: Compiled, unit: number, other: number): boolean {
  const { start, to } = forward.After;
  for (let k = start[unit]!; k < start[unit + 1]!; k++) if (to[k] === other) return true;
  return false;
}

/** Each is a transaction of its own; one that fails leaves nothing. */
function startsOf(compiled: Compiled, unit: number, chance: Chance): readonly number[] {
  const table = newJobTable(compiled.ids.length);
  if (pullIn(compiled, table, unit, chance).failed !== undefined) return [];
  weighJobs(compiled, table, 'replace');
  const { cycles, conflicting } = activate(compiled, table, 'replace', chance);
  if (conflicting !== undefined || cycles.some(({ victim }) => victim === undefined)) return [];
  return unitsWithJobs(table).filter((each) => table.byUnit[each]?.some(({ type }) => type === 'start'));
}

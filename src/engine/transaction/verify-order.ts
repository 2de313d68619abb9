/** Ordering among a transaction's jobs, and how a cycle is broken (job_compare, transaction_verify_order). */
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { deleteUnit, headJob, type Job, type JobTable, unitMatters, unitsWithJobs } from './jobs.ts';
import { runsBeforeItsAfter } from './rules.ts';

export interface BrokenCycle {
  /** In the order in which the jobs would run; the first runs after the last. */
  readonly jobs: readonly Job[];
  /** undefined: every job of it matters to the anchor, so the transaction fails. */
  readonly victim: Job | undefined;
}

/** The rows of the ordering graph in the order in which one boot walks them: a hash table keeps its order while it lives. */
interface Rows {
  readonly units: readonly number[];
  of(unit: number, side: 'before' | 'after'): readonly number[];
}

function rowsOf(compiled: Compiled, table: JobTable, chance: Chance): Rows {
  const known = { before: new Map<number, readonly number[]>(), after: new Map<number, readonly number[]>() };
  const sides = { before: compiled.backward.After, after: compiled.forward.After };
  return {
    units: chance.shuffle(unitsWithJobs(table)),
    of(unit, side) {
      const made = known[side].get(unit);
      if (made !== undefined) return made;
      const { start, to } = sides[side];
      const row = chance.shuffle(Array.from(to.subarray(start[unit], start[unit + 1])));
      known[side].set(unit, row);
      return row;
    },
  };
}

/** Units whose head job must wait for `job` (job_compare). */
function successors(compiled: Compiled, table: JobTable, job: Job, rows: Pick<Rows, 'of'>): number[] {
  const { does } = compiled;
  const after = rows.of(job.unit, 'before').filter((unit) => {
    const head = headJob(table, unit);
    return head !== undefined && !runsBeforeItsAfter(head.type, does);
  });
  if (!runsBeforeItsAfter(job.type, does)) return after;
  return [...after, ...rows.of(job.unit, 'after').filter((unit) => headJob(table, unit) !== undefined)];
}

/**
 * Deletes units until the order is free of cycles. Stops at the first cycle that nothing can be dropped from: its
 * `victim` is undefined and it is the last of the list. `collect` runs after each deletion (garbage, where mode asks).
 */
export function verifyOrder(compiled: Compiled, table: JobTable, chance: Chance, collect: () => void): BrokenCycle[] {
  const broken: BrokenCycle[] = [];
  const rows = rowsOf(compiled, table, chance);
  for (let { units } = rows; ; ) {
    const cycle = findCycle(compiled, table, { ...rows, units });
    if (cycle === undefined) return broken;
    // The walk back starts at the job that runs right before the one where the cycle closed.
    const victim = [...cycle]
      .reverse()
      .find(({ unit }) => table.byUnit[unit] !== undefined && !unitMatters(table, unit));
    broken.push({ jobs: cycle, victim });
    if (victim === undefined) return broken;
    deleteUnit(table, victim.unit, { kind: 'victim-of-cycle', cycle });
    collect();
    // A deletion shifts the table's entries back by one, which may carry the first over to the end.
    if (chance.shuffle([false, true])[0]) units = [...units.slice(1), ...units.slice(0, 1)];
  }
}

function findCycle(compiled: Compiled, table: JobTable, rows: Rows): Job[] | undefined {
  const state = new Uint8Array(table.byUnit.length); // 0 unseen, 1 on the path, 2 known to be free of cycles
  for (const root of rows.units) {
    if (state[root] !== 0 || table.byUnit[root] === undefined) continue;
    const path: { unit: number; next: number[]; at: number }[] = [];
    const enter = (unit: number): void => {
      state[unit] = 1;
      path.push({ unit, next: successors(compiled, table, headJob(table, unit)!, rows), at: 0 });
    };
    enter(root);
    for (let top = path[path.length - 1]; top !== undefined; top = path[path.length - 1]) {
      const unit = top.next[top.at++];
      if (unit === undefined) {
        state[top.unit] = 2;
        path.pop();
      } else if (state[unit] === 0) enter(unit);
      else if (state[unit] === 1) {
        const from = path.findIndex((step) => step.unit === unit);
        return path.slice(from).map((step) => headJob(table, step.unit)!);
      }
    }
  }
  return undefined;
}

/** Ordering among a transaction's jobs, and how a cycle is broken (job_compare, transaction_verify_order). */
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { deleteUnit, type Job, type JobTable, unitMatters, unitsWithJobs } from './jobs.ts';
import { orderKnowsJobTypes, stopsFirst } from './rules.ts';

export interface BrokenCycle {
  /** In the order in which the jobs would run; the first runs after the last. */
  readonly jobs: readonly Job[];
  /** undefined: every job of it matters to the anchor, so the transaction fails. */
  readonly victim: Job | undefined;
}

/** Jobs that must wait for `job`, as units whose head job is meant. */
export function successors(compiled: Compiled, table: JobTable, job: Job, chance: Chance): number[] {
  const typed = orderKnowsJobTypes(compiled.version);
  const after: number[] = [];
  const before = compiled.backward.After;
  const row: number[] = [];
  for (let k = before.start[job.unit]!; k < before.start[job.unit + 1]!; k++) {
    const head = table.byUnit[before.to[k]!]?.[0];
    if (head !== undefined && !(typed && stopsFirst(head.type))) row.push(head.unit);
  }
  after.push(...chance.shuffle(row));
  if (!typed || !stopsFirst(job.type)) return after;
  const behind = compiled.forward.After;
  const reversed: number[] = [];
  for (let k = behind.start[job.unit]!; k < behind.start[job.unit + 1]!; k++)
    if (table.byUnit[behind.to[k]!] !== undefined) reversed.push(behind.to[k]!);
  after.push(...chance.shuffle(reversed));
  return after;
}

/**
 * Deletes units until the order is free of cycles. Stops at the first cycle that nothing can be dropped from: its
 * `victim` is undefined and it is the last of the list. `collect` runs after each deletion (garbage, where mode asks).
 */
export function verifyOrder(compiled: Compiled, table: JobTable, chance: Chance, collect: () => void): BrokenCycle[] {
  const broken: BrokenCycle[] = [];
  for (;;) {
    const cycle = findCycle(compiled, table, chance);
    if (cycle === undefined) return broken;
    // The walk back starts at the job that runs right before the one where the cycle closed.
    const victim = [...cycle].reverse().find((job) => !unitMatters(table, job.unit));
    broken.push({ jobs: cycle, victim });
    if (victim === undefined) return broken;
    deleteUnit(table, victim.unit, { kind: 'victim-of-cycle', cycle });
    collect();
  }
}

function findCycle(compiled: Compiled, table: JobTable, chance: Chance): Job[] | undefined {
  const state = new Uint8Array(table.byUnit.length); // 0 unseen, 1 on the path, 2 known to be free of cycles
  for (const root of chance.shuffle(unitsWithJobs(table))) {
    if (state[root] !== 0) continue;
    const path: { unit: number; next: number[]; at: number }[] = [];
    const enter = (unit: number): void => {
      state[unit] = 1;
      path.push({ unit, next: successors(compiled, table, table.byUnit[unit]![0]!, chance), at: 0 });
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
        return path.slice(from).map((step) => table.byUnit[step.unit]![0]!);
      }
    }
  }
  return undefined;
}

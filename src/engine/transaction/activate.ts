/** The second half of a transaction: from all jobs that were pulled in to those that will run (transaction_activate). */
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { mostContested } from './contested.ts';
import { absorb, deleteJob, type Job, type JobTable, unitMatters, unitsWithJobs } from './jobs.ts';
import type { Mode } from './mode.ts';
import { isMergeable, isRedundant, merge } from './rules.ts';
import { type BrokenCycle, verifyOrder } from './verify-order.ts';

export interface Activated {
  readonly cycles: readonly BrokenCycle[];
  /** Set where two jobs of one unit contradict each other and both matter. */
  readonly conflicting: readonly [Job, Job] | undefined;
  /** How many units whose jobs contradict each other meet at most: of two and more, the order, which is chance, may tell. */
  readonly contested: number;
}

export type { Mode };

/** The steps before any order is looked at: which jobs matter to the anchor, and which change nothing. */
export function weighJobs(compiled: Compiled, table: JobTable, mode: Mode): void {
  markMattering(table);
  dropRedundant(compiled, table);
  collectIn(mode, table);
}

/** The steps after `weighJobs`, in PID 1's order. */
export function activate(compiled: Compiled, table: JobTable, mode: Mode, chance: Chance): Activated {
  const collect = () => collectIn(mode, table);
  const cycles = verifyOrder(compiled, table, chance, collect);
  if (cycles.at(-1)?.victim === undefined && cycles.length > 0) return { cycles, conflicting: undefined, contested: 0 };
  const contradictory = unitsWithJobs(table).filter((unit) => unmergeable(table.byUnit[unit]) !== undefined);
  const contested = mostContested(table, contradictory, mode);
  const conflicting = mergeJobs(compiled, table, chance, collect);
  if (conflicting === undefined) dropRedundant(compiled, table);
  return { cycles, conflicting, contested };
}

function markMattering(table: JobTable): void {
  const open = table.anchor === undefined ? [] : [table.anchor];
  for (let job = open.pop(); job !== undefined; job = open.pop()) {
    if (job.matters) continue;
    job.matters = true;
    for (const link of job.outgoing) if (link.alive && link.matters) open.push(link.object);
  }
}

function dropRedundant(compiled: Compiled, table: JobTable): void {
  for (const unit of unitsWithJobs(table)) {
    const jobs = table.byUnit[unit] ?? [];
    const active = compiled.nodes[unit]?.facts.activeAtBoot === true;
    if (jobs.some((job) => job === table.anchor || !isRedundant(job.type, active))) continue;
    if (table.queued.has(unit) && jobs.some((job) => !isMergeable(job.type, 'start'))) continue;
    for (const job of jobs) deleteJob(table, job, { kind: 'redundant' }, 'alone');
  }
}

export function collectIn(mode: Mode, table: JobTable): void {
  if (mode !== 'isolate') collectGarbage(table);
}

/** Only the head of a unit's jobs is looked at: one behind it stays as long as that one does. */
function collectGarbage(table: JobTable): void {
  const open = unitsWithJobs(table);
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    const job = table.byUnit[unit]?.[0];
    if (job === undefined || job === table.anchor || job.incoming.some((link) => link.alive)) continue;
    const pulled = job.outgoing.filter((link) => link.alive).map((link) => link.object.unit);
    deleteJob(table, job, { kind: 'not-needed' }, 'with-dependents');
    open.push(unit, ...pulled);
  }
}

function mergeJobs(
  compiled: Compiled,
  table: JobTable,
  chance: Chance,
  collect: () => void,
): readonly [Job, Job] | undefined {
  const several = unitsWithJobs(table).filter((unit) => (table.byUnit[unit]?.length ?? 0) > 1);
  const order = [...chance.shuffle(several)];
  if (compiled.does('mattering-conflicts-first'))
    order.sort((a, b) => Number(unitMatters(table, b)) - Number(unitMatters(table, a)));
  for (const unit of order) {
    for (let pair = unmergeable(table.byUnit[unit]); pair !== undefined; pair = unmergeable(table.byUnit[unit])) {
      const [first, second] = pair;
      if (first.matters && second.matters) return pair;
      const stop = first.type === 'stop' ? first : second;
      const conflicts = stop.incoming.filter((link) => link.alive && link.conflicts).map((link) => link.edge);
      deleteJob(
        table,
        loser(first, second, conflicts.length > 0),
        { kind: 'conflict', edges: conflicts },
        'with-dependents',
      );
      collect();
    }
  }
  for (const unit of several) {
    const jobs = table.byUnit[unit];
    if (jobs === undefined || jobs.length < 2) continue;
    const type = jobs.map((job) => job.type).reduce(merge);
    const kept = jobs.find((job) => job === table.anchor) ?? jobs[0]!;
    for (const other of jobs) if (other !== kept) absorb(table, kept, other, type);
  }
  return undefined;
}

function unmergeable(jobs: readonly Job[] = []): readonly [Job, Job] | undefined {
  for (const [i, first] of jobs.entries())
    for (const second of jobs.slice(i + 1)) if (!isMergeable(first.type, second.type)) return [first, second];
  return undefined;
}

/** delete_one_unmergeable_job: what matters stays; else a stop that a Conflicts= asked for beats the start. */
function loser(first: Job, second: Job, stopFromConflict: boolean): Job {
  if (first.matters !== second.matters) return first.matters ? second : first;
  const [stop, other] = first.type === 'stop' ? [first, second] : [second, first];
  return stopFromConflict ? other : stop;
}

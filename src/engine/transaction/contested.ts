/** How far it can tell in which order PID 1 settles units whose jobs contradict each other (transaction_merge_jobs). */

import type { Job, JobTable } from './jobs.ts';
import type { Mode } from './mode.ts';

/**
 * Two units meet where what one may lose is looked at when the other is settled; what never meets has no say in each other.
 * @param contested units with a start and a stop
 * @returns the size of the largest group of units that meet; 0 where there are none
 */
export function mostContested(table: JobTable, contested: readonly number[], mode: Mode): number {
  // What only a deleted job wanted is collected: that may be any job. And jobs queued before have a chance of their own.
  if (mode !== 'isolate' || table.queued.size > 0) return contested.length;
  const lookedAtBy = new Map<Job, Set<number>>();
  const look = (job: Job, unit: number): void => {
    const units = lookedAtBy.get(job);
    if (units) units.add(unit);
    else lookedAtBy.set(job, new Set([unit]));
  };
  for (const unit of contested)
    for (const job of table.byUnit[unit] ?? []) {
      look(job, unit);
      // A stop that a Conflicts= asked for wins, as long as the job that has the line is there.
      for (const link of job.incoming) if (link.alive && link.conflicts) look(link.subject, unit);
    }
  const met = new Map<number, Set<number>>(contested.map((unit) => [unit, new Set()]));
  for (const unit of contested)
    for (const job of lostWith(table.byUnit[unit]?.filter(({ matters }) => !matters) ?? []))
      for (const other of lookedAtBy.get(job) ?? []) {
        met.get(unit)?.add(other);
        met.get(other)?.add(unit);
      }
  return Math.max(0, ...contested.map((unit) => reached(unit, met).size));
}

function reached(from: number, met: ReadonlyMap<number, ReadonlySet<number>>): ReadonlySet<number> {
  const found = new Set([from]);
  for (const unit of found) for (const other of met.get(unit) ?? []) found.add(other);
  return found;
}

/** These jobs and all that require them. */
function lostWith(jobs: readonly Job[]): readonly Job[] {
  const found = new Set(jobs);
  for (const job of found) for (const link of job.incoming) if (link.alive && link.matters) found.add(link.subject);
  return [...found];
}

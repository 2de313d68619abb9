/** Units for which it can tell in which order PID 1 settles units whose jobs contradict each other (transaction_merge_jobs). */
import type { Mode } from './activate.ts';
import type { Job, JobTable } from './jobs.ts';

/**
 * @param contested units with a start and a stop
 * @returns them, or none where nothing that one of them may lose is looked at when another is settled
 */
export function whereOrderTells(table: JobTable, contested: readonly number[], mode: Mode): readonly number[] {
  if (contested.length < 2) return [];
  // What only a deleted job wanted is collected: that may be any job.
  if (mode !== 'isolate') return contested;
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
  const meets = contested.some((unit) =>
    lostWith(table.byUnit[unit]?.filter((job) => !job.matters) ?? []).some((job) =>
      [...(lookedAtBy.get(job) ?? [])].some((other) => other !== unit),
    ),
  );
  return meets ? contested : [];
}

/** These jobs and all that require them. */
function lostWith(jobs: readonly Job[]): readonly Job[] {
  const found = new Set(jobs);
  for (const job of found) for (const link of job.incoming) if (link.alive && link.matters) found.add(link.subject);
  return [...found];
}

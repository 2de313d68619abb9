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
  const groups = newGroups(contested);
  const seen = new Set<Job>();
  for (const unit of contested)
    for (const job of lostWith(table.byUnit[unit]?.filter(({ matters }) => !matters) ?? [])) {
      const [first, ...others] = lookedAtBy.get(job) ?? [];
      if (first === undefined) continue;
      groups.unite(unit, first);
      // Whoever else looks at it was united with the first before.
      if (!seen.has(job)) for (const other of others) groups.unite(first, other);
      seen.add(job);
    }
  return groups.largest();
}

/** Units that meet, directly or through others. */
function newGroups(units: readonly number[]): { unite(one: number, other: number): void; largest(): number } {
  const parent = new Map(units.map((unit) => [unit, unit]));
  const rootOf = (unit: number): number => {
    let at = unit;
    for (let up = parent.get(at) ?? at; up !== at; up = parent.get(at) ?? at) {
      parent.set(at, parent.get(up) ?? up);
      at = up;
    }
    return at;
  };
  return {
    unite: (one, other) => void parent.set(rootOf(one), rootOf(other)),
    largest() {
      const sizes = new Map<number, number>();
      for (const unit of units) sizes.set(rootOf(unit), (sizes.get(rootOf(unit)) ?? 0) + 1);
      return Math.max(0, ...sizes.values());
    },
  };
}

/** These jobs and all that require them. */
function lostWith(jobs: readonly Job[]): readonly Job[] {
  const found = new Set(jobs);
  for (const job of found) for (const link of job.incoming) if (link.alive && link.matters) found.add(link.subject);
  return [...found];
}

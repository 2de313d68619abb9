/** Jobs that their own pre-start stops: never more than about to be started. */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import type { BootFacts, JobGuard } from './facts.ts';
import type { Outcome, Run } from './run.ts';

/** The line of a pre-start at which the job stops itself, or fails. */
export function guardProof(job: Job, { file, line, how }: JobGuard): Declaration {
  return { by: `upstart:${job.name}`, origin: 'script', how: 'line', file, line, key: 'pre-start script', as: how };
}

/** Whether the run ended at that line. */
export function isGuarded({ job, reachedRunning, stoppedBy }: Run, { guards }: BootFacts): boolean {
  const own = stoppedBy?.kind === 'script' && stoppedBy.run.job === job && stoppedBy.hook === 'pre-start';
  return own && !reachedRunning && guards.get(job.name)?.certain === true;
}

/** The guard that ended all that was begun of the job. */
export function guardOf(job: Job, { runs }: Outcome, facts: BootFacts): JobGuard | undefined {
  return runs.some((run) => run.job === job && isGuarded(run, facts)) ? facts.guards.get(job.name) : undefined;
}

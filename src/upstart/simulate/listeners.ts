import { eventsOf } from '../expression.ts';
import { jobOf } from '../job-events.ts';
import type { Job } from '../job-files.ts';
import { lookup } from './environment.ts';
import type { Emission } from './run.ts';

/** Jobs whose conditions name the event, in their own order; for the event of one job, without those that name another one. */
export function indexListeners(jobs: ReadonlyMap<string, Job>): (event: Emission) => readonly Job[] {
  const lists = new Map<string, Set<Job>>();
  for (const job of jobs.values())
    for (const on of [job.startOn?.on, job.stopOn?.on])
      for (const leaf of on === undefined ? [] : eventsOf(on)) {
        const named = jobOf(leaf);
        const key = named === undefined ? leaf.name : `${leaf.name} ${named}`;
        const list = lists.get(key);
        if (list === undefined) lists.set(key, new Set([job]));
        else list.add(job);
      }
  const order = new Map([...jobs.values()].map((job, index) => [job, index]));
  return ({ name, env }) => {
    const first = env[0]?.slice(env[0].indexOf('=') + 1);
    const own = new Set([lookup(env, 'JOB'), first].map((job) => `${name} ${job ?? ''}`));
    return [...new Set([name, ...own].flatMap((key) => [...(lists.get(key) ?? [])]))].sort(
      (a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0),
    );
  };
}

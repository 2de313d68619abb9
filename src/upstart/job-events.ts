/** The four events that init emits as a job changes its state. */
import type { EventMatch } from './expression.ts';

export const JOB_EVENTS: ReadonlySet<string> = new Set(['starting', 'started', 'stopping', 'stopped']);

/** The job that a condition names: the first argument by position, or `JOB=`. A pattern or a variable names none for certain. */
export function jobOf({ name, args }: EventMatch): string | undefined {
  if (!JOB_EVENTS.has(name)) return undefined;
  const first = args[0];
  const job = first?.includes('=') === false ? first : args.find((arg) => arg.startsWith('JOB='))?.slice('JOB='.length);
  return job === undefined || /[*?[\\$]/.test(job) ? undefined : job;
}

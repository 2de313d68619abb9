/** Processes of the simulated boot: they come, stand in line and go. */
import type { Hook, JobProcess } from '../processes.ts';
import { setVariables } from './environment.ts';
import { type Machine, spend } from './machine-record.ts';
import { programOf } from './program.ts';
import type { Process, Run } from './run.ts';

/** False where the job has no such process. */
export function spawn(machine: Machine, run: Run, hook: Hook): boolean {
  const { context, live, now } = machine;
  const process: JobProcess | undefined = context.processes.get(run.job.name)?.get(hook);
  if (process === undefined) return false;
  spend(machine, run.env);
  const env = setVariables(run.env, [`UPSTART_JOB=${run.job.name}`, `UPSTART_INSTANCE=${run.instance}`]);
  live.push({
    run,
    hook,
    steps: programOf(run.job, process, env, context),
    next: 0,
    at: now,
    order: inLine(machine),
    waitsFor: undefined,
    ends: process.ends,
  });
  return true;
}

export function inLine(machine: Machine): number {
  return machine.interleaving.place(machine.order++);
}

/** The one that is ready first; of several at once the first in line. */
export function nextProcess({ live }: Machine): Process | undefined {
  let best: Process | undefined;
  for (const process of live) {
    // Only a wait that gives up after a while has a time of its own.
    if (process.waitsFor !== undefined && process.at === Number.POSITIVE_INFINITY) continue;
    if (best === undefined || process.at < best.at || (process.at === best.at && process.order < best.order))
      best = process;
  }
  return best;
}

export function resume(machine: Machine, process: Process): void {
  process.waitsFor = undefined;
  process.at = machine.now;
  process.order = inLine(machine);
}

export function end({ live }: Machine, process: Process): void {
  const at = live.indexOf(process);
  if (at !== -1) live.splice(at, 1);
}

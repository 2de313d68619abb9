/** What processes of the simulated boot do: each goes through the steps of its text, one at a time, and waits where they wait. */
import { changeGoal, changeState, reachedGoal, startByScript } from './machine-jobs.ts';
import { end, inLine } from './machine-processes.ts';
import { emit, type Machine } from './machine-record.ts';
import { type Emission, isTask, nextState, type Process, type Run } from './run.ts';
import type { Step } from './steps.ts';

/** One step of a process; at the end of the text it ends, unless it is a service's. */
export function advance(machine: Machine, process: Process): void {
  process.waitsFor = undefined;
  const step = process.steps[process.next++];
  process.order = inLine(machine);
  if (step !== undefined) perform(machine, process, step);
  else {
    end(machine, process);
    ended(machine, process);
  }
}

function ended(machine: Machine, { run, hook, ends }: Process): void {
  if (hook === 'main') {
    // A service is one because it stays; unless all that it runs is over soon by its nature.
    if ((!isTask(run.job) && !ends) || !run.mainRunning) return;
    run.mainRunning = false;
    changeGoal(machine, run, 'stop');
    return;
  }
  if (run.state === hook) changeState(machine, run, nextState(run));
}

function wait(process: Process, subject: Emission | Run, until: number = Number.POSITIVE_INFINITY): void {
  process.waitsFor = subject;
  process.at = until;
}

function perform(machine: Machine, process: Process, step: Step): void {
  const { run, hook } = process;
  const { current, context, now } = machine;
  switch (step.do) {
    case 'emit': {
      const { event: name, env, certainty, proof, after = [] } = step;
      const event = emit(machine, { name, env, cause: { kind: 'process', run, hook }, certainty, proof, after });
      if (step.wait) wait(process, event);
      return;
    }
    case 'start': {
      const started = startByScript(machine, process, step);
      if (started !== undefined && step.wait && !started.gone && !atRest(started)) wait(process, started);
      return;
    }
    case 'may-start':
      machine.branchStarts.push({ job: step.job, run, proof: step.proof });
      return;
    case 'stop':
      for (const other of [...(current.get(step.job)?.values() ?? [])]) {
        if (other.goal === 'stop') continue;
        other.stoppedBy = { kind: 'script', run, hook, waits: step.wait, proof: step.proof };
        reachedGoal(machine, other);
        changeGoal(machine, other, 'stop');
        if (step.wait && !other.gone) wait(process, other);
      }
      return;
    case 'wait-for': {
      const request = { job: step.job, env: [], wait: true, proof: step.proof };
      const started = context.jobs.has(step.job) ? startByScript(machine, process, request) : undefined;
      const other = started ?? [...(current.get(step.job)?.values() ?? [])][0];
      if (other !== undefined && !atRest(other) && !other.gone) wait(process, other, now + step.timeout);
      return;
    }
    case 'sleep':
      process.at = now + step.seconds;
      return;
    case 'script':
      machine.scripts.push({ step, run, after: machine.emissions.length });
      return;
  }
}

function atRest(run: Run): boolean {
  return run.state === 'running' && !isTask(run.job);
}

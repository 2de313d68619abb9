/** Jobs of the simulated boot: how events and scripts start and stop them, and their way through init's states (init/job.c). */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import { type Environment, lookup, setVariables } from './environment.ts';
import { end, resume, spawn } from './machine-processes.ts';
import { emit, type Machine, spend } from './machine-record.ts';
import { handleEvent, isTrue, matchedLeaves, type Operator, resetOperator } from './operator.ts';
import {
  classEnvironment,
  type Emission,
  instanceName,
  isTask,
  newRun,
  nextState,
  type Process,
  type Run,
  type State,
  type Trigger,
} from './run.ts';

const MAX_STARTS = 100;

export function stopOnEvent(machine: Machine, run: Run, event: Emission): void {
  const { stopOn } = run;
  if (stopOn === undefined || !handleEvent(stopOn, event, run.env) || !isTrue(stopOn)) return;
  const matched = matchedLeaves(stopOn);
  const changes = run.goal !== 'stop';
  if (changes) {
    run.stoppedBy = { kind: 'events', matched };
    reachedGoal(machine, run);
  }
  if (run.state !== 'waiting') block(run, matched);
  if (changes) changeGoal(machine, run, 'stop');
  resetOperator(stopOn);
}

export function startOnEvent(machine: Machine, job: Job, operator: Operator<Emission>, event: Emission): void {
  const matched = matchedLeaves(operator);
  for (const { event: one } of matched) spend(machine, one.env);
  const names = matched.map((one) => one.event.name).join(' ');
  const env = setVariables(classEnvironment(job), [
    ...matched.flatMap((one) => one.event.env),
    `UPSTART_EVENTS=${names}`,
  ]);
  const instance = instanceName(job, env);
  if ('name' in instance) {
    const run = startRun(machine, job, instance.name, env, { kind: 'events', matched });
    if (run !== undefined) {
      block(run, matched);
      changeGoal(machine, run, 'start');
    }
  } else machine.instanceFailures.push({ job, name: instance.unknown, event });
  resetOperator(operator);
}

/** `start JOB` in a script of `process`; undefined where there is no such job, or it is on its way already. */
export function startByScript(
  machine: Machine,
  process: Process,
  request: {
    readonly job: string;
    readonly env: Environment;
    readonly wait: boolean;
    readonly proof: readonly Declaration[];
  },
): Run | undefined {
  const job = machine.context.jobs.get(request.job);
  if (job === undefined) return undefined;
  const env = setVariables(classEnvironment(job), request.env);
  const instance = instanceName(job, env);
  if (!('name' in instance)) return undefined;
  const run = startRun(machine, job, instance.name, env, {
    kind: 'script',
    run: process.run,
    hook: process.hook,
    waits: request.wait,
    proof: request.proof,
  });
  if (run !== undefined) changeGoal(machine, run, 'start');
  return run;
}

/** The run to be started; undefined where it is on its way already. */
function startRun(machine: Machine, job: Job, instance: string, env: Environment, trigger: Trigger): Run | undefined {
  const { current, runCount, endless, runs } = machine;
  const instances = current.get(job.name) ?? new Map<string, Run>();
  current.set(job.name, instances);
  let run = instances.get(instance);
  if (run?.goal === 'start') return undefined;
  const key = `${job.name} ${instance}`;
  const count = (runCount.get(key) ?? 0) + 1;
  runCount.set(key, count);
  // Those that take part in the same loop are there as often, or once less.
  if (count >= MAX_STARTS) endless.add(job.name);
  if (count > MAX_STARTS) return undefined;
  if (run === undefined) {
    run = newRun(job, instance);
    instances.set(instance, run);
    runs.push(run);
  }
  run.nextEnv = env;
  run.triggers.push(trigger);
  reachedGoal(machine, run);
  return run;
}

function block(run: Run, matched: readonly { readonly event: Emission }[]): void {
  for (const { event } of matched) {
    event.blockers++;
    run.blocking.push(event);
  }
}

/** job_finished: events and scripts that waited for this job go on. */
export function reachedGoal(machine: Machine, run: Run): void {
  for (const event of run.blocking.splice(0)) event.blockers--;
  for (const process of machine.live) if (process.waitsFor === run) resume(machine, process);
}

/** A `starting` or `stopping` event is done: its job goes on. */
export function finishBlocker(machine: Machine, event: Emission): void {
  const run = machine.blockedRuns.get(event);
  if (run?.blocker === event) {
    run.blocker = undefined;
    changeState(machine, run, nextState(run));
  }
  machine.blockedRuns.delete(event);
}

export function changeGoal(machine: Machine, run: Run, goal: Run['goal']): void {
  if (run.goal === goal) return;
  run.goal = goal;
  if (goal === 'start' ? run.state === 'waiting' : run.state === 'running') changeState(machine, run, nextState(run));
}

/** job_change_state, as far as events are concerned: the states between two processes are left out. */
export function changeState(machine: Machine, run: Run, wanted: State): void {
  for (let next: State | undefined = wanted; next !== undefined && next !== run.state; ) {
    if (run.blocker !== undefined) return;
    const old = run.state;
    run.state = next;
    next = enterState(machine, run, old);
  }
}

/** What init does on entering a state; the state to go on to, or undefined where something has to happen first. */
function enterState(machine: Machine, run: Run, old: State): State | undefined {
  switch (run.state) {
    case 'starting':
      run.env = run.nextEnv ?? run.env;
      run.nextEnv = undefined;
      run.stoppedBy = undefined;
      run.blocker = emitState(machine, run, 'starting');
      return undefined;
    case 'pre-start':
    case 'post-start':
    case 'pre-stop':
    case 'post-stop':
      return spawn(machine, run, run.state) ? undefined : nextState(run);
    case 'spawned':
      run.mainRunning = spawn(machine, run, 'main');
      return nextState(run);
    case 'running':
      enterRunning(machine, run, old);
      return undefined;
    case 'stopping':
      run.blocker = emitState(machine, run, 'stopping');
      return undefined;
    case 'killed':
      run.mainRunning = false;
      for (const process of machine.live.filter((one) => one.run === run && one.hook === 'main')) end(machine, process);
      return nextState(run);
    case 'waiting':
      emitState(machine, run, 'stopped');
      reachedGoal(machine, run);
      run.gone = true;
      if (run.stopOn !== undefined) resetOperator(run.stopOn);
      machine.current.get(run.job.name)?.delete(run.instance);
      return undefined;
  }
}

function enterRunning(machine: Machine, run: Run, old: State): void {
  run.reachedRunning = true;
  if (old === 'pre-stop') {
    reachedGoal(machine, run);
    return;
  }
  emitState(machine, run, 'started');
  // wait-for-state is content with this, `start TASK` is not.
  for (const process of machine.live)
    if (process.waitsFor === run && process.at !== Number.POSITIVE_INFINITY) resume(machine, process);
  if (!isTask(run.job)) reachedGoal(machine, run);
}

function emitState(machine: Machine, run: Run, name: string): Emission {
  const env = [`JOB=${run.job.name}`, `INSTANCE=${run.instance}`];
  for (const { key, words } of run.job.stanzas)
    if (key === 'export')
      for (const variable of words) {
        const value = lookup(run.env, variable);
        if (value !== undefined && !env.some((one) => one.startsWith(`${variable}=`))) env.push(`${variable}=${value}`);
      }
  if (name === 'stopping' || name === 'stopped') env.push('RESULT=ok');
  const event = emit(machine, { name, env, cause: { kind: 'state', run }, certainty: 'init', proof: [] });
  if (name === 'starting' || name === 'stopping') machine.blockedRuns.set(event, run);
  return event;
}

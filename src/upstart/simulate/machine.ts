/**
 * Upstart's own event queue and job states (init/event.c: event_poll; init/job.c: job_change_state), run over the jobs of a root.
 * What it cannot know is taken at its best: every process starts, does what its text says and succeeds; services keep running.
 * Long, since all of it moves one state: the queue, the runs and their processes.
 */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import type { Hook, JobProcess } from '../processes.ts';
import { type Environment, lookup, setVariables } from './environment.ts';
import { indexListeners } from './listeners.ts';
import { createOperator, handleEvent, isTrue, matchedLeaves, type Operator, resetOperator } from './operator.ts';
import { programOf } from './program.ts';
import {
  type Cause,
  classEnvironment,
  type Emission,
  type InstanceFailure,
  instanceName,
  isTask,
  newRun,
  nextState,
  type Outcome,
  type Process,
  type Run,
  type StartedScript,
  type State,
  type Trigger,
} from './run.ts';
import type { Certainty, ProgramContext, Step } from './steps.ts';

const MAX_EVENTS = 50_000;
const MAX_STARTS = 100;
/** Characters of all environments that events and processes are given. */
const MAX_TEXT = 1 << 26;

export function runMachine(context: ProgramContext): Outcome {
  const { jobs, processes: texts } = context;
  const emissions: Emission[] = [];
  let queue: Emission[] = [];
  const live: Process[] = [];
  const runs: Run[] = [];
  const scripts: StartedScript[] = [];
  const instanceFailures: InstanceFailure[] = [];
  const endless = new Set<string>();
  const current = new Map<string, Map<string, Run>>();
  const runCount = new Map<string, number>();
  /** Who waits for a `starting` or `stopping` event of its own. */
  const blockedRuns = new Map<Emission, Run>();
  const limit = MAX_EVENTS + 20 * jobs.size;
  const startOn = new Map<string, Operator<Emission>>();
  const listenersTo = indexListeners(jobs);
  let text = 0;
  let now = 0;
  let order = 0;

  for (const job of jobs.values())
    if (job.startOn?.on !== undefined) startOn.set(job.name, createOperator(job.startOn.on));

  emit('startup', [], { kind: 'init' }, 'init', []);
  for (;;) {
    while (queue.length > 0 && pollEvents());
    const process = nextProcess();
    if (process === undefined || isSpent()) break;
    now = Math.max(now, process.at);
    advance(process);
  }
  return {
    emissions,
    runs,
    scripts,
    startOn,
    processes: live,
    instanceFailures,
    endless: [...endless],
    brokenOff: isSpent(),
  };

  function isSpent(): boolean {
    return emissions.length > limit || text > MAX_TEXT;
  }

  function spend(env: Environment): void {
    for (const entry of env) text += entry.length + 16;
  }

  function emit(
    name: string,
    env: Environment,
    cause: Cause,
    certainty: Certainty,
    proof: readonly Declaration[],
    after: readonly string[] = [],
  ): Emission {
    const emission: Emission = { name, env, cause, certainty, proof, after, blockers: 0, progress: 'pending' };
    emissions.push(emission);
    spend(env);
    queue.push(emission);
    return emission;
  }

  /** event_poll: one pass; true while anything moved. */
  function pollEvents(): boolean {
    let moved = false;
    for (let at = 0; at < queue.length && !isSpent(); at++) {
      const event = queue[at] as Emission;
      if (event.progress === 'pending') {
        event.progress = 'handling';
        moved = true;
        handlePending(event);
      }
      if (event.progress === 'handling' && event.blockers === 0) {
        event.progress = 'finished';
        moved = true;
        finishEvent(event);
      }
    }
    queue = queue.filter((event) => event.progress !== 'finished');
    return moved;
  }

  /** event_pending_handle_jobs. init goes through its jobs in the order of a hash, here it is by name. */
  function handlePending(event: Emission): void {
    for (const job of listenersTo(event)) {
      for (const run of [...(current.get(job.name)?.values() ?? [])]) stopOnEvent(run, event);
      const operator = startOn.get(job.name);
      if (operator === undefined || !handleEvent(operator, event, []) || !isTrue(operator)) continue;
      startOnEvent(job, operator, event);
    }
  }

  function stopOnEvent(run: Run, event: Emission): void {
    const { stopOn } = run;
    if (stopOn === undefined || !handleEvent(stopOn, event, run.env) || !isTrue(stopOn)) return;
    const matched = matchedLeaves(stopOn);
    const changes = run.goal !== 'stop';
    if (changes) {
      run.stoppedBy = { kind: 'events', matched };
      reachedGoal(run);
    }
    if (run.state !== 'waiting') block(run, matched);
    if (changes) changeGoal(run, 'stop');
    resetOperator(stopOn);
  }

  function startOnEvent(job: Job, operator: Operator<Emission>, event: Emission): void {
    const matched = matchedLeaves(operator);
    for (const { event: one } of matched) spend(one.env);
    const names = matched.map((one) => one.event.name).join(' ');
    const env = setVariables(classEnvironment(job), [
      ...matched.flatMap((one) => one.event.env),
      `UPSTART_EVENTS=${names}`,
    ]);
    const instance = instanceName(job, env);
    if ('name' in instance) {
      const trigger: Trigger = { kind: 'events', matched };
      const run = startRun(job, instance.name, env, trigger);
      if (run !== undefined) {
        block(run, matched);
        changeGoal(run, 'start');
      }
    } else instanceFailures.push({ job, name: instance.unknown, event });
    resetOperator(operator);
  }

  /** The run to be started; undefined where it is on its way already. */
  function startRun(job: Job, instance: string, env: Environment, trigger: Trigger): Run | undefined {
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
    reachedGoal(run);
    return run;
  }

  function block(run: Run, matched: readonly { readonly event: Emission }[]): void {
    for (const { event } of matched) {
      event.blockers++;
      run.blocking.push(event);
    }
  }

  /** job_finished: events and scripts that waited for this job go on. */
  function reachedGoal(run: Run): void {
    for (const event of run.blocking.splice(0)) event.blockers--;
    for (const process of live) if (process.waitsFor === run) resume(process);
  }

  function resume(process: Process): void {
    process.waitsFor = undefined;
    process.at = now;
    process.order = order++;
  }

  function finishEvent(event: Emission): void {
    const run = blockedRuns.get(event);
    if (run?.blocker === event) {
      run.blocker = undefined;
      changeState(run, nextState(run));
    }
    blockedRuns.delete(event);
    for (const process of live) if (process.waitsFor === event) resume(process);
  }

  function changeGoal(run: Run, goal: Run['goal']): void {
    if (run.goal === goal) return;
    run.goal = goal;
    if (goal === 'start' ? run.state === 'waiting' : run.state === 'running') changeState(run, nextState(run));
  }

  /** job_change_state, as far as events are concerned: the states between two processes are left out. */
  function changeState(run: Run, wanted: State): void {
    let state = wanted;
    while (run.state !== state) {
      if (run.blocker !== undefined) return;
      const old = run.state;
      run.state = state;
      switch (state) {
        case 'starting':
          run.env = run.nextEnv ?? run.env;
          run.nextEnv = undefined;
          run.stoppedBy = undefined;
          run.blocker = emitState(run, 'starting');
          break;
        case 'pre-start':
        case 'post-start':
        case 'post-stop':
          if (!spawn(run, state)) state = nextState(run);
          break;
        case 'spawned':
          run.mainRunning = spawn(run, 'main');
          state = nextState(run);
          break;
        case 'running':
          run.reachedRunning = true;
          if (old === 'pre-stop') reachedGoal(run);
          else {
            emitState(run, 'started');
            // wait-for-state is content with this, `start TASK` is not.
            for (const process of live)
              if (process.waitsFor === run && process.at !== Number.POSITIVE_INFINITY) resume(process);
            if (!isTask(run.job)) reachedGoal(run);
          }
          break;
        case 'pre-stop':
          if (!spawn(run, 'pre-stop')) state = nextState(run);
          break;
        case 'stopping':
          run.blocker = emitState(run, 'stopping');
          break;
        case 'killed':
          run.mainRunning = false;
          for (const process of live.filter((one) => one.run === run && one.hook === 'main')) end(process);
          state = nextState(run);
          break;
        case 'waiting':
          emitState(run, 'stopped');
          reachedGoal(run);
          run.gone = true;
          if (run.stopOn !== undefined) resetOperator(run.stopOn);
          current.get(run.job.name)?.delete(run.instance);
          return;
      }
    }
  }

  function emitState(run: Run, name: string): Emission {
    const env = [`JOB=${run.job.name}`, `INSTANCE=${run.instance}`];
    for (const { key, words } of run.job.stanzas)
      if (key === 'export')
        for (const variable of words) {
          const value = lookup(run.env, variable);
          if (value !== undefined && !env.some((one) => one.startsWith(`${variable}=`)))
            env.push(`${variable}=${value}`);
        }
    if (name === 'stopping' || name === 'stopped') env.push('RESULT=ok');
    const event = emit(name, env, { kind: 'state', run }, 'init', []);
    if (name === 'starting' || name === 'stopping') blockedRuns.set(event, run);
    return event;
  }

  function spawn(run: Run, hook: Hook): boolean {
    const process = texts.get(run.job.name)?.get(hook);
    if (process === undefined) return false;
    spend(run.env);
    const env = setVariables(run.env, [`UPSTART_JOB=${run.job.name}`, `UPSTART_INSTANCE=${run.instance}`]);
    live.push({
      run,
      hook,
      steps: programOf(run.job, process as JobProcess, env, context),
      next: 0,
      at: now,
      order: order++,
      waitsFor: undefined,
    });
    return true;
  }

  function nextProcess(): Process | undefined {
    let best: Process | undefined;
    for (const process of live) {
      // Only a wait that gives up after a while has a time of its own.
      if (process.waitsFor !== undefined && process.at === Number.POSITIVE_INFINITY) continue;
      if (best === undefined || process.at < best.at || (process.at === best.at && process.order < best.order))
        best = process;
    }
    return best;
  }

  function end(process: Process): void {
    const at = live.indexOf(process);
    if (at !== -1) live.splice(at, 1);
  }

  /** One step of a process; at the end of the text it ends, unless it is a service's. */
  function advance(process: Process): void {
    process.waitsFor = undefined;
    const step = process.steps[process.next++];
    process.order = order++;
    if (step !== undefined) perform(process, step);
    else {
      end(process);
      ended(process);
    }
  }

  function ended({ run, hook }: Process): void {
    if (hook === 'main') {
      // A service is one because it stays.
      if (!isTask(run.job) || !run.mainRunning) return;
      run.mainRunning = false;
      changeGoal(run, 'stop');
      return;
    }
    if (run.state === hook) changeState(run, nextState(run));
  }

  function wait(process: Process, subject: Emission | Run, until: number = Number.POSITIVE_INFINITY): void {
    process.waitsFor = subject;
    process.at = until;
  }

  function perform(process: Process, step: Step): void {
    const { run, hook } = process;
    switch (step.do) {
      case 'emit': {
        const event = emit(
          step.event,
          step.env,
          { kind: 'process', run, hook },
          step.certainty,
          step.proof,
          step.after,
        );
        if (step.wait) wait(process, event);
        return;
      }
      case 'start': {
        const started = startByScript(process, step.job, step.env, step.wait, step.proof);
        if (started !== undefined && step.wait && !started.gone && !atRest(started)) wait(process, started);
        return;
      }
      case 'stop':
        for (const other of [...(current.get(step.job)?.values() ?? [])]) {
          if (other.goal === 'stop') continue;
          other.stoppedBy = { kind: 'script', run, hook, waits: step.wait, proof: step.proof };
          reachedGoal(other);
          changeGoal(other, 'stop');
          if (step.wait && !other.gone) wait(process, other);
        }
        return;
      case 'wait-for': {
        const started = jobs.has(step.job) ? startByScript(process, step.job, [], true, step.proof) : undefined;
        const other = started ?? [...(current.get(step.job)?.values() ?? [])][0];
        if (other !== undefined && !atRest(other) && !other.gone) wait(process, other, now + step.timeout);
        return;
      }
      case 'sleep':
        process.at = now + step.seconds;
        return;
      case 'script':
        scripts.push({ step, run, after: emissions.length });
        return;
    }
  }

  function atRest(run: Run): boolean {
    return run.state === 'running' && !isTask(run.job);
  }

  function startByScript(
    process: Process,
    name: string,
    variables: Environment,
    waits: boolean,
    proof: readonly Declaration[],
  ): Run | undefined {
    const job = jobs.get(name);
    if (job === undefined) return undefined;
    const env = setVariables(classEnvironment(job), variables);
    const instance = instanceName(job, env);
    if (!('name' in instance)) return undefined;
    const run = startRun(job, instance.name, env, {
      kind: 'script',
      run: process.run,
      hook: process.hook,
      waits,
      proof,
    });
    if (run !== undefined) changeGoal(run, 'start');
    return run;
  }
}

/** One instance of a job on its way through Upstart's states (init/job.h), and the events of the boot. */
import type { Declaration } from '../../graph/model.ts';
import type { EventMatch } from '../expression.ts';
import type { Job } from '../job-files.ts';
import type { Hook } from '../processes.ts';
import { type Environment, expand, setVariables } from './environment.ts';
import { createOperator, type Operator } from './operator.ts';
import type { Certainty, Step } from './steps.ts';

/** Who emitted an event. */
export type Cause =
  | { readonly kind: 'init' }
  /** A change of this run's state: `starting`, `started`, `stopping`, `stopped`. */
  | { readonly kind: 'state'; readonly run: Run }
  /** Something that a process of this run did. */
  | { readonly kind: 'process'; readonly run: Run; readonly hook: Hook };

export interface Emission {
  readonly name: string;
  readonly env: Environment;
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly proof: readonly Declaration[];
  /** Events that its emitter is bound to emit before it. */
  readonly after: readonly string[];
  /** Matched leaves, and jobs on their way, that keep it from finishing. */
  blockers: number;
  progress: 'pending' | 'handling' | 'finished';
}

export type State =
  | 'waiting'
  | 'starting'
  | 'pre-start'
  | 'spawned'
  | 'post-start'
  | 'running'
  | 'pre-stop'
  | 'stopping'
  | 'killed'
  | 'post-stop';

/** Why a run of a job began. */
export type Trigger =
  | { readonly kind: 'events'; readonly matched: readonly { readonly leaf: EventMatch; readonly event: Emission }[] }
  | {
      readonly kind: 'script';
      readonly run: Run;
      readonly hook: Hook;
      readonly waits: boolean;
      readonly proof: readonly Declaration[];
    };

/** One instance of a job, from its start to its stop. */
export interface Run {
  readonly job: Job;
  readonly instance: string;
  readonly triggers: Trigger[];
  goal: 'start' | 'stop';
  state: State;
  env: Environment;
  nextEnv: Environment | undefined;
  /** The `starting` or `stopping` event that it waits for. */
  blocker: Emission | undefined;
  /** Events that wait for it to reach its goal. */
  blocking: Emission[];
  readonly stopOn: Operator<Emission> | undefined;
  /** What stopped it, where something did. */
  stoppedBy: Trigger | undefined;
  mainRunning: boolean;
  reachedRunning: boolean;
  gone: boolean;
}

export interface Process {
  readonly run: Run;
  readonly hook: Hook;
  readonly steps: readonly Step[];
  next: number;
  at: number;
  order: number;
  waitsFor: Emission | Run | undefined;
  /** All that its text runs is over soon by its nature. */
  readonly ends: boolean;
}

/** A `start JOB` that stands in a branch: whether it is taken, no file tells. */
export interface BranchStart {
  readonly job: string;
  readonly run: Run;
  readonly proof: readonly Declaration[];
}

export interface StartedScript {
  readonly step: Extract<Step, { readonly do: 'script' }>;
  readonly run: Run;
  /** How many events had been emitted before. */
  readonly after: number;
}

export interface InstanceFailure {
  readonly job: Job;
  readonly name: string;
  /** Other jobs that the same event would have reached: init passes over those that come later in its own order. */
  readonly event: Emission;
}

export interface Outcome {
  readonly emissions: readonly Emission[];
  readonly runs: readonly Run[];
  readonly scripts: readonly StartedScript[];
  readonly startOn: ReadonlyMap<string, Operator<Emission>>;
  readonly processes: readonly Process[];
  readonly instanceFailures: readonly InstanceFailure[];
  readonly branchStarts: readonly BranchStart[];
  /** Jobs that were started so often that they start each other for ever. */
  readonly endless: readonly string[];
  /** More happened than is followed. */
  readonly brokenOff: boolean;
}

/** What init gives every job (init/job_class.c: job_class_environment). */
const DEFAULT_ENV: Environment = ['PATH=/usr/local/sbin:/usr/local/bin:/usr/bin:/usr/sbin:/sbin:/bin', 'TERM=linux'];

/** The environment that a job starts with, before its event's: `env` without a value takes init's own, which has none. */
export function classEnvironment(job: Job): Environment {
  return job.stanzas
    .filter(({ key }) => key === 'env')
    .reduce<Environment>((env, { value }) => setVariables(env, [value]), DEFAULT_ENV);
}

export function newRun(job: Job, instance: string): Run {
  return {
    job,
    instance,
    triggers: [],
    goal: 'stop',
    state: 'waiting',
    env: [],
    nextEnv: undefined,
    blocker: undefined,
    blocking: [],
    stopOn: job.stopOn?.on === undefined ? undefined : createOperator(job.stopOn.on),
    stoppedBy: undefined,
    mainRunning: false,
    reachedRunning: false,
    gone: false,
  };
}

export function isTask(job: Job): boolean {
  return job.stanzas.some(({ key }) => key === 'task');
}

/** The `instance` line expanded: part of the job's identity. */
export function instanceName(job: Job, env: Environment): { readonly name: string } | { readonly unknown: string } {
  const stanza = job.stanzas.findLast(({ key }) => key === 'instance');
  if (stanza === undefined) return { name: '' };
  const name = expand(stanza.value, env);
  if ('value' in name) return { name: name.value };
  return { unknown: name.error === 'unknown-parameter' ? name.name : stanza.value };
}

/** job_next_state without the states that only spawn. */
export function nextState({ state, goal, mainRunning }: Run): State {
  const up: Partial<Record<State, State>> = {
    waiting: 'starting',
    starting: 'pre-start',
    'pre-start': 'spawned',
    spawned: 'post-start',
    'post-start': 'running',
    'pre-stop': 'running',
    'post-stop': 'starting',
  };
  const rising = goal === 'start' ? up[state] : undefined;
  if (rising !== undefined) return rising;
  if (state === 'running') return goal === 'stop' && mainRunning ? 'pre-stop' : 'stopping';
  if (state === 'stopping') return 'killed';
  if (state === 'killed') return 'post-stop';
  return state === 'post-stop' ? 'waiting' : 'stopping';
}

/** The boot of a root under Upstart: which jobs start, by which events, in which order; which never do, and what they wait for. */
import type { Declaration } from '../../graph/model.ts';
import { type EventMatch, printExpression } from '../expression.ts';
import { JOB_EVENTS } from '../job-events.ts';
import type { Job } from '../job-files.ts';
import { jobProcesses } from '../processes.ts';
import { type Blockage, findBlockages } from './blockages.ts';
import type { BootFacts, RcScript } from './facts.ts';
import { guardOf, guardProof, isGuarded } from './guard.ts';
import { OTHER_INTERLEAVINGS } from './interleavings.ts';
import { runMachine } from './machine.ts';
import { IN_LINE, type Interleaving } from './machine-record.ts';
import { absentEvents, findMissing, type Missing, type MissingReason } from './missing.ts';
import { type Emission, isTask, type Outcome, type Run, type Trigger } from './run.ts';
import type { Certainty, ProgramContext } from './steps.ts';

/** An event of the boot, with who emitted it. */
export interface BootEvent {
  /** `runlevel` */
  readonly name: string;
  /** `RUNLEVEL=2`, in the emitter's order. */
  readonly env: readonly string[];
  /** `upstart:rc-sysinit`; null: init itself. */
  readonly by: string | null;
  /** `state`: of the job in `by`, which changed its state. */
  readonly how: 'init' | 'state' | 'process';
  readonly certainty: Certainty;
  /** Names of events that its emitter is bound to emit before it. */
  readonly after: readonly string[];
  readonly declared: readonly Declaration[];
}

/** Why a job started: events that its condition matched, or a script that asked for it. */
export type StartReason =
  | {
      readonly kind: 'events';
      readonly matched: readonly { readonly event: BootEvent; readonly declared: Declaration }[];
    }
  | {
      readonly kind: 'script';
      readonly by: string;
      /** The script of `by` goes on only when the job is there. */
      readonly waits: boolean;
      readonly hook: string;
      readonly declared: readonly Declaration[];
    };

export interface JobStart {
  readonly instance: string;
  readonly reasons: readonly StartReason[];
  /** Where it stands when nothing more happens. `blocked`: it waits for something that does not come. */
  readonly end: 'running' | 'finished' | 'stopped' | 'blocked';
  /** What stopped it during the boot. */
  readonly stoppedBy: StartReason | undefined;
}

/** Why a job does not start. */
export type NotStarted =
  | { readonly code: 'manual'; readonly declared: Declaration }
  | { readonly code: 'no-start-on' }
  /** An override that could not be read took the condition away. */
  | { readonly code: 'lost-start-on'; readonly message: string; readonly declared: Declaration }
  | { readonly code: 'instance'; readonly variable: string; readonly declared: Declaration }
  | { readonly code: 'endless' }
  /** Its own pre-start stops it before its main process is run. */
  | { readonly code: 'guard'; readonly how: 'stop' | 'exit'; readonly declared: Declaration }
  /** A script starts it in one of its branches. */
  | { readonly code: 'branch'; readonly by: string; readonly declared: Declaration }
  | {
      readonly code: 'waits';
      /** The whole condition, as Upstart groups it. */
      readonly condition: string;
      /** Events that have come and are held. */
      readonly came: readonly string[];
      readonly missing: readonly Missing[];
    };

export interface JobOutcome {
  readonly job: Job;
  readonly starts: readonly JobStart[];
  /** Present where `starts` is empty. */
  readonly notStarted: NotStarted | undefined;
}

export interface RcRun {
  /** `sysv:nova-api` */
  readonly id: string;
  /** The job that ran it. */
  readonly by: string;
  readonly level: string;
  /** `guard`: it asks init_is_upstart and leaves; `hook`: a hook of the LSB functions does; `upstart-job`: a link to the job. */
  readonly effect: 'runs' | 'guard' | 'hook' | 'upstart-job' | 'not-executable';
  /** Line of the guard, or of the hook. */
  readonly line: number | undefined;
  readonly file: string | undefined;
  /** How many events had been emitted before it ran. */
  readonly after: number;
  readonly declared: readonly Declaration[];
}

export interface UpstartBoot extends Pick<BootFacts, 'serviceTool' | 'readsOverrides' | 'guards'> {
  readonly runlevel: { readonly level: string; readonly declared: readonly Declaration[] } | undefined;
  /** In order. */
  readonly events: readonly BootEvent[];
  /** By job name. */
  readonly jobs: ReadonlyMap<string, JobOutcome>;
  /** Init scripts, in the order in which rc runs them. */
  readonly scripts: readonly RcRun[];
  /** Events that jobs name and that do not come. */
  readonly absent: ReadonlyMap<string, MissingReason>;
  /** Who waits for whom without end. */
  readonly blockages: readonly Blockage[];
  /** Jobs that start each other again and again. */
  readonly endless: readonly string[];
  /** Not followed to its end: jobs whose values became too long, and the events of a boot that was broken off. */
  readonly cut: { readonly tooLong: readonly string[]; readonly events: number | undefined };
  /** Jobs whose `instance` has no value when its event comes: init then passes over other jobs of that event. */
  readonly instanceFailures: readonly { readonly job: string; readonly variable: string; readonly event: string }[];
}

/**
 * Runs Upstart's event queue from `startup` until nothing moves (init/event.c, event_operator.c, job.c of 1.13; mountall.c; bridges).
 */
export function planUpstartBoot(
  jobs: ReadonlyMap<string, Job>,
  facts: BootFacts,
  interleaving: Interleaving = IN_LINE,
): UpstartBoot {
  const context = contextOf(jobs, facts);
  const outcome = runMachine(context, interleaving);
  const events = new Map(outcome.emissions.map((emission) => [emission, bootEvent(emission)]));
  const runs = new Map<string, Run[]>();
  for (const run of outcome.runs)
    if (!isGuarded(run, facts)) runs.set(run.job.name, [...(runs.get(run.job.name) ?? []), run]);
  const startsOf = (job: Job): JobStart[] =>
    (runs.get(job.name) ?? []).map((run) => ({
      instance: run.instance,
      reasons: run.triggers.map((trigger) => reasonOf(job, 'start', trigger, events)),
      end: endOf(run, outcome),
      stoppedBy: run.stoppedBy === undefined ? undefined : reasonOf(job, 'stop', run.stoppedBy, events),
    }));
  return {
    guards: facts.guards,
    serviceTool: facts.serviceTool,
    readsOverrides: facts.readsOverrides,
    runlevel: context.runlevel && { level: context.runlevel.level, declared: context.runlevel.proof },
    events: [...events.values()],
    jobs: new Map(
      [...jobs].map(([name, job]) => {
        const starts = startsOf(job);
        const notStarted = starts.length > 0 ? undefined : whyNot(job, outcome, context);
        return [name, { job, starts, notStarted }];
      }),
    ),
    scripts: outcome.scripts.map(({ step, run, after }) => ({
      id: `sysv:${step.name}`,
      by: `upstart:${run.job.name}`,
      level: step.level,
      effect: effectOf(step.script),
      line: step.script?.hook?.line ?? step.script?.guard,
      file: step.script?.hook?.file ?? step.script?.file,
      after,
      declared: step.proof,
    })),
    absent: absentEvents(outcome, context),
    blockages: findBlockages(outcome, context),
    endless: [...outcome.endless].sort(),
    cut: {
      tooLong: [...context.tooLong].sort(),
      events: outcome.brokenOff ? outcome.emissions.length : undefined,
    },
    instanceFailures: outcome.instanceFailures.map(({ job, name, event }) => ({
      job: job.name,
      variable: name,
      event: event.name,
    })),
  };
}

/** A root with more jobs or events than any real one is played once. */
const MANY_JOBS = 400;
const MANY_EVENTS = 4000;

/** The same boot with other things first, to see what of it is chance. */
export function planOtherOrders(
  jobs: ReadonlyMap<string, Job>,
  facts: BootFacts,
  { events, endless, cut }: UpstartBoot,
): readonly UpstartBoot[] {
  const large = jobs.size > MANY_JOBS || events.length > MANY_EVENTS;
  return large || endless.length > 0 || cut.events !== undefined || cut.tooLong.length > 0
    ? []
    : OTHER_INTERLEAVINGS.map((interleaving) => planUpstartBoot(jobs, facts, interleaving));
}

function contextOf(jobs: ReadonlyMap<string, Job>, facts: BootFacts): ProgramContext {
  const processes = new Map([...jobs].map(([name, job]) => [name, jobProcesses(job)]));
  let bridge: ProgramContext['bridge'];
  let triggered = false;
  for (const [name, of] of processes)
    for (const { actions } of of.values())
      for (const action of actions) {
        if (action.kind !== 'run') continue;
        if (/(^|\/)upstart-udev-bridge$/.test(action.program))
          bridge ??= { job: jobs.get(name) as Job, line: action.line };
        triggered ||= /(^|\/)udevadm$/.test(action.program) && action.args[0] === 'trigger';
      }
  return { facts, jobs, processes, bridge, triggered, up: new Set(), tooLong: new Set(), runlevel: undefined };
}

function effectOf(script: RcScript | undefined): RcRun['effect'] {
  if (script === undefined) return 'runs';
  if (script.upstartJob) return 'upstart-job';
  if (!script.executable) return 'not-executable';
  if (script.hook !== undefined) return 'hook';
  return script.guard === undefined ? 'runs' : 'guard';
}

function bootEvent({ name, env, cause, certainty, after, proof }: Emission): BootEvent {
  const by =
    cause.kind === 'init'
      ? null
      : (proof.find((one) => one.by.startsWith('sysv:'))?.by ?? `upstart:${cause.run.job.name}`);
  // What rc emits for a script stands for the script's own state.
  const how = cause.kind === 'process' && JOB_EVENTS.has(name) ? 'state' : cause.kind;
  return { name, env, by, how, certainty, after, declared: proof };
}

function reasonOf(
  job: Job,
  on: 'start' | 'stop',
  trigger: Trigger,
  events: ReadonlyMap<Emission, BootEvent>,
): StartReason {
  if (trigger.kind === 'script') {
    const { run, waits, hook, proof } = trigger;
    return { kind: 'script', by: `upstart:${run.job.name}`, waits, hook, declared: proof };
  }
  return {
    kind: 'events',
    matched: trigger.matched.map(({ leaf, event }) => ({
      event: events.get(event) as BootEvent,
      declared: leafProof(job, on, leaf),
    })),
  };
}

export function leafProof(job: Job, on: 'start' | 'stop', leaf: EventMatch): Declaration {
  const stanza = on === 'start' ? job.startOn : job.stopOn;
  return {
    by: `upstart:${job.name}`,
    origin: 'job-file',
    how: 'line',
    file: stanza?.file ?? job.file,
    line: leaf.line,
    key: `${on} on`,
    as: [leaf.name, ...leaf.args].join(' '),
  };
}

function endOf(run: Run, { processes }: Outcome): JobStart['end'] {
  if (run.gone) return isTask(run.job) && run.stoppedBy === undefined ? 'finished' : 'stopped';
  const waits = processes.some((process) => process.run === run && process.waitsFor !== undefined);
  return run.state === 'running' && !waits ? 'running' : 'blocked';
}

function whyNot(job: Job, outcome: Outcome, context: ProgramContext): NotStarted {
  const by = `upstart:${job.name}`;
  const guard = guardOf(job, outcome, context.facts);
  if (guard !== undefined) return { code: 'guard', how: guard.how, declared: guardProof(job, guard) };
  if (job.manual !== undefined) {
    const { file, line } = job.manual;
    return { code: 'manual', declared: { by, origin: 'job-file', how: 'line', file, line, key: 'manual' } };
  }
  if (job.lostStartOn !== undefined) {
    const { file, line, message } = job.lostStartOn;
    const declared: Declaration = { by, origin: 'job-file', how: 'line', file, line, key: 'start on' };
    return { code: 'lost-start-on', message, declared };
  }
  const failure = outcome.instanceFailures.find((one) => one.job === job);
  if (failure !== undefined) {
    const stanza = job.stanzas.findLast(({ key }) => key === 'instance');
    const { file = job.file, line = 1 } = stanza ?? {};
    return {
      code: 'instance',
      variable: failure.name,
      declared: { by, origin: 'job-file', how: 'line', file, line, key: 'instance' },
    };
  }
  const operator = outcome.startOn.get(job.name);
  const branch = outcome.branchStarts.find((one) => one.job === job.name);
  const [declared] = branch?.proof ?? [];
  if (branch !== undefined && declared !== undefined)
    return { code: 'branch', by: `upstart:${branch.run.job.name}`, declared };
  if (job.startOn?.on === undefined || operator === undefined) return { code: 'no-start-on' };
  if (outcome.endless.includes(job.name)) return { code: 'endless' };
  const { came, missing } = findMissing(job, operator, outcome, context);
  return { code: 'waits', condition: printExpression(job.startOn.on), came, missing };
}

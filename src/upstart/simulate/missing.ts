/** What a job that never starts is waiting for, event by event, and why each does not come. */
import { matchesPattern } from '../../words/pattern.ts';
import { type EventMatch, eventsOf } from '../expression.ts';
import { jobOf } from '../job-events.ts';
import type { Job } from '../job-files.ts';
import { expand } from './environment.ts';
import { argumentMatches, heldLeaves, missingLeaves, type Operator, splitArgument } from './operator.ts';
import { type Emission, isTask, type Outcome, type Run } from './run.ts';
import type { ProgramContext } from './steps.ts';
import { type EventOccasion, knownEvent } from './vocabulary.ts';

/** One event that has not come. */
export interface Missing {
  /** `started neutron-ovs-cleanup`, as Upstart prints it. */
  readonly event: string;
  readonly file: string;
  readonly line: number;
  readonly reason: MissingReason;
}

export type MissingReason =
  /** No job declares it, no script emits it, and no part of the system is known to. */
  | { readonly code: 'nobody-emits'; readonly when?: string }
  | { readonly code: 'outside'; readonly occasion: EventOccasion; readonly when: string }
  | { readonly code: 'emitter-not-started'; readonly emitters: readonly string[] }
  | { readonly code: 'emitter-blocked'; readonly emitters: readonly string[] }
  /** It came, but with other arguments. */
  | { readonly code: 'arguments'; readonly seen: readonly string[] }
  /** `$VAR` has no value in a `start on`. */
  | { readonly code: 'variable'; readonly variable: string }
  | { readonly code: 'unknown-job'; readonly job: string }
  | { readonly code: 'job-not-started'; readonly job: string }
  /** `stopped X` where X keeps running, `stopping X` likewise. */
  | { readonly code: 'job-keeps-running'; readonly job: string }
  | { readonly code: 'job-blocked'; readonly job: string };

export function findMissing(
  job: Job,
  operator: Operator<Emission>,
  outcome: Outcome,
  context: ProgramContext,
): { readonly came: readonly string[]; readonly missing: readonly Missing[] } {
  const file = job.startOn?.file ?? job.file;
  return {
    came: heldLeaves(operator).map(({ leaf }) => textOf(leaf)),
    missing: missingLeaves(operator).map((leaf) => ({
      event: textOf(leaf),
      file,
      line: leaf.line,
      reason: reasonFor(leaf, outcome, context),
    })),
  };
}

/** Events that conditions or `emits` lines name, and that do not come: why not, by name. */
export function absentEvents(outcome: Outcome, context: ProgramContext): ReadonlyMap<string, MissingReason> {
  const came = new Set(outcome.emissions.map(({ name }) => name));
  const named = new Set<string>();
  for (const { startOn, stopOn, stanzas } of context.jobs.values()) {
    for (const on of [startOn?.on, stopOn?.on])
      for (const leaf of on === undefined ? [] : eventsOf(on)) named.add(leaf.name);
    for (const { key, words } of stanzas) if (key === 'emits') for (const word of words) named.add(word);
  }
  const absent = [...named].filter((name) => !came.has(name));
  return new Map(absent.map((name) => [name, reasonFor({ kind: 'event', name, args: [], line: 0 }, outcome, context)]));
}

export function textOf(leaf: EventMatch): string {
  return [leaf.name, ...leaf.args].join(' ');
}

function reasonFor(leaf: EventMatch, outcome: Outcome, context: ProgramContext): MissingReason {
  for (const arg of leaf.args) {
    const value = expand(splitArgument(arg).pattern, []);
    if ('error' in value) return { code: 'variable', variable: value.error === 'unknown-parameter' ? value.name : arg };
  }
  const named = jobOf(leaf);
  if (named !== undefined) return jobReason(leaf.name, named, outcome, context) ?? seenOf(leaf, outcome);
  if (outcome.emissions.some(({ name }) => name === leaf.name)) return seenOf(leaf, outcome);
  const emitters = emittersOf(leaf.name, context);
  const blocked = emitters.filter((name) => outcome.runs.some((run) => run.job.name === name));
  const known = knownEvent(leaf.name);
  if (known !== undefined && known.occasion !== 'boot') return { code: 'outside', ...known };
  if (blocked.length > 0) return { code: 'emitter-blocked', emitters: blocked };
  if (emitters.length > 0) return { code: 'emitter-not-started', emitters };
  return known === undefined ? { code: 'nobody-emits' } : { code: 'nobody-emits', when: known.when };
}

function jobReason(event: string, job: string, outcome: Outcome, context: ProgramContext): MissingReason | undefined {
  if (!context.jobs.has(job)) {
    // Red Hat's rc emits the events of a job for each script.
    if (outcome.emissions.some(({ name, env }) => name === event && env.includes(`JOB=${job}`))) return undefined;
    const script = [...context.facts.rcScripts.values()].flat().some(({ name }) => name === job);
    return script && context.facts.rcEvents.has(event)
      ? { code: 'job-not-started', job }
      : { code: 'unknown-job', job };
  }
  const runs = outcome.runs.filter((run) => run.job.name === job);
  if (runs.length === 0) return { code: 'job-not-started', job };
  if (event === 'starting' || runs.some((run) => emitted(event, run))) return undefined;
  // Its pre-start stopped it.
  if (event === 'started' && runs.every((run) => run.gone && !run.reachedRunning))
    return { code: 'job-not-started', job };
  return runs.some(isStuck) ? { code: 'job-blocked', job } : { code: 'job-keeps-running', job };
}

function emitted(event: string, run: Run): boolean {
  if (event === 'started') return run.reachedRunning;
  return run.gone || (event === 'stopping' && run.state === 'stopping');
}

function isStuck(run: Run): boolean {
  return !run.gone && (run.state !== 'running' || (isTask(run.job) && run.mainRunning));
}

const SEEN = 5;

/** The event came, or its job's did: which arguments it had where the ones asked for did not match. */
function seenOf(leaf: EventMatch, outcome: Outcome): MissingReason {
  const all = outcome.emissions.filter(({ name }) => name === leaf.name);
  const near = all.filter((event) => leaf.args[0] === undefined || argumentMatches(leaf.args[0], 0, event, []));
  const seen = [...new Set((near.length > 0 ? near : all).map(({ name, env }) => [name, ...env].join(' ')))];
  return { code: 'arguments', seen: seen.slice(0, SEEN) };
}

/** Jobs that declare the event, by name or pattern, or whose text emits it. */
export function emittersOf(event: string, context: ProgramContext): string[] {
  const found: string[] = [];
  for (const [name, job] of context.jobs) {
    const declares = job.stanzas.some(
      ({ key, words }) => key === 'emits' && words.some((word) => matchesPattern(event, word)),
    );
    const says = [...(context.processes.get(name)?.values() ?? [])].some(({ actions }) =>
      actions.some(
        (action) =>
          (action.kind === 'emit' && action.event === event) || (action.kind === 'runlevel' && event === 'runlevel'),
      ),
    );
    if (declares || says) found.push(name);
  }
  return found;
}

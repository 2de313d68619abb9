/**
 * What requirements that fail half-way leave to chance, played through on the few units that it can touch: a boot of thousands of
 * units has a handful of jobs that may give up, and all others have the same job whatever the order.
 */
import { stronglyConnected } from '../scc.ts';
import type { Chance } from './chance.ts';
import { FIXED } from './chance.ts';
import type { Compiled } from './compile.ts';
import { newJobTable } from './jobs.ts';
import { loadedFrom } from './loaded-units.ts';
import { pullIn, refusal, type Step, stepsOf } from './pull-in.ts';
import type { JobType } from './rules.ts';

/** A job that some order may pull in, and what it pulls in itself. */
interface Reachable {
  readonly unit: number;
  readonly type: JobType;
  readonly steps: readonly Step[];
}

/** By unit and type as one number (keyOf). */
type Jobs = ReadonlyMap<number, Reachable>;

export interface HalfWay {
  /** Units whose job may be another at another boot, by number. All others have the same one in each. */
  readonly units: readonly number[];
  /** The types of the jobs that each of `units` has in one boot; one without a job is not in it. */
  play(chance: Chance): ReadonlyMap<number, readonly JobType[]>;
}

/**
 * Sound only where nothing but a failed requirement is left to chance: none of the jobs that any order may pull in contradicts another,
 * no order of theirs is cyclic, and nothing is collected or was queued before. Isolating collects nothing.
 * @param anchor of a transaction that isolates, and meets no job that is queued already
 * @returns undefined where that does not hold, or the anchor itself may fail: then whole boots are to be drawn
 */
export function halfWay(compiled: Compiled, anchor: number): HalfWay | undefined {
  const jobs = reachable(compiled, anchor, loadedFrom(compiled, anchor));
  if (contradicts(compiled, jobs) || ordersInCircle(compiled, jobs)) return undefined;
  const givesUp = leadingTo(jobs, (step) => step.pull.onError === 'fail', failing(compiled, jobs));
  const first = keyOf(anchor, 'start');
  if (givesUp.has(first)) return undefined;
  // All that a job pulls in which cannot give up, and so on: there in every order.
  const sure = within(jobs, first, givesUp);
  const touched = leadingTo(jobs, () => true, givesUp);
  const mask = new Uint8Array(compiled.ids.length);
  const units = new Set<number>();
  for (const [key, { unit, steps }] of jobs) {
    if (sure.has(key) && !touched.has(key)) continue;
    mask[unit] = 1;
    if (!sure.has(key)) units.add(unit);
    // Where a requirement fails, it is met, too.
    for (const step of steps) if (!jobs.has(keyOf(step.unit, step.pull.job))) mask[step.unit] = 1;
  }
  const always = new Map<number, JobType[]>();
  for (const key of sure) {
    const { unit, type } = jobs.get(key) as Reachable;
    if (units.has(unit)) always.set(unit, [...(always.get(unit) ?? []), type]);
  }
  return {
    units: [...units].filter((unit) => !isThere(compiled, unit)),
    play(chance) {
      const table = newJobTable(compiled.ids.length);
      pullIn(compiled, table, anchor, chance, mask);
      const types = new Map<number, readonly JobType[]>();
      for (const unit of units) {
        const met = [...(always.get(unit) ?? []), ...(table.byUnit[unit] ?? []).map(({ type }) => type)];
        if (met.length > 0) types.set(unit, met);
      }
      return types;
    },
  };
}

const JOB_NUMBER: Readonly<Record<JobType, number>> = { start: 0, 'verify-active': 1, stop: 2, restart: 3, nop: 4 };

function keyOf(unit: number, type: JobType): number {
  return unit * 8 + JOB_NUMBER[type];
}

/** Every job that is pulled in where nothing gives up. */
function reachable(compiled: Compiled, anchor: number, loaded: Uint8Array): Jobs {
  const jobs = new Map<number, Reachable>();
  const open: { unit: number; type: JobType }[] = [{ unit: anchor, type: 'start' }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { unit, type } = next;
    const key = keyOf(unit, type);
    if (jobs.has(key) || refusal(compiled, unit, type) !== undefined) continue;
    const steps = stepsOf(compiled, loaded, unit, type, FIXED);
    jobs.set(key, { unit, type, steps });
    for (const step of steps) open.push({ unit: step.unit, type: step.pull.job });
  }
  return jobs;
}

/** Whether two jobs of a unit may not go together, or a stop would stop something: then it is settled which of them stays. */
function contradicts(compiled: Compiled, jobs: Jobs): boolean {
  for (const { unit, type } of jobs.values()) {
    if (type !== 'stop') continue;
    if (isThere(compiled, unit) || jobs.has(keyOf(unit, 'start')) || jobs.has(keyOf(unit, 'verify-active')))
      return true;
  }
  return false;
}

/** Started before all jobs: a start of it is dropped. */
function isThere(compiled: Compiled, unit: number): boolean {
  return compiled.nodes[unit]?.facts.activeAtBoot === true;
}

function ordersInCircle(compiled: Compiled, jobs: Jobs): boolean {
  const starts = new Set<number>();
  for (const { unit, type } of jobs.values()) if (type !== 'stop') starts.add(unit);
  return stronglyConnected(compiled.forward.After, (unit) => starts.has(unit)).cyclic.includes(1);
}

/** Jobs that require what cannot take a job. */
function failing(compiled: Compiled, jobs: Jobs): ReadonlySet<number> {
  const found = new Set<number>();
  for (const [key, { steps }] of jobs)
    for (const { unit, pull } of steps) {
      const reason = pull.onError === 'fail' ? refusal(compiled, unit, pull.job) : undefined;
      if (reason !== undefined && reason !== 'not-applicable') found.add(key);
    }
  return found;
}

/** The jobs of `to`, and those that lead to them along steps of this kind. */
function leadingTo(jobs: Jobs, goes: (step: Step) => boolean, to: ReadonlySet<number>): ReadonlySet<number> {
  const back = new Map<number, number[]>();
  for (const [key, { steps }] of jobs)
    for (const step of steps) {
      if (!goes(step)) continue;
      const other = keyOf(step.unit, step.pull.job);
      const known = back.get(other);
      if (known === undefined) back.set(other, [key]);
      else known.push(key);
    }
  const found = new Set(to);
  for (const key of found) for (const other of back.get(key) ?? []) found.add(other);
  return found;
}

/** What `first` pulls in by way of jobs that are not of `without`. */
function within(jobs: Jobs, first: number, without: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set([first]);
  for (const key of found)
    for (const step of jobs.get(key)?.steps ?? []) {
      const other = keyOf(step.unit, step.pull.job);
      if (jobs.has(other) && !without.has(other)) found.add(other);
    }
  return found;
}

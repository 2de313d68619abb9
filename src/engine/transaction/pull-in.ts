/** The first half of a transaction: the anchor's job and everything it pulls in (transaction_add_job_and_dependencies). */
import type { LoadState } from '../../graph/model.ts';
import type { Chance } from './chance.ts';
import type { Compiled } from './compile.ts';
import { addLink, deleteJob, findOrAddJob, type Job, type JobTable } from './jobs.ts';
import { loadedFrom } from './loaded-units.ts';
import { type JobType, type Pull, pullsOf } from './rules.ts';

/** Why a unit cannot take a job: its load state, or `not-applicable` (a perpetual unit cannot be stopped). */
export type Refusal = Exclude<LoadState, 'loaded'> | 'not-applicable';

export interface Refused {
  readonly unit: number;
  readonly job: JobType;
  readonly reason: Refusal;
  readonly edge: number;
}

/** A job that gave up half-way through its dependencies because a requirement could not be pulled in. */
export interface Aborted {
  readonly job: Job;
  /** The requirement that failed at once, and the edge to it. */
  readonly requirement: number;
  readonly edge: number;
  /** The unit at the bottom of it. */
  readonly root: Refused;
}

export interface PulledIn {
  readonly refused: readonly Refused[];
  readonly aborted: readonly Aborted[];
  /** Set where the anchor itself failed: no transaction. */
  readonly failed: Refused | undefined;
}

/** One dependency of a job's unit, and what it is to pull in. */
export interface Step {
  readonly unit: number;
  readonly edge: number;
  readonly pull: Pull;
}

interface Frame {
  readonly job: Job;
  readonly steps: readonly Step[];
  next: number;
}

/**
 * The start job of `anchor` and all it pulls in. Where every requirement can be loaded, the result does not depend on `chance`.
 * @param loaded 1 for each unit that is there to be pulled in: what is loaded once the anchor is
 */
export function pullIn(
  compiled: Compiled,
  table: JobTable,
  anchor: number,
  chance: Chance,
  loaded: Uint8Array = loadedFrom(compiled, anchor),
): PulledIn {
  return fill(compiled, table, { unit: anchor, type: 'start', loaded }, chance);
}

/**
 * What isolating adds: a stop for each unit that has a job from before and none in this transaction
 * (transaction_add_isolate_jobs; up to here nothing else runs at a boot but what cannot be stopped).
 */
export function pullInIsolation(compiled: Compiled, table: JobTable, anchor: number, chance: Chance): void {
  const loaded = loadedFrom(compiled, anchor);
  for (const unit of chance.shuffle([...table.queued.keys()])) {
    if (compiled.nodes[unit]?.facts.ignoreOnIsolate === true || table.byUnit[unit] !== undefined) continue;
    fill(compiled, table, { unit, type: 'stop', loaded }, chance);
  }
}

interface Asked {
  readonly unit: number;
  readonly type: JobType;
  readonly loaded: Uint8Array;
}

/** Iterative: requirement chains may be as long as they like. The first job is the anchor; later ones are linked to it. */
function fill(compiled: Compiled, table: JobTable, { unit: asked, type, loaded }: Asked, chance: Chance): PulledIn {
  const refused: Refused[] = [];
  const aborted: Aborted[] = [];
  const frames: Frame[] = [];

  const enter = (unit: number, type: JobType, by: { job: Job; step: Step } | undefined): Refused | undefined => {
    const reason = refusal(compiled, unit, type);
    if (reason !== undefined) return { unit, job: type, reason, edge: by?.step.edge ?? -1 };
    const { job, isNew } = findOrAddJob(table, unit, type);
    if (by === undefined) {
      if (table.anchor === undefined) table.anchor = job;
      else addLink(table.anchor, job, { matters: true, conflicts: false, edge: -1 });
    } else {
      const { matters, conflicts } = by.step.pull;
      addLink(by.job, job, { matters, conflicts, edge: by.step.edge });
    }
    if (isNew) frames.push({ job, steps: stepsOf(compiled, loaded, unit, type, chance), next: 0 });
    return undefined;
  };

  /** Hands an error to the job on top, and on upwards as long as jobs give up over it. */
  const raise = (error: Refused): Refused | undefined => {
    for (let frame = frames[frames.length - 1]; frame !== undefined; frame = frames[frames.length - 1]) {
      const step = frame.steps[frame.next - 1] as Step;
      if (error.reason === 'not-applicable' || step.pull.onError === 'ignore') {
        if (error.reason !== 'not-applicable' && step.unit === error.unit) refused.push(error);
        return undefined;
      }
      if (step.unit === error.unit) refused.push(error);
      frames.pop();
      aborted.push({ job: frame.job, requirement: step.unit, edge: step.edge, root: error });
      if (compiled.does('failed-requirement-deletes-job')) {
        const cause = { kind: 'requirement-failed', requirement: step.unit, edge: step.edge } as const;
        deleteJob(table, frame.job, cause, 'alone');
      }
    }
    return error;
  };

  let failed = enter(asked, type, undefined);
  while (failed === undefined) {
    const frame = frames[frames.length - 1];
    if (frame === undefined) break;
    const step = frame.steps[frame.next++];
    if (step === undefined) {
      frames.pop();
      continue;
    }
    const error = enter(step.unit, step.pull.job, { job: frame.job, step });
    if (error !== undefined) failed = raise(error);
  }
  return { refused, aborted, failed };
}

/** Why a unit cannot take a job of this type (bus_unit_validate_load_state, unit_job_is_applicable). */
export function refusal(compiled: Compiled, unit: number, type: JobType): Refusal | undefined {
  const node = compiled.nodes[unit];
  if (node === undefined || node.load === 'stub' || node.load === 'merged') return 'stub';
  if (type !== 'stop') return node.load === 'loaded' ? undefined : node.load;
  return node.facts.perpetual === true ? 'not-applicable' : undefined;
}

/** What a job goes through, in the order of one boot: dependencies of `unit` on units that are loaded. */
export function stepsOf(
  compiled: Compiled,
  loaded: Uint8Array,
  unit: number,
  type: JobType,
  chance: Chance,
): readonly Step[] {
  const steps: Step[] = [];
  for (const loop of pullsOf(type, compiled.does)) {
    // Up to v248 each dependency type was a loop of its own, in a fixed order; then one loop over all that share an atom.
    for (const pull of compiled.does('dependency-types-share-a-table') ? chance.shuffle(loop) : loop) {
      const { start, to, edge } = compiled[pull.side][pull.type];
      const row: Step[] = [];
      for (let k = start[unit]!; k < start[unit + 1]!; k++)
        if (loaded[to[k]!] === 1) row.push({ unit: to[k]!, edge: edge[k]!, pull });
      for (const step of chance.shuffle(row)) steps.push(step);
    }
  }
  return steps;
}

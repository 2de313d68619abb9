/**
 * What becomes of every job of a boot where some starts do not succeed: job_run_and_invalidate, job_finish_and_invalidate,
 * unit_verify_deps (src/core/job.c, unit.c), without any clock. Where two units do not wait for each other, and which is faster
 * tells, the fate is not certain.
 */
import type { EdgeType } from '../../graph/model.ts';
import { parseBoolean } from '../../words/boolean.ts';
import type { Adjacency } from '../csr.ts';
import type { Compiled } from '../transaction/compile.ts';
import { type Fate, type FateKind, isActive, isJobFailure, isLost, startsOnFailure } from './fate.ts';
import { usualEnd } from './own-end.ts';
import { type Waits, waitsAmong } from './reach.ts';
import { type Arrival, startClosure, stopClosure } from './stop-closure.ts';
import { topologicalOrder } from './topological.ts';

/** The jobs of a boot, ready to be played through any number of times. */
export interface Stage {
  readonly compiled: Compiled;
  /** Job type by unit; undefined: it has none. */
  readonly jobs: readonly ('start' | 'verify-active' | undefined)[];
  /** Units with jobs, each after all that it waits for. */
  readonly order: readonly number[];
  readonly waits: Waits;
  /** Active before the boot begins. */
  readonly activeBefore: (unit: number) => boolean;
}

export interface Activation {
  readonly unit: number;
  /** Whose OnFailure= started it. */
  readonly by: number;
  readonly edge: number;
  readonly certain: boolean;
}

export interface Played {
  /** By unit; undefined: it has no job. */
  readonly fates: readonly (Fate | undefined)[];
  /** Units that OnFailure= starts, with what they pull in, in the order in which it happens. */
  readonly activated: readonly Activation[];
}

export function setStage(compiled: Compiled, jobs: readonly { readonly unit: string; readonly type: string }[]): Stage {
  const byUnit = new Array<'start' | 'verify-active' | undefined>(compiled.ids.length).fill(undefined);
  for (const { unit, type } of jobs) {
    const number = compiled.index.get(unit);
    if (number === undefined || type === 'stop' || type === 'nop') continue;
    byUnit[number] = type === 'verify-active' ? 'verify-active' : 'start';
  }
  const takesPart = (unit: number): boolean => byUnit[unit] !== undefined;
  const waits = waitsAmong(compiled, takesPart);
  return {
    compiled,
    jobs: byUnit,
    order: topologicalOrder(compiled.ids.length, takesPart, (unit) => comesAfter(compiled, unit, waits)),
    waits,
    activeBefore: (unit) => {
      const node = compiled.nodes[unit];
      return node?.facts.activeAtBoot === true || node?.facts.perpetual === true;
    },
  };
}

/**
 * What is looked at before a unit: all that it waits for, and what it requires, unless that waits for it: a failure of that one may be
 * faster.
 */
function comesAfter(compiled: Compiled, unit: number, waits: Waits): readonly number[] {
  const before = rowOf(compiled.forward.After, unit);
  const waited = new Set(before);
  for (const type of FAIL_WITH)
    for (const other of rowOf(compiled.forward[type], unit))
      if (!waited.has(other) && !waits(other, unit)) before.push(other);
  return before;
}

function rowOf(rows: Adjacency, unit: number): number[] {
  return [...rows.to.subarray(rows.start[unit], rows.start[unit + 1])];
}

/** @param ends units whose start ends otherwise than usual */
export function play(stage: Stage, ends: ReadonlyMap<number, FateKind>): Played {
  const { compiled, order } = stage;
  const fates = new Array<Fate | undefined>(compiled.ids.length).fill(undefined);
  for (const unit of order) {
    const marked = fates[unit];
    // A job that ended early does not have its turn; one that perhaps did may still have it.
    const turn = marked?.certain === true ? marked : turnOf(stage, fates, unit, ends);
    const fate = marked === undefined || (isLost(turn.kind) && turn.certain) ? turn : marked;
    fates[unit] = fate;
    spread(stage, fates, unit, fate);
  }
  return { fates, activated: activate(stage, fates) };
}

/** What a job comes to when all that it waits for has ended. */
function turnOf(
  stage: Stage,
  fates: readonly (Fate | undefined)[],
  unit: number,
  ends: ReadonlyMap<number, FateKind>,
): Fate {
  const { compiled } = stage;
  const node = compiled.nodes[unit];
  if (stage.jobs[unit] === 'verify-active')
    return { kind: stage.activeBefore(unit) ? 'up' : 'dependency', certain: true };
  const own = ends.get(unit) ?? (node === undefined ? 'up' : usualEnd(node));
  // Conditions and assertions come before all else; then what it is bound to must be active, where it waits for that.
  if (own === 'skipped' || own === 'refused') return { kind: own, certain: true };
  const bound = compiled.forward.BindsTo;
  for (let k = bound.start[unit] as number; k < (bound.start[unit + 1] as number); k++) {
    const other = bound.to[k] as number;
    const fate = fates[other];
    if (!waitsDirectly(compiled.forward.After, unit, other)) continue;
    if (fate === undefined ? isActiveWithoutJob(stage, other) : isActive(fate.kind)) continue;
    const cause = { unit: other, edge: bound.edge[k] as number };
    // One that died was active for a moment: what is bound to it is not started, or stopped again.
    return { kind: fate?.kind === 'died' ? 'stopped' : 'dependency', certain: fate?.certain ?? true, cause };
  }
  return { kind: own, certain: true };
}

/** A unit without a job may be active: PID 1's own, and those that the kernel or udev brings. */
function isActiveWithoutJob(stage: Stage, unit: number): boolean {
  const type = stage.compiled.nodes[unit]?.type;
  return stage.activeBefore(unit) || type === 'device' || type === 'scope';
}

function waitsDirectly(after: Adjacency, unit: number, other: number): boolean {
  for (let k = after.start[unit] as number; k < (after.start[unit + 1] as number); k++)
    if (after.to[k] === other) return true;
  return false;
}

/** Read backwards: those who lose their job with a job that fails. */
const FAIL_WITH: readonly EdgeType[] = ['Requires', 'Requisite', 'BindsTo'];

/** What one fate does to the units that need this one. */
function spread(stage: Stage, fates: (Fate | undefined)[], unit: number, fate: Fate): void {
  if (isActive(fate.kind)) return;
  const failing = isJobFailure(fate.kind);
  for (const type of FAIL_WITH) {
    // A job that is done, with a unit that is not active, takes only Requisite= along; what is bound sees for itself.
    if (!failing && type === 'Requires') continue;
    const rows = stage.compiled.backward[type];
    for (let k = rows.start[unit] as number; k < (rows.start[unit + 1] as number); k++) {
      const other = rows.to[k] as number;
      if (stage.jobs[other] === undefined) continue;
      const cause = { unit, edge: rows.edge[k] as number };
      const later = stage.waits(other, unit);
      if (type === 'BindsTo' && !later) {
        // It is stopped again, if it came first; a skipped unit changes no state, so that nobody looks, unless it is faster.
        const own = fates[other];
        if (own === undefined || own.kind === 'up')
          fates[other] = { kind: 'stopped', certain: fate.certain && fate.kind !== 'skipped', cause };
        continue;
      }
      if (type === 'BindsTo' && !failing) continue;
      // What is only required does not look back.
      if (fate.kind === 'died' || (!later && stage.waits(unit, other))) continue;
      const own = fates[other];
      const certain = fate.certain && later;
      if (own === undefined || (!own.certain && certain)) fates[other] = { kind: 'dependency', certain, cause };
    }
  }
}

/** OnFailure= of all that failed, in order; what it starts may stop or keep back others, whose own OnFailure= is not asked. */
function activate(stage: Stage, fates: (Fate | undefined)[]): readonly Activation[] {
  const { compiled } = stage;
  const activated = new Map<number, Activation>();
  for (const by of stage.order) {
    const fate = fates[by];
    if (fate === undefined || !startsOnFailure(fate.kind)) continue;
    const rows = compiled.forward.OnFailure;
    for (let k = rows.start[by] as number; k < (rows.start[by + 1] as number); k++) {
      const unit = rows.to[k] as number;
      if (activated.has(unit) || compiled.nodes[unit]?.load !== 'loaded') continue;
      const edge = rows.edge[k] as number;
      const mode = jobModeOf(compiled, by);
      const started = mode === 'ignore-dependencies' ? [{ unit, edge: -1, from: unit }] : startClosure(compiled, unit);
      const stops = mode === 'isolate' ? everythingElse(stage, started, edge) : stopClosure(compiled, started);
      // With job mode "fail" nothing is started where a queued job stands against it.
      const certain = fate.certain && (mode !== 'fail' || stops.every((stop) => stage.jobs[stop.unit] === undefined));
      for (const one of started)
        if (!activated.has(one.unit) && fates[one.unit] === undefined && !stage.activeBefore(one.unit))
          activated.set(one.unit, {
            unit: one.unit,
            by: one.edge < 0 ? by : one.from,
            edge: one.edge < 0 ? edge : one.edge,
            certain,
          });
      for (const stop of stops) takeDown(fates, stop, certain);
    }
  }
  return [...activated.values()];
}

/** OnFailureJobMode= in force; OnFailureIsolate= is its old name. */
function jobModeOf(compiled: Compiled, unit: number): string {
  const settings = compiled.nodes[unit]?.settings ?? [];
  const said = settings.findLast(({ section, key }) => section === 'Unit' && /^OnFailure(JobMode|Isolate)$/.test(key));
  if (said?.key === 'OnFailureIsolate') return parseBoolean(said.value) === true ? 'isolate' : 'replace';
  return said?.value ?? 'replace';
}

/** Isolating stops all that is not started by it, but what says otherwise (IgnoreOnIsolate=). */
function everythingElse(stage: Stage, started: readonly Arrival[], edge: number): readonly Arrival[] {
  const own = new Set(started.map(({ unit }) => unit));
  const from = started[0]?.unit ?? 0;
  return stage.order
    .filter((unit) => !own.has(unit) && stage.compiled.nodes[unit]?.facts.ignoreOnIsolate !== true)
    .map((unit) => ({ unit, edge, from }));
}

/** A stop job takes the place of a start job, or stops what was started. */
function takeDown(fates: (Fate | undefined)[], { unit, edge, from }: Arrival, certain: boolean): void {
  const fate = fates[unit];
  if (fate === undefined || (fate.kind !== 'up' && fate.kind !== 'ended')) return;
  fates[unit] = { kind: fate.kind === 'ended' ? 'ended' : 'cancelled', certain, cause: { unit: from, edge } };
}

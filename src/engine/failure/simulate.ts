/**
 * What becomes of every job of a boot where some starts do not succeed: job_run_and_invalidate, job_finish_and_invalidate,
 * unit_verify_deps (src/core/job.c, unit.c), without any clock. Where two units do not wait for each other, and which is faster
 * tells, the fate is not certain.
 */
import type { Adjacency } from '../csr.ts';
import { activate } from './activate.ts';
import { type Fate, type FateKind, isActive, isJobFailure, isLost } from './fate.ts';
import { takesMachineDown } from './machine-action.ts';
import { usualEnd } from './own-end.ts';
import { type Activation, FAIL_WITH, restartsIn, type Stage } from './stage.ts';
import { stopAtEachTry, stopPassedOn, stopWith } from './stop-again.ts';

export interface Played {
  /** By unit; undefined: it has no job. */
  readonly fates: readonly (Fate | undefined)[];
  /** Units that OnFailure= and OnSuccess= start, with what they pull in, in the order in which it happens. */
  readonly activated: readonly Activation[];
}

/** How a unit's start ends otherwise than usual; a whole fate: before it has its turn. */
export type Ends = ReadonlyMap<number, FateKind | Fate>;

export function play(stage: Stage, ends: Ends): Played {
  const { compiled, order } = stage;
  const fates = new Array<Fate | undefined>(compiled.ids.length).fill(undefined);
  const down = new Set<number>();
  for (const unit of order) {
    const marked = fates[unit];
    const held = typeof ends.get(unit) === 'object' ? undefined : heldUp(stage, fates, down, unit);
    // A job that ended early does not have its turn; one that perhaps did may still have it.
    const turn = marked?.certain === true ? marked : (held ?? turnOf(stage, fates, unit, ends));
    const fate = marked === undefined || (isLost(turn.kind) && turn.certain) ? turn : marked;
    fates[unit] = fate;
    if (held?.kind === 'cancelled' || takesMachineDown(stage, unit, fate)) down.add(unit);
    spread(stage, fates, unit, fate);
    const restarts = restartsIn(stage, unit);
    stopPassedOn(stage, fates, unit, fate, restarts);
    stopAtEachTry(stage, fates, unit, fate, restarts);
  }
  stopWith(stage, fates);
  return { fates, activated: activate(stage, fates) };
}

/** What a job comes to when all that it waits for has ended. */
function turnOf(stage: Stage, fates: readonly (Fate | undefined)[], unit: number, ends: Ends): Fate {
  const { compiled } = stage;
  const node = compiled.nodes[unit];
  const end = ends.get(unit);
  if (typeof end === 'object') return end;
  if (stage.jobs[unit] === 'verify-active')
    return { kind: stage.activeBefore(unit) ? 'up' : 'dependency', certain: true };
  const own = end ?? (node === undefined ? 'up' : usualEnd(node));
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
    const wasActive = fate?.kind === 'died' || fate?.kind === 'stopped';
    return { kind: wasActive ? 'stopped' : 'dependency', certain: fate?.certain ?? true, cause };
  }
  return { kind: own, certain: true };
}

/** Whether it waits for a job that is never done (job_is_runnable), or for one with whose end the machine goes down. */
function heldUp(
  { compiled }: Stage,
  fates: readonly (Fate | undefined)[],
  down: ReadonlySet<number>,
  unit: number,
): Fate | undefined {
  const after = compiled.forward.After;
  for (let k = after.start[unit] as number; k < (after.start[unit + 1] as number); k++) {
    const other = after.to[k] as number;
    const fate = fates[other];
    const cause = { unit: other, edge: after.edge[k] as number };
    if (fate?.kind === 'pending') return { kind: 'pending', certain: fate.certain, cause };
    if (down.has(other)) return { kind: 'cancelled', certain: true, cause };
  }
  return undefined;
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

/** What one fate does to the units that need this one. */
function spread(stage: Stage, fates: (Fate | undefined)[], unit: number, fate: Fate): void {
  // What still starts takes nobody along.
  if (isActive(fate.kind) || fate.kind === 'pending') return;
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

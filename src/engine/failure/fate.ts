/** What becomes of a unit that has a job: the words of the failure engine. */

/**
 * `up`: started and active. `ended`: did its work and is inactive again (Type=oneshot without RemainAfterExit=). `skipped`: a condition
 * is not met. `refused`: an assertion is not met. `failed`, `timeout`: its own start does not succeed. `died`: it counted as started, and
 * its process ends badly. `dependency`: its job ends because of another unit's. `cancelled`: its job gives way to a stop. `stopped`: it was
 * up and is stopped again. `pending`: its job is never done, since its start does not end, or it waits for such a one.
 */
export type FateKind =
  | 'up'
  | 'ended'
  | 'skipped'
  | 'refused'
  | 'failed'
  | 'timeout'
  | 'died'
  | 'dependency'
  | 'cancelled'
  | 'stopped'
  | 'pending';

export interface Fate {
  readonly kind: FateKind;
  /** False: it depends on which of two units that do not wait for each other is faster. */
  readonly certain: boolean;
  /** The unit whose fate brought this about, by this edge (an index into `BootGraph.edges`). */
  readonly cause?: { readonly unit: number; readonly edge: number };
}

/** Whether the unit is active afterwards. */
export function isActive(kind: FateKind): boolean {
  return kind === 'up';
}

/** Whether the job ended with anything but `done`, so that what requires the unit loses its own (job_finish_and_invalidate). */
export function isJobFailure(kind: FateKind): boolean {
  return kind === 'refused' || kind === 'failed' || kind === 'timeout' || kind === 'dependency';
}

/** Whether OnFailure= is started: the unit failed, or its job ended with `timeout` or `dependency`. */
export function startsOnFailure(kind: FateKind): boolean {
  return kind === 'failed' || kind === 'timeout' || kind === 'died' || kind === 'dependency';
}

/** Whether the machine does without the unit, though it was asked for. */
export function isLost(kind: FateKind): boolean {
  return kind !== 'up' && kind !== 'ended';
}

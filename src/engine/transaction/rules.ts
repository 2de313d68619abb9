/**
 * What a job does to other units, and how two jobs relate: tables by systemd version
 * (src/core/unit-dependency-atom.c, job.c: job_merging_table, job_type_is_redundant, job_compare).
 */
import type { Does } from '../../behaviours/does.ts';
import type { EdgeType } from '../../graph/model.ts';

/** The job types that a boot transaction can hold. */
export type JobType = 'start' | 'verify-active' | 'stop' | 'restart' | 'nop';

/** One kind of dependency that a job follows, and what it puts on the other side. */
export interface Pull {
  readonly type: EdgeType;
  /** `backward`: the inverse dependency (RequiredBy of a Requires edge). */
  readonly side: 'forward' | 'backward';
  readonly job: JobType;
  /** The pulled-in job matters to the one that pulls it in: losing the first loses the second. */
  readonly matters: boolean;
  /** The pulled-in stop job comes from Conflicts=. */
  readonly conflicts: boolean;
  /** Where the other side cannot take the job: carry on, or give up this job as well. */
  readonly onError: 'ignore' | 'fail';
}

const requirement = (type: EdgeType, job: JobType): Pull => ({
  type,
  side: 'forward',
  job,
  matters: true,
  conflicts: false,
  onError: 'fail',
});
const wish = (type: EdgeType): Pull => ({ ...requirement(type, 'start'), matters: false, onError: 'ignore' });
const propagatedStop = (type: EdgeType, side: Pull['side']): Pull => ({ ...requirement(type, 'stop'), side });

/** Each inner list is one loop of transaction_add_job_and_dependencies(): within it the order is PID 1's hash order. */
const PULLED_BY_START: readonly (readonly Pull[])[] = [
  [requirement('Requires', 'start'), requirement('BindsTo', 'start')],
  [wish('Wants'), wish('Upholds')],
  [requirement('Requisite', 'verify-active')],
  [{ ...requirement('Conflicts', 'stop'), conflicts: true }],
  [{ ...wish('Conflicts'), side: 'backward', job: 'stop' }],
];

const PULLED_BY_STOP: readonly Pull[] = [
  propagatedStop('Requires', 'backward'),
  propagatedStop('Requisite', 'backward'),
  propagatedStop('BindsTo', 'backward'),
  propagatedStop('PartOf', 'backward'),
];

/**
 * The loops that a job of this type runs over its unit's dependencies.
 * PropagatesStopTo= is followed only below a stop that was asked for itself, so never in the transaction of a boot, but for some
 * versions (UNIT_ATOM_PROPAGATE_STOP_GRACEFUL). A restart is passed on to active
 * units only (JOB_TRY_RESTART), of which a boot has none.
 */
export function pullsOf(job: JobType, does: Does): readonly (readonly Pull[])[] {
  if (job === 'start') return PULLED_BY_START;
  if (job !== 'stop') return [];
  return [
    does('every-stop-is-propagated')
      ? [...PULLED_BY_STOP, propagatedStop('PropagatesStopTo', 'forward')]
      : PULLED_BY_STOP,
  ];
}

/** Whether two jobs of one unit can become one. */
export function isMergeable(a: JobType, b: JobType): boolean {
  return a === b || (a !== 'stop' && b !== 'stop');
}

/** What two mergeable jobs of one unit become. */
export function merge(a: JobType, b: JobType): JobType {
  if (a === b) return a;
  if (a === 'restart' || b === 'restart') return 'restart';
  return 'start';
}

/** Whether a job would change nothing. */
export function isRedundant(job: JobType, active: boolean): boolean {
  if (job === 'start' || job === 'verify-active') return active;
  if (job === 'stop') return !active;
  return job === 'nop';
}

/** Whether a job runs before what its unit starts after: stopping comes first, from the version on that looks at jobs. */
export function runsBeforeItsAfter(job: JobType, does: Does): boolean {
  return does('order-knows-job-types') && (job === 'stop' || job === 'restart');
}

/** How PID 1 makes a transaction of jobs, by build (src/core/transaction.c). */
import type { Behaviour } from './behaviour.ts';

export const TRANSACTION = {
  /** Order is checked as the jobs will run, stops first; before, Before= was taken alone, whatever the jobs. */
  'order-knows-job-types': { since: 243, seen: 'transaction.c: transaction_verify_order_one; job.c: job_compare' },
  /** Dependencies of all types that have one effect lie in one hash table, so their order is one of chance. */
  'dependency-types-share-a-table': { since: 249, seen: 'unit.h: Unit.dependencies' },
  /** PropagatesStopTo= stops the other side whenever a unit is stopped; later, only below a stop that was asked for itself. */
  'every-stop-is-propagated': {
    since: 249,
    until: 254,
    seen: 'unit-dependency-atom.c: UNIT_ATOM_PROPAGATE_STOP_GRACEFUL',
  },
  /** A job whose requirement cannot be pulled in is taken out again; before, it stayed. */
  'failed-requirement-deletes-job': { since: 254, seen: 'transaction.c: transaction_add_job_and_dependencies' },
  /** RestartMode=direct: a service that is tried again counts as starting in between. */
  'restart-mode': { since: 254, seen: 'service.c: service_enter_dead' },
  /** OnFailure= is started at each failure of a service that is tried again; before, only when no try is left. */
  'on-failure-at-each-try': { since: 254, seen: 'unit.c: unit_notify' },
  /** Conflicts of units that matter to the anchor are settled first. */
  'mattering-conflicts-first': { since: 258, sinceToo: ['257-17.el'], seen: 'transaction.c: transaction_merge_jobs' },
  /** Isolating leaves alone what is triggered by a unit that it leaves alone. */
  'isolating-keeps-what-kept-units-trigger': {
    since: 253,
    sinceToo: ['251.12', '252.6', '252-5.el'],
    seen: 'transaction.c: transaction_add_isolate_jobs, shall_stop_on_isolate',
  },
  /** graphical.target is started where there is no default.target; before, and where it cannot be loaded, rescue.target. */
  'default-target-is-built-in': { since: 262, seen: 'main.c: do_queue_default_job' },
} as const satisfies Record<string, Behaviour>;

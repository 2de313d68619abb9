/** The jobs that PID 1 queues at boot, what it drops, and what chance decides. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { OrderingCycle } from '../engine/cycles/cycle.ts';
import type { Cycles } from '../engine/cycles/find.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import type { Transaction } from '../engine/transaction/build.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import { QuestionError } from './question-error.ts';

export interface TransactionAnswer {
  readonly transaction: Transaction;
  readonly cycles: Cycles;
  readonly varying: readonly Varying[];
  /** Those, and the units that the breaking of a cycle may cost their job. */
  readonly notAtEveryBoot: readonly Uncertain[];
  /** Units that have a job and do not simply come up: skipped, refused, lost with another; or that do their work and end. */
  readonly fates: readonly UnitFate[];
  /** What this target costs a machine that is up already; null: it is the machine's own, or the boot would fail. */
  readonly leaving: StopsOnTheWay | null;
}

/** What a machine that has come up to `from` stops when it turns to the target, beside the starts of the boot there. */
export interface StopsOnTheWay {
  readonly from: string;
  readonly how: 'isolate' | 'shutdown';
  readonly stop: readonly string[];
  /** Of those, what no boot starts: stopped where something has started it since. */
  readonly later: readonly string[];
  /** Circles among the stop jobs that the boot does not meet. */
  readonly cycles: readonly OrderingCycle[];
}

/** @throws QuestionError where another init than systemd is in force */
export function transaction(root: RootFacts): TransactionAnswer {
  const { plan, cycles, varying, uncertain, turns, leaving } = bootOf(root);
  if (plan.transaction === undefined)
    throw new QuestionError({ kind: 'other-init', what: 'transactions', init: plan.system });
  return {
    transaction: plan.transaction,
    cycles,
    varying,
    notAtEveryBoot: [...uncertain.values()],
    fates: [...turns.values()],
    leaving:
      leaving === undefined
        ? null
        : {
            from: leaving.from,
            how: leaving.how,
            stop: [...leaving.stopped].sort(),
            later: [...leaving.later].sort(),
            cycles: leaving.cycles,
          },
  };
}

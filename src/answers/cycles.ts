/** What waits for itself: ordering cycles and what mends them, or Upstart's jobs that block each other. */
import { bootOf, isolationMendedOf, mendedOf, shutdownMendedOf } from '../boot/boot.ts';
import type { Mended, MendedKnot } from '../boot/mend.ts';
import type { OrderingCycle } from '../engine/cycles/cycle.ts';
import type { Cycles } from '../engine/cycles/find.ts';
import type { OpenedRoot } from '../open.ts';
import type { UpstartBoot } from '../upstart/simulate/boot.ts';
import { QuestionError } from './question-error.ts';

/** Circles that no boot meets, but every shutdown at which their units run. */
export interface ShutdownCycles {
  readonly cycles: readonly OrderingCycle[];
  readonly knots: readonly MendedKnot[];
}

export type CyclesAnswer =
  | {
      readonly kind: 'cycles';
      readonly found: Cycles;
      readonly mended: Mended;
      readonly shutdown: ShutdownCycles;
      /** Those among what isolating the target asked for stops on a machine that is up; null: the target is the machine's own, or is not isolated. */
      readonly isolation: (ShutdownCycles & { readonly from: string }) | null;
    }
  | { readonly kind: 'blockages'; readonly boot: UpstartBoot };

/** @throws QuestionError under sysvinit, which orders scripts once and breaks nothing */
export function cycles(opened: OpenedRoot): CyclesAnswer {
  const { graph, upstartBoot } = opened;
  if (upstartBoot !== undefined) return { kind: 'blockages', boot: upstartBoot };
  if (graph.init.system !== 'systemd')
    throw new QuestionError({ kind: 'other-init', what: 'cycles', init: graph.init.system });
  const { cycles, shutdown, leaving } = bootOf(opened);
  return {
    kind: 'cycles',
    found: cycles,
    mended: mendedOf(opened),
    shutdown: { cycles: shutdown.cycles, knots: shutdownMendedOf(opened) },
    isolation:
      leaving?.how === 'isolate'
        ? { from: leaving.from, cycles: leaving.cycles, knots: isolationMendedOf(opened) }
        : null,
  };
}

/** What waits for itself: ordering cycles and what mends them, or Upstart's jobs that block each other. */
import { bootOf, mendedOf } from '../boot/boot.ts';
import type { Mended } from '../boot/mend.ts';
import type { Cycles } from '../engine/cycles/find.ts';
import type { OpenedRoot } from '../open.ts';
import type { UpstartBoot } from '../upstart/simulate/boot.ts';
import { QuestionError } from './question-error.ts';

export type CyclesAnswer =
  | { readonly kind: 'cycles'; readonly found: Cycles; readonly mended: Mended }
  | { readonly kind: 'blockages'; readonly boot: UpstartBoot };

/** @throws QuestionError under sysvinit, which orders scripts once and breaks nothing */
export function cycles(opened: OpenedRoot): CyclesAnswer {
  const { graph, upstartBoot } = opened;
  if (upstartBoot !== undefined) return { kind: 'blockages', boot: upstartBoot };
  if (graph.init.system !== 'systemd')
    throw new QuestionError({ kind: 'other-init', what: 'cycles', init: graph.init.system });
  return { kind: 'cycles', found: bootOf(opened).cycles, mended: mendedOf(opened) };
}

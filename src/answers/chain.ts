/** The chain that a boot follows: systemd's targets, Upstart's events, a runlevel's scripts. */
import { bootOf } from '../boot/boot.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import type { OpenedRoot } from '../open.ts';
import type { SysvBoot } from '../sysv/load.ts';
import type { UpstartBoot } from '../upstart/simulate/boot.ts';
import { type EventStep, eventChain } from '../upstart/simulate/chain.ts';
import { type ChainStep, targetChain } from './target-chain.ts';

export type Chain =
  | {
      readonly kind: 'targets';
      readonly target: string;
      readonly steps: readonly ChainStep[];
      /** Targets of the chain, and units that they ask for, which another boot of the same files leaves out. */
      readonly notAtEveryBoot: readonly Uncertain[];
    }
  | {
      readonly kind: 'events';
      readonly target: string;
      readonly boot: UpstartBoot;
      readonly events: readonly EventStep[];
    }
  | { readonly kind: 'runlevel'; readonly target: string; readonly boot: SysvBoot };

/** @param start id of the target to begin at, or, under Upstart, of what the events lead to; the boot's own, if none is given */
export function chain(opened: OpenedRoot, start?: string): Chain {
  const { graph, upstartBoot, sysvBoot } = opened;
  const target = start ?? graph.target;
  if (upstartBoot !== undefined)
    return { kind: 'events', target, boot: upstartBoot, events: eventChain(upstartBoot, start) };
  if (sysvBoot !== undefined && start === undefined) return { kind: 'runlevel', target, boot: sysvBoot };
  const boot = bootOf(opened);
  // In place of one that cannot be loaded PID 1 starts another.
  const begins = start === undefined && graph.nodes.get(target)?.load !== 'loaded' ? boot.plan.target : target;
  const steps = targetChain(graph, begins);
  const mentioned = new Set(steps.flatMap((step) => [step.target, ...boot.out(step.target).map(({ to }) => to)]));
  const notAtEveryBoot = [...boot.uncertain.values()].filter(({ unit }) => mentioned.has(unit));
  return { kind: 'targets', target, steps, notAtEveryBoot };
}

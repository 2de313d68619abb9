/** Why a unit is started at boot or not, and what may change that from boot to boot. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type CycleRisk, cycleRisk } from '../engine/cycles/risk.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import { pullInPaths } from '../engine/why.ts';
import { type WhyNot, whyNotStarted } from '../engine/why-not.ts';
import type { BootEdge } from '../graph/model.ts';

export interface Why {
  readonly unit: string;
  /** It is started at boot; where chance has a say, at the one that is looked at. */
  readonly holds: boolean;
  /** One from the anchor through each unit that asks for it, requirements first; empty where it is not started. */
  readonly paths: readonly (readonly BootEdge[])[];
  /** What keeps it out, where it is not started. */
  readonly reason: WhyNot | null;
  /** An ordering cycle that may cost it its job. */
  readonly mayBeLost: CycleRisk | null;
  /** Every job that chance may give it. */
  readonly varying: Varying | null;
}

/** @param unit id of a node */
export function why(root: RootFacts, unit: string): Why {
  const boot = bootOf(root);
  const { plan } = boot;
  const reason = whyNotStarted(root.graph, plan, unit) ?? null;
  // Cycles are looked for only where PID 1 meets one.
  const tangled = (plan.transaction?.cycles.length ?? 0) > 0 && plan.failed === null;
  return {
    unit,
    holds: reason === null,
    paths: reason === null ? pullInPaths(root.graph, unit, boot.started, plan.target) : [],
    reason,
    mayBeLost: (tangled ? cycleRisk(boot.cycles, unit) : undefined) ?? null,
    varying: boot.varying.find((one) => one.unit === unit) ?? null,
  };
}

/** Why a unit is started at boot or not, and what may change that from boot to boot. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type CycleRisk, cycleRisk } from '../engine/cycles/risk.ts';
import { type UnitFate, usualActions } from '../engine/failure/impact.ts';
import type { MachineAction } from '../engine/failure/machine-action.ts';
import { type LaterWay, laterWays } from '../engine/later/later-start.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import { pullInPaths } from '../engine/why.ts';
import { type WhyNot, whyNotStarted } from '../engine/why-not.ts';
import type { BootEdge, Checks } from '../graph/model.ts';
import { type IdleLink, idleLinks } from './idle-links.ts';

export interface Why {
  readonly unit: string;
  /** It is started at every boot. */
  readonly holds: boolean;
  /** One from the anchor through each unit that asks for it, requirements first; empty where it is not started. */
  readonly paths: readonly (readonly BootEdge[])[];
  /** What keeps it out, where it is not started. */
  readonly reason: WhyNot | null;
  /** An ordering cycle that may cost it its job. */
  readonly mayBeLost: CycleRisk | null;
  /** Every job that chance may give it, where a conflict or a requirement decides. */
  readonly varying: Varying | null;
  /** Where chance decides whether it is started, for whatever reason. */
  readonly notAtEveryBoot: Uncertain | null;
  /** What becomes of it at its turn, where it does not simply come up: skipped, refused, lost with another unit. */
  readonly fate: UnitFate | null;
  /** Where it is enabled under what is not there, and so is not asked for. */
  readonly idleLinks: readonly IdleLink[];
  /** How it comes after all, where it is not started at once: a timer, a socket, a device, … */
  readonly later: readonly LaterWay[];
  /** Its conditions and assertions that are not met, or that only the running machine can tell. */
  readonly checks: Checks | null;
  /** SuccessAction= and the like: with its end the machine goes down. */
  readonly machine: MachineAction | null;
}

/** @param unit id of a node */
export function why(root: RootFacts, unit: string): Why {
  const boot = bootOf(root);
  const { plan } = boot;
  const uncertain = boot.uncertain.get(unit) ?? null;
  const asked = boot.mayStart(unit);
  const reason = asked && uncertain?.cycle ? null : (whyNotStarted(root.graph, plan, unit) ?? null);
  // Cycles are looked for only where PID 1 meets one.
  const tangled = (plan.transaction?.cycles.length ?? 0) > 0 && plan.failed === null;
  return {
    unit,
    holds: boot.fate(unit) === 'always',
    paths: reason === null ? pullInPaths(root.graph, unit, boot.mayStart, plan.target) : [],
    reason,
    mayBeLost: (tangled ? cycleRisk(boot.cycles, unit) : undefined) ?? null,
    varying: boot.varying.find((one) => one.unit === unit) ?? null,
    notAtEveryBoot: uncertain,
    idleLinks: reason?.kind === 'not-asked-for' ? idleLinks(root, unit, reason.install) : [],
    later: reason === null ? [] : laterWays(boot, unit),
    fate: boot.turns.get(unit) ?? null,
    checks: root.graph.nodes.get(unit)?.checks ?? null,
    machine: usualActions(boot.simulation).find((action) => action.unit === unit) ?? null,
  };
}

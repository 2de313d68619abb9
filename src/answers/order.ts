/** The order of the start: of all that is started, or of what one unit waits for and what waits for it. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import { immediateOf, type Side, startOrder, type Waiting, waitingOf } from '../engine/order.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import type { Checks } from '../graph/model.ts';

export interface Order {
  readonly target: string;
  /** What becomes of each started unit that does not simply come up. */
  readonly fates: ReadonlyMap<string, UnitFate>;
  /** Ids; those of one wave do not wait for each other. */
  readonly waves: readonly (readonly string[])[];
  /** Members of each ordering cycle; they share one wave. */
  readonly cycles: readonly (readonly string[])[];
  /** Those of the waves that another boot of the same files leaves out. */
  readonly notAtEveryBoot: readonly Uncertain[];
  /** Why nothing is started at all, in the init's own terms. */
  readonly failed: string | null;
}

export interface UnitOrder {
  readonly target: string;
  /** What becomes of it at its turn, where it does not simply come up. */
  readonly fate: UnitFate | null;
  readonly checks: Checks | null;
  readonly unit: string;
  /** Its number; null where the unit is not started at any boot. */
  readonly wave: number | null;
  readonly waves: number;
  /** The unit, where chance decides whether it is started, and those on either side of it. */
  readonly notAtEveryBoot: readonly Uncertain[];
  readonly waitsFor: readonly Waiting[];
  readonly waitedForBy: readonly Waiting[];
  /** How many there are at any distance. */
  readonly total: { readonly waitsFor: number; readonly waitedForBy: number };
}

/** The whole start. */
export function order(root: RootFacts): Order {
  const { plan, mayStart, uncertain, turns } = bootOf(root);
  const { waves, cycles } = startOrder(root.graph, mayStart);
  const notAtEveryBoot = waves.flat().flatMap((id) => uncertain.get(id) ?? []);
  return { target: plan.target, waves, cycles, notAtEveryBoot, fates: turns, failed: plan.failed };
}

/**
 * @param unit id of a node, started or not
 * @param options.depth how many steps away from it to look; 1, if none is given
 * @param options.reduce without the direct ones that others imply
 */
export function orderOf(
  root: RootFacts,
  unit: string,
  { depth = 1, reduce = false }: { readonly depth?: number; readonly reduce?: boolean } = {},
): UnitOrder {
  const { plan, mayStart, uncertain, turns } = bootOf(root);
  const whole = startOrder(root.graph, (id) => id === unit || mayStart(id));
  const side = (which: Side): { readonly shown: readonly Waiting[]; readonly total: number } => {
    const everything = waitingOf(whole, unit, which);
    const immediate = reduce ? new Set(immediateOf(whole, unit, which).map(({ id }) => id)) : undefined;
    const shown = everything.filter(({ id, steps }) => steps <= depth && (steps > 1 || immediate?.has(id) !== false));
    return { shown, total: everything.length };
  };
  const [before, after] = [side('before'), side('after')];
  const mentioned = new Set([unit, ...before.shown.map(({ id }) => id), ...after.shown.map(({ id }) => id)]);
  return {
    target: plan.target,
    fate: turns.get(unit) ?? null,
    checks: root.graph.nodes.get(unit)?.checks ?? null,
    unit,
    wave: mayStart(unit) ? (whole.wave[whole.csr.index.get(unit) ?? -1] ?? null) : null,
    waves: whole.waves.length,
    notAtEveryBoot: [...mentioned].flatMap((id) => uncertain.get(id) ?? []),
    waitsFor: before.shown,
    waitedForBy: after.shown,
    total: { waitsFor: before.total, waitedForBy: after.total },
  };
}

/** Why one unit starts after another: whether it is so, by which lines, and what happens without the other. */
import { type Boot, bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { OrderingCycle } from '../engine/cycles/cycle.ts';
import { losesItsJob, type UnitFate } from '../engine/failure/impact.ts';
import { type LaterWay, laterWays } from '../engine/later/later-start.ts';
import { immediateOf, startOrder } from '../engine/order.ts';
import { type OrderDoubt, orderDoubt } from '../engine/sure-order.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import { orderPath, type Requirement, requirementOf, strongestOrderPath } from '../engine/why.ts';
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { type AliasUse, aliasesOf } from './aliases.ts';

export interface WhyOrder {
  /** The one that waits. */
  readonly unit: string;
  /** The one that is waited for. */
  readonly other: string;
  /** Both are started at every boot, and the first waits for the second. */
  readonly holds: boolean;
  /** Which of the two are started at every boot. */
  readonly started: { readonly unit: boolean; readonly other: boolean };
  /** Shortest path of After edges; empty where nothing orders them so. */
  readonly path: readonly BootEdge[];
  /** The path with the fewest edges that nobody wrote down, where it is another one. */
  readonly strongest: readonly BootEdge[];
  /** Where chance decides whether they are started. */
  readonly notAtEveryBoot: readonly Uncertain[];
  /** Both orders are in the files: the two are in an ordering cycle, and which of them holds is chance. */
  readonly bothOrders: boolean;
  /** The shortest of the told cycles that holds both. */
  readonly cycle: OrderingCycle | null;
  /** The path of the opposite order, where there is one. */
  readonly reverse: readonly BootEdge[];
  readonly required: boolean;
  readonly requirement: Requirement | null;
  /** Where nothing orders the two: what each of them waits for, were it started; only what no longer way implies. */
  readonly waits: { readonly unit: readonly string[]; readonly other: readonly string[] } | null;
  /** What the order rests on beside its lines; null: it is sure, or there is none. `line` would make it sure; `fate`: the one in between loses its job in this boot. */
  readonly doubt: (OrderDoubt & { readonly line: string; readonly fate: UnitFate | null }) | null;
  /** How each of the two comes after all, where it is not started at once. */
  readonly later: { readonly unit: readonly LaterWay[]; readonly other: readonly LaterWay[] };
  /** What becomes of the two at their turn, where they do not simply come up. */
  readonly fates: { readonly unit: UnitFate | null; readonly other: UnitFate | null };
  /** Names by which the proof calls its units that are aliases here. */
  readonly aliases: readonly AliasUse[];
  /** A drop-in that would order them, where nothing does. */
  readonly dropIn: { readonly file: string; readonly content: string } | null;
}

function waysOf(boot: Boot, unit: string): readonly LaterWay[] {
  return boot.mayStart(unit) ? [] : laterWays(boot, unit);
}

/** Whether `unit` starts after `other`, with everything that proves it. */
export function whyOrder(root: RootFacts, unit: string, other: string): WhyOrder {
  const { graph } = root;
  const boot = bootOf(root);
  const { started } = boot.plan;
  const { tangled } = boot;
  const taking = (id: string): boolean => boot.mayStart(id) || tangled.has(id);
  const path = orderPath(graph, unit, other, taking) ?? [];
  const strongest = strongestOrderPath(graph, unit, other, taking) ?? [];
  const ring = unit !== other && tangled.has(unit) && tangled.has(other);
  const reverse = path.length > 0 && !ring ? [] : (orderPath(graph, other, unit, taking) ?? []);
  const bothOrders = ring && path.length > 0 && reverse.length > 0;
  const doubt = graph.init.system === 'systemd' ? orderDoubt(graph, path, taking, boot.interruptions) : null;
  const requirement = requirementOf(graph, unit, other) ?? null;
  const lostThrough = doubt === null ? undefined : losesItsJob(boot.turns.get(doubt.through));
  const sure = { unit: boot.fate(unit) === 'always', other: boot.fate(other) === 'always' };
  const wish = started.has(other) ? '' : `Wants=${other}\n`;
  const ordinary = path.length === 0 && reverse.length === 0 && unit !== other && graph.init.system === 'systemd';
  return {
    unit,
    other,
    holds: sure.unit && sure.other && path.length > 0 && !bothOrders && lostThrough === undefined,
    started: sure,
    notAtEveryBoot: [...new Set([unit, other])].flatMap((id) => boot.uncertain.get(id) ?? []),
    bothOrders,
    cycle: bothOrders
      ? (boot.cycles.cycles.find(({ members }) => members.includes(unit) && members.includes(other)) ?? null)
      : null,
    path,
    strongest: same(path, strongest) ? [] : strongest,
    reverse,
    required: requirement !== null && requirement.type !== 'Wants',
    requirement,
    doubt: doubt === null ? null : { ...doubt, line: `After=${other}`, fate: lostThrough ?? null },
    later: { unit: waysOf(boot, unit), other: waysOf(boot, other) },
    fates: { unit: boot.turns.get(unit) ?? null, other: boot.turns.get(other) ?? null },
    aliases: aliasesOf(root, [...path, ...strongest]),
    waits: path.length > 0 || reverse.length > 0 ? null : waitsOf(root, unit, other),
    dropIn: ordinary
      ? { file: `${root.config}/${unit}.d/order.conf`, content: `[Unit]\n${wish}After=${other}\n` }
      : path.length === 0 && reverse.length === 0 && unit !== other
        ? overrideFor(graph, started, unit, other)
        : null,
  };
}

function waitsOf({ graph }: RootFacts, unit: string, other: string): WhyOrder['waits'] {
  const taking = startOrder(graph, (id) => id === unit || id === other || graph.nodes.get(id)?.load === 'loaded');
  const before = (id: string) => immediateOf(taking, id, 'before').map((waiting) => waiting.id);
  return { unit: before(unit), other: before(other) };
}

/** Under Upstart the condition of the later job has to name the earlier one; an override replaces it whole. */
function overrideFor(graph: BootGraph, started: ReadonlySet<string>, unit: string, other: string): WhyOrder['dropIn'] {
  const [job, before] = [unit, other].map((id) => /^upstart:(.+)$/.exec(id)?.[1]);
  const condition = graph.nodes.get(unit)?.settings.findLast((s) => s.key === 'start on' && s.overridden !== true);
  if (job === undefined || before === undefined || condition === undefined) return null;
  if (graph.init.system !== 'upstart' || !started.has(unit) || !started.has(other)) return null;
  return { file: `/etc/init/${job}.override`, content: `start on ${condition.value} and started ${before}\n` };
}

function same(a: readonly BootEdge[], b: readonly BootEdge[]): boolean {
  return a.length === b.length && a.every((edge, k) => edge === b[k]);
}

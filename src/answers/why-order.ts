/** Why one unit starts after another: whether it is so, by which lines, and what happens without the other. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { immediateOf, startOrder } from '../engine/order.ts';
import { orderPath, type Requirement, requirementOf, strongestOrderPath } from '../engine/why.ts';
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { type AliasUse, aliasesOf } from './aliases.ts';

export interface WhyOrder {
  /** The one that waits. */
  readonly unit: string;
  /** The one that is waited for. */
  readonly other: string;
  /** Both are started, and the first waits for the second. */
  readonly holds: boolean;
  /** Which of the two are started at boot. */
  readonly started: { readonly unit: boolean; readonly other: boolean };
  /** Shortest path of After edges; empty where nothing orders them so. */
  readonly path: readonly BootEdge[];
  /** The path with the fewest edges that nobody wrote down, where it is another one. */
  readonly strongest: readonly BootEdge[];
  /** The path of the opposite order, where there is one. */
  readonly reverse: readonly BootEdge[];
  readonly required: boolean;
  readonly requirement: Requirement | null;
  /** Where nothing orders the two: what each of them waits for, were it started; only what no longer way implies. */
  readonly waits: { readonly unit: readonly string[]; readonly other: readonly string[] } | null;
  /** Names by which the proof calls its units that are aliases here. */
  readonly aliases: readonly AliasUse[];
  /** A drop-in that would order them, where nothing does. */
  readonly dropIn: { readonly file: string; readonly content: string } | null;
}

/** Whether `unit` starts after `other`, with everything that proves it. */
export function whyOrder(root: RootFacts, unit: string, other: string): WhyOrder {
  const { graph } = root;
  const { started: isStarted, plan } = bootOf(root);
  const { started } = plan;
  const path = orderPath(graph, unit, other, isStarted) ?? [];
  const strongest = strongestOrderPath(graph, unit, other, isStarted) ?? [];
  const reverse = path.length > 0 ? [] : (orderPath(graph, other, unit, isStarted) ?? []);
  const requirement = requirementOf(graph, unit, other) ?? null;
  const both = started.has(unit) && started.has(other);
  const wish = started.has(other) ? '' : `Wants=${other}\n`;
  const ordinary = path.length === 0 && reverse.length === 0 && unit !== other && graph.init.system === 'systemd';
  return {
    unit,
    other,
    holds: both && path.length > 0,
    started: { unit: started.has(unit), other: started.has(other) },
    path,
    strongest: same(path, strongest) ? [] : strongest,
    reverse,
    required: requirement !== null && requirement.type !== 'Wants',
    requirement,
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

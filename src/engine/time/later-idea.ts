/** A start, with all that has to wait for it, put after the targets that wait for it by default: out of the boot's way. */
import type { BootEdge } from '../../graph/model.ts';
import { isWritten } from '../../graph/written.ts';
import type { AskedBoot, Idea } from './idea.ts';

/** So many units are moved together at most: more is another boot. */
const TOGETHER = 6;

/**
 * A target comes after all that it asks for unless that is ordered after the target itself (unit_add_default_target_dependency in unit.c): one line
 * After=TARGET turns it round. What waits for the unit by a line of its own has to go with it.
 */
export function laterIdea({ graph, network, target }: AskedBoot, slow: string): readonly Idea[] {
  const waiting = new Map<string, BootEdge[]>();
  for (const list of network.waits.values())
    for (const { earlier, edge } of list) {
      const known = waiting.get(earlier);
      if (known) known.push(edge);
      else waiting.set(earlier, [edge]);
    }
  const moved = new Set([slow]);
  const targets = new Map<string, BootEdge[]>();
  for (const unit of moved)
    for (const edge of waiting.get(unit) ?? []) {
      if (edge.from.endsWith('.target') && !edge.declared.some(isWritten)) {
        const known = targets.get(unit);
        if (known) known.push(edge);
        else targets.set(unit, [edge]);
        continue;
      }
      // What the target itself is ordered after by a line cannot be put after it.
      if (edge.from === target || moved.size > TOGETHER) return [];
      moved.add(edge.from);
    }
  // A unit behind a target that is moved with it would turn that order round twice.
  if (moved.has(target) || targets.size === 0) return [];
  if ([...targets.values()].some((edges) => edges.some(({ from }) => moved.has(from)))) return [];
  if ([...moved].some((unit) => graph.nodes.get(unit)?.type === 'device')) return [];
  const after = [...targets].map(([unit, edges]) => ({ unit, targets: edges.map(({ from }) => from) }));
  const units = [...moved].filter((unit) => targets.has(unit) || unit === slow);
  return [{ kind: 'later', slow, units, goes: [...targets.values()].flat(), after, changes: [], out: [] }];
}

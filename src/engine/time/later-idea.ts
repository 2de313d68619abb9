/** A start, with all that has to wait for it, put after the targets that wait for it by default: out of the boot's way. */
import type { BootEdge } from '../../graph/model.ts';
import { isWritten } from '../../graph/written.ts';
import { isPassive } from '../../words/passive-target.ts';
import { type AskedBoot, type Idea, wordsOf } from './idea.ts';

/** So many units are moved together at most: more is another boot. */
const TOGETHER = 6;

/**
 * A target comes after all that it asks for unless that is ordered after the target itself (unit_add_default_target_dependency in unit.c): one line
 * After=TARGET turns it round. What waits for the unit by a line of its own has to go with it. Where the unit's own file orders it before a
 * milestone of the boot, that word goes.
 */
export function laterIdea(asked: AskedBoot, slow: string): readonly Idea[] {
  const { graph, target } = asked;
  const waiting = waitersOf(asked);
  const milestones = new Set([target, ...asked.out(target, 'Requires').map(({ to }) => to)]);
  const moved = new Set([slow]);
  const targets = new Map<string, BootEdge[]>();
  for (const unit of moved)
    for (const edge of waiting.get(unit) ?? []) {
      if (edge.from.endsWith('.target') && !standsForAnother(edge.from) && isItsOwn(edge, milestones)) {
        const known = targets.get(unit);
        if (known) known.push(edge);
        else targets.set(unit, [edge]);
        continue;
      }
      // What the target itself is ordered after by a line cannot be put after it.
      if (edge.from === target || moved.size > TOGETHER) return [];
      moved.add(edge.from);
    }
  const goes = [...targets.values()].flat();
  // A unit behind a target that is moved with it would turn that order round twice.
  if (goes.length === 0 || goes.some(({ from }) => moved.has(from))) return [];
  if ([...moved].some((unit) => graph.nodes.get(unit)?.type === 'device')) return [];
  const changes = wordsOf(
    graph,
    goes.map((edge) => ({ ...edge, declared: edge.declared.filter(isWritten) })),
  );
  if (changes === undefined) return [];
  const after = [...targets].map(([unit, edges]) => ({ unit, targets: edges.map(({ from }) => from) }));
  const units = [...moved].filter((unit) => targets.has(unit) || unit === slow);
  return [{ kind: 'later', slow, units, goes, after, changes, out: [] }];
}

/** What is ordered before a passive target, or before network-online.target, is what it stands for: it cannot come after it. */
function standsForAnother(target: string): boolean {
  return target === 'network-online.target' || isPassive(target);
}

function waitersOf({ network }: AskedBoot): ReadonlyMap<string, readonly BootEdge[]> {
  const waiting = new Map<string, BootEdge[]>();
  for (const list of network.waits.values())
    for (const { earlier, edge } of list) {
      const known = waiting.get(earlier);
      if (known) known.push(edge);
      else waiting.set(earlier, [edge]);
    }
  return waiting;
}

/** That a target comes after the unit is a default, or of a milestone the unit's own word. */
function isItsOwn({ from, to, declared }: BootEdge, milestones: ReadonlySet<string>): boolean {
  const written = declared.filter(isWritten);
  return written.length === 0 || (milestones.has(from) && written.every(({ by, how }) => by === to && how === 'line'));
}

/** Whether anything orders two units, asked of many pairs: the order is laid out once, and all walks together are bounded. */
import type { BootGraph } from '../graph/model.ts';
import { isHeeded } from './why.ts';

/** Steps of all walks: a second's work. */
const MAX_STEPS = 20_000_000;

/**
 * @param started what takes part: the order goes through nothing else
 * @returns whether one of the two waits for the other, directly or not; undefined: to find out would take too long
 */
export function orderedPairs(
  graph: BootGraph,
  started: (id: string) => boolean,
): (one: string, other: string) => boolean | undefined {
  const after = new Map<string, string[]>();
  for (const edge of graph.edges) {
    if (edge.type !== 'After' || !started(edge.to) || !isHeeded(graph, edge)) continue;
    const list = after.get(edge.from);
    if (list === undefined) after.set(edge.from, [edge.to]);
    else list.push(edge.to);
  }
  let steps = MAX_STEPS;
  function waits(from: string, to: string): boolean | undefined {
    if (after.get(from)?.includes(to)) return true;
    const met = new Set([from]);
    for (const id of met) {
      const next = after.get(id) ?? [];
      steps -= 1 + next.length;
      if (steps < 0) return undefined;
      for (const one of next) {
        if (one === to) return true;
        met.add(one);
      }
    }
    return false;
  }
  return (one, other) => {
    const forward = waits(one, other);
    if (forward === true) return true;
    const backward = waits(other, one);
    return forward === undefined && backward !== true ? undefined : backward;
  };
}

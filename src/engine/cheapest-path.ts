import type { BootEdge, BootGraph } from '../graph/model.ts';

/** What taking an edge costs; undefined: it may not be taken. */
export type EdgeCost = 'free' | 'dear' | undefined;

/**
 * The path with the fewest dear edges, and the fewest edges at all among those. An empty path where `from` is `to`;
 * undefined where none leads there. Linear in nodes and edges: every edge is offered once.
 */
export function cheapestPath(
  graph: Pick<BootGraph, 'edges'>,
  from: string,
  to: string,
  costOf: (edge: BootEdge) => EdgeCost,
): readonly BootEdge[] | undefined {
  const out = new Map<string, { readonly edge: BootEdge; readonly dear: boolean }[]>();
  for (const edge of graph.edges) {
    const cost = costOf(edge);
    if (cost === undefined) continue;
    const list = out.get(edge.from);
    if (list) list.push({ edge, dear: cost === 'dear' });
    else out.set(edge.from, [{ edge, dear: cost === 'dear' }]);
  }
  const came = new Map<string, BootEdge | undefined>();
  let level = newLevel();
  offer(level, 0, { id: from, by: undefined });
  while (level.byLength.length > 0 && !came.has(to)) {
    const dearer = newLevel();
    for (let length = level.shortest; length < level.byLength.length && !came.has(to); length++)
      for (const { id, by } of level.byLength[length] ?? []) {
        if (came.has(id)) continue;
        came.set(id, by);
        for (const { edge, dear } of out.get(id) ?? [])
          if (!came.has(edge.to)) offer(dear ? dearer : level, length + 1, { id: edge.to, by: edge });
      }
    level = dearer;
  }
  if (!came.has(to)) return undefined;
  const path: BootEdge[] = [];
  for (let edge = came.get(to); edge; edge = came.get(edge.from)) path.push(edge);
  return path.reverse();
}

interface Offer {
  readonly id: string;
  readonly by: BootEdge | undefined;
}

/** Offers of one cost, in buckets by the length of their path. */
interface Level {
  readonly byLength: Offer[][];
  shortest: number;
}

function newLevel(): Level {
  return { byLength: [], shortest: Number.POSITIVE_INFINITY };
}

function offer(level: Level, length: number, made: Offer): void {
  level.shortest = Math.min(level.shortest, length);
  const bucket = level.byLength[length];
  if (bucket) bucket.push(made);
  else level.byLength[length] = [made];
}

/** Why a unit is in the boot, and why it starts after another: shortest proven paths. */
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';

const PULLS: ReadonlySet<EdgeType> = new Set(['Requires', 'BindsTo', 'Wants', 'Upholds']);

/** Edges from the anchor to `unit` along which a start job is pulled in; shortest, requirements before wants. */
export function pullInPath(graph: BootGraph, unit: string): readonly BootEdge[] | undefined {
  return shortest(graph, graph.target, unit, (edge) => PULLS.has(edge.type));
}

/** After edges from `unit` back to `other`: each says that its `from` waits for its `to`. undefined: nothing orders them so. */
export function orderPath(
  graph: BootGraph,
  unit: string,
  other: string,
  started: (id: string) => boolean,
): readonly BootEdge[] | undefined {
  // An order through a unit that has no job binds nobody.
  return shortest(graph, unit, other, (edge) => edge.type === 'After' && (edge.to === other || started(edge.to)));
}

/** Breadth first over edges that `take` accepts: linear. */
function shortest(
  graph: BootGraph,
  from: string,
  to: string,
  take: (edge: BootEdge) => boolean,
): readonly BootEdge[] | undefined {
  const out = new Map<string, BootEdge[]>();
  for (const edge of graph.edges) {
    if (!take(edge)) continue;
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const came = new Map<string, BootEdge | undefined>([[from, undefined]]);
  let level = [from];
  while (level.length > 0 && !came.has(to)) {
    const next: string[] = [];
    for (const id of level)
      for (const edge of out.get(id) ?? []) {
        if (came.has(edge.to)) continue;
        came.set(edge.to, edge);
        next.push(edge.to);
      }
    level = next;
  }
  if (!came.has(to)) return undefined;
  const path: BootEdge[] = [];
  for (let edge = came.get(to); edge; edge = came.get(edge.from)) path.unshift(edge);
  return path;
}

import type { BootGraph } from '../../graph/model.ts';
import { PULLS } from '../why.ts';

/** Units that get a job when this one is started, itself among them: what it requires and wants, on and on. */
export function startClosureIds(graph: BootGraph, unit: string): ReadonlySet<string> {
  const out = new Map<string, string[]>();
  for (const { from, to, type } of graph.edges) {
    if (!PULLS.has(type)) continue;
    const list = out.get(from);
    if (list) list.push(to);
    else out.set(from, [to]);
  }
  const seen = new Set([unit]);
  for (const id of seen)
    for (const next of out.get(id) ?? []) if (graph.nodes.get(next)?.load === 'loaded') seen.add(next);
  return seen;
}

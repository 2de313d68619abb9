import type { BootEdge, BootGraph, EdgeType } from '../../graph/model.ts';
import { PULLS } from '../why.ts';

/**
 * Units that get a job when this one is started, itself among them: what it requires and wants, on and on.
 * @param out the edges that begin at a unit, of these types
 */
export function startClosureIds(
  { nodes }: Pick<BootGraph, 'nodes'>,
  out: (id: string, ...types: readonly EdgeType[]) => readonly BootEdge[],
  unit: string,
): ReadonlySet<string> {
  const seen = new Set([unit]);
  for (const id of seen) for (const { to } of out(id, ...PULLS)) if (nodes.get(to)?.load === 'loaded') seen.add(to);
  return seen;
}

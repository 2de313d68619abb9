/** The longest chain of waits that ends at a unit: why it stands in its wave and not in an earlier one. */
import { isWritten } from '../../src/report/written.ts';
import { bootEdge, type Model, orderNeighbours, unit } from './model.ts';

/**
 * The edges of the chain, from the unit back to one that waits for nothing. Of several equally long chains the one that somebody wrote
 * down counts. A wave is the length of the longest chain to it, so each step leads to the wave before.
 */
export function longestTo(model: Model, n: number): number[] {
  const chain: number[] = [];
  const seen = new Set<number>();
  let at = n;
  while (!seen.has(at)) {
    seen.add(at);
    const back = orderNeighbours(model, at, true, (e) => (model.data.edges.order[e] ?? 0) > 0);
    const far = back.reduce((most, [, other]) => Math.max(most, unit(model, other).wave), -1);
    const last = back.filter(([, other]) => unit(model, other).wave === far && !seen.has(other));
    const step = last.find(([e]) => bootEdge(model, e).declared.some(isWritten)) ?? last[0];
    if (step === undefined || far > unit(model, at).wave) break;
    chain.push(step[0]);
    at = step[1];
  }
  return chain;
}

/** One name for one order: who waits for whom, directly or not. Two sets of After lines that come to the same have the same name. */
import { startOrder } from '../engine/order.ts';
import type { BootGraph } from '../graph/model.ts';
import { digestOf } from './digest.ts';
import type { Mask } from './mask.ts';

/** The closure takes the square of what is started: of more than any machine starts, the edges themselves are taken. */
const LARGEST = 8192;

/**
 * @param taking what is started
 * @param told what the name speaks of: an order through others counts, though they are not told themselves
 */
export function orderDigest(
  graph: BootGraph,
  mask: Mask,
  taking: (id: string) => boolean,
  told: (id: string) => boolean,
): string {
  const { csr } = startOrder(graph, taking);
  const { start, to } = csr.forward;
  const named = csr.ids.flatMap((id, node) => (taking(id) && told(id) ? [{ name: mask.of(id), node }] : []));
  named.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const place = new Int32Array(csr.ids.length).fill(-1);
  named.forEach(({ node }, k) => {
    place[node] = k;
  });
  const whole = named.length <= LARGEST;
  const seen = new Int32Array(csr.ids.length).fill(-1);
  const rows = named.map(({ name, node }, k) => {
    const waitsFor: number[] = [];
    const open = [node];
    for (let at = open.pop(); at !== undefined; at = open.pop())
      for (let e = start[at] as number; e < (start[at + 1] as number); e++) {
        const next = to[e] as number;
        if (seen[next] === k) continue;
        seen[next] = k;
        if (whole) open.push(next);
        const other = place[next] as number;
        if (other >= 0) waitsFor.push(other);
      }
    return `${name} ${waitsFor.sort((a, b) => a - b).join()}`;
  });
  return digestOf(rows);
}

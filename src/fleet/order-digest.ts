/** Names for orders: who waits for whom, directly or not. Two sets of After lines that come to the same have the same name. */
import { hash } from 'node:crypto';
import { startOrder } from '../engine/order.ts';
import type { BootGraph } from '../graph/model.ts';
import { byText } from '../words/by-text.ts';
import { digestOf, digestOfBytes } from './digest.ts';
import type { Mask } from './mask.ts';

/** The closure takes the square of what is started: of more than any machine starts, the edges themselves are taken. */
const LARGEST = 8192;

export interface OrderDigests {
  /** Of the whole start. */
  readonly digest: string;
  /** By name: of what that unit waits for, directly or not. Of more units than any machine starts, none. */
  readonly waits: ReadonlyMap<string, string>;
}

export interface Taking {
  /** What is started. */
  taking(id: string): boolean;
  /** What the names speak of: an order through others counts, though they are not told themselves. */
  told(id: string): boolean;
  /** What loses its job at this boot: an order through it may be none. */
  lost(id: string): boolean;
}

export function orderDigests(graph: BootGraph, mask: Mask, { taking, told, lost }: Taking): OrderDigests {
  const { csr } = startOrder(graph, taking);
  const { start, to } = csr.forward;
  const named = csr.ids.flatMap((id, node) => (taking(id) && told(id) ? [{ name: mask.of(id), node, id }] : []));
  named.sort((a, b) => byText(a.name, b.name));
  const place = new Int32Array(csr.ids.length).fill(-1);
  named.forEach(({ node }, k) => {
    place[node] = k;
  });
  const whole = named.length <= LARGEST;
  const marks = whole ? named.map(({ name, id }) => hash('sha256', lost(id) ? `!${name}` : name, 'buffer')) : [];
  const seen = new Int32Array(csr.ids.length).fill(-1);
  const waits = new Map<string, string>();
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
    waitsFor.sort((a, b) => a - b);
    // In the order of names, which is the same on every host.
    if (whole) waits.set(name, digestOfBytes(waitsFor.map((other) => marks[other] as Buffer)));
    return `${name} ${waitsFor.join()}`;
  });
  return { digest: digestOf(rows), waits };
}

/** On random cyclic trees: every plan cures, and an exhaustive search over all lines finds nothing smaller. */
import { describe, expect, it } from 'vitest';
import { mendCycles } from '../../../src/boot/mend.ts';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { seededRandom } from '../../../src/engine/transaction/chance.ts';
import { bootOf, STOCK } from './units.ts';

type Orders = readonly (readonly [unit: number, after: number])[];

function randomOrders(seed: number, units: number, edges: number): Orders {
  const random = seededRandom(seed);
  const made = new Map<string, readonly [number, number]>();
  while (made.size < edges) {
    const pair = [Math.floor(random() * units), Math.floor(random() * units)] as const;
    if (pair[0] !== pair[1]) made.set(pair.join(), pair);
  }
  return [...made.values()];
}

/** One line for each order, every unit without default dependencies. */
function treeOf(orders: Orders, units: number): Record<string, string> {
  const names = Array.from({ length: units }, (_, n) => `u${n}.service`);
  const files: Record<string, string> = {
    ...STOCK,
    'basic.target': `${STOCK['basic.target']}\nWants=${names.join(' ')}`,
  };
  for (const [n, name] of names.entries())
    files[name] = [
      'DefaultDependencies=no',
      ...orders.filter(([unit]) => unit === n).map(([, after]) => `After=u${after}.service`),
    ].join('\n');
  return files;
}

function isCyclic(orders: Orders, units: number): boolean {
  const waits = new Map<number, number[]>();
  for (const [unit, after] of orders) waits.set(unit, [...(waits.get(unit) ?? []), after]);
  const left = new Set(Array.from({ length: units }, (_, n) => n));
  for (let size = -1; size !== left.size; ) {
    size = left.size;
    for (const n of left) if (!(waits.get(n) ?? []).some((other) => left.has(other))) left.delete(n);
  }
  return left.size > 0;
}

/** The fewest orders to take away, tried in all combinations. */
function fewest(orders: Orders, units: number): number {
  for (let size = 0; ; size++) if (some(orders, size, 0, new Set())) return size;

  function some(all: Orders, size: number, from: number, without: Set<number>): boolean {
    if (size === 0)
      return !isCyclic(
        all.filter((_, at) => !without.has(at)),
        units,
      );
    for (let at = from; at <= all.length - size; at++) {
      without.add(at);
      const found = some(all, size - 1, at + 1, without);
      without.delete(at);
      if (found) return true;
    }
    return false;
  }
}

describe('the plan that mends a random knot', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))(
    'cures with no more changes than must be (tree %i)',
    (seed) => {
      const units = 4 + (seed % 4);
      const orders = randomOrders(seed, units, units + 3 + (seed % 5));
      const opened = bootOf(treeOf(orders, units));
      const found = findCycles(opened.graph, { version: 252 });
      const { plan, left, knots } = mendCycles(opened, found);
      expect(left).toBe(0);
      expect(knots.every(({ exact }) => exact)).toBe(true);
      expect(plan).toHaveLength(fewest(orders, units));
      // And with those files in it, opened once more, there is none.
      const mended = opened.reopen(plan.flatMap(({ files }) => files));
      expect(findCycles(mended.graph, { version: 252 }).cycles).toEqual([]);
    },
  );
});

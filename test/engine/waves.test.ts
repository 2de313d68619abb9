import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../src/engine/csr.ts';
import { waves } from '../../src/engine/waves.ts';

const rows = (size: number, edges: readonly (readonly [number, number])[]) =>
  buildAdjacency(
    size,
    edges.map(([a]) => a),
    edges.map(([, b]) => b),
  );

describe('waves', () => {
  it('gives each unit one more than the deepest unit it waits for', () => {
    const depth = waves(
      rows(5, [
        [0, 1],
        [1, 2],
        [0, 2],
        [3, 2],
      ]),
    );
    expect([...depth]).toEqual([0, 1, 2, 0, 0]);
  });

  it('takes a cycle as one step', () => {
    const depth = waves(
      rows(4, [
        [0, 1],
        [1, 2],
        [2, 1],
        [2, 3],
      ]),
    );
    expect([...depth]).toEqual([0, 1, 1, 2]);
  });

  it('orders nothing through a unit that is left out', () => {
    const depth = waves(
      rows(3, [
        [0, 1],
        [1, 2],
      ]),
      (node) => node !== 1,
    );
    expect([...depth]).toEqual([0, -1, 0]);
  });

  it('never depends on the order in which the edges stand', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 25 }).chain((edges) =>
          fc.record({
            edges: fc.constant(edges),
            shuffled: fc.shuffledSubarray(edges, { minLength: edges.length, maxLength: edges.length }),
          }),
        ),
        ({ edges, shuffled }) => {
          expect(waves(rows(10, edges))).toEqual(waves(rows(10, shuffled)));
        },
      ),
    );
  });
});

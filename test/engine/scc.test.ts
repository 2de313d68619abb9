import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildAdjacency } from '../../src/engine/csr.ts';
import { stronglyConnected } from '../../src/engine/scc.ts';

const digraph = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    size: fc.constant(size),
    edges: fc.array(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: 30 }),
  }),
);

/** Reachability by Warshall's closure: slow, and plainly right. */
function closure(size: number, edges: readonly (readonly [number, number])[]): boolean[][] {
  const reach = Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  for (const [a, b] of edges) reach[a]![b] = true;
  for (let k = 0; k < size; k++)
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) if (reach[i]![k] && reach[k]![j]) reach[i]![j] = true;
  return reach;
}

const rows = (size: number, edges: readonly (readonly [number, number])[]) =>
  buildAdjacency(
    size,
    edges.map(([a]) => a),
    edges.map(([, b]) => b),
  );

describe('strongly connected components', () => {
  it('holds two units together exactly where each reaches the other', () => {
    fc.assert(
      fc.property(digraph, ({ size, edges }) => {
        const { of, cyclic } = stronglyConnected(rows(size, edges));
        const reach = closure(size, edges);
        for (let i = 0; i < size; i++) {
          expect(cyclic[of[i]!] === 1).toBe(reach[i]![i]);
          for (let j = 0; j < size; j++)
            expect(of[i] === of[j]).toBe(i === j || (reach[i]![j] === true && reach[j]![i] === true));
        }
        for (const [a, b] of edges) expect(of[a]).toBeGreaterThanOrEqual(of[b]!);
      }),
    );
  });

  it('calls a unit that is ordered after itself cyclic', () => {
    const { cyclic, of } = stronglyConnected(rows(2, [[0, 0]]));
    expect([cyclic[of[0]!], cyclic[of[1]!]]).toEqual([1, 0]);
  });

  it('walks a chain of 200 000 units without recursion', () => {
    const size = 200_000;
    const edges = Array.from({ length: size }, (_, i) => [i, (i + 1) % size] as const);
    expect(stronglyConnected(rows(size, edges)).members.length).toBe(1);
    expect(stronglyConnected(rows(size, edges.slice(1))).members.length).toBe(size);
  });

  it('leaves out what is not included', () => {
    const { of, members } = stronglyConnected(
      rows(3, [
        [0, 1],
        [1, 2],
        [2, 0],
      ]),
      (node) => node !== 1,
    );
    expect(of[1]).toBe(-1);
    expect(members.length).toBe(2);
  });
});

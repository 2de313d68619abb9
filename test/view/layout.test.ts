/** Where units stand: what the page leaves out of the calculation may not move them. */
import { expect, test } from 'vitest';
import { buildAdjacency } from '../../src/view/adjacency.ts';
import { type Layout, layout } from '../../src/view/layout.ts';
import { generator } from '../bench/view-roots.ts';

const UNITS = 60;

test('lines between the same two units, told once with their number, place a boot as each of them by itself does', () => {
  const random = generator(7);
  const pick = (most: number): number => Math.floor(random() * most);
  for (let boot = 0; boot < 20; boot++) {
    const wave = Int32Array.from({ length: UNITS }, () => pick(9));
    const pairs = Array.from({ length: 90 }, () => [pick(UNITS), pick(UNITS)] as const).filter(
      ([a, b]) => (wave[a] as number) < (wave[b] as number),
    );
    const many = pairs.map(() => 1 + pick(5));
    const each = pairs.flatMap((pair, k) => Array.from({ length: many[k] as number }, () => pair));
    const placed = (lines: readonly (readonly [number, number])[], counts?: readonly number[]): Layout =>
      layout({
        wave,
        width: wave.map(() => 80),
        before: buildAdjacency(
          UNITS,
          lines.map(([a]) => a),
          lines.map(([, b]) => b),
        ),
        spine: new Set([0]),
        shelves: [],
        ...(counts === undefined ? {} : { many: counts }),
      });
    expect(placed(pairs, many)).toEqual(placed(each));
  }
});

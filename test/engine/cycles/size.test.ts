/** Large knots end in bounded work, and what was not looked at is said. */
import { expect, it } from 'vitest';
import { mendCycles } from '../../../src/boot/mend.ts';
import { findCycles } from '../../../src/engine/cycles/find.ts';
import { seededRandom } from '../../../src/engine/transaction/chance.ts';
import { bootOf } from './units.ts';

const plain = (lines: string) => `DefaultDependencies=no\n${lines}`;

function knot(units: number, after: (unit: number) => readonly number[]): Record<string, string> {
  const names = Array.from({ length: units }, (_, n) => `u${n}.service`);
  const files: Record<string, string> = { 'default.target': plain(`Wants=${names.join(' ')}\nAllowIsolate=yes`) };
  for (const [n, name] of names.entries())
    files[name] = plain(
      `After=${after(n)
        .map((o) => `u${o}.service`)
        .join(' ')}`,
    );
  return files;
}

const random = seededRandom(7);
it.each([
  [
    '400 units, each after every other',
    knot(400, (n) => Array.from({ length: 400 }, (_, o) => o).filter((o) => o !== n)),
  ],
  [
    '3 000 units, each after six others',
    knot(3000, (n) => Array.from({ length: 6 }, () => Math.floor(random() * 3000)).filter((o) => o !== n)),
  ],
])('%s: the shortest cycles are told, and that there are more', (_, files) => {
  const opened = bootOf(files);
  const found = findCycles(opened.graph, { version: 252 });
  expect([found.cycles.length, found.complete]).toEqual([100, false]);
  const { plan, knots } = mendCycles(opened, found);
  expect(plan).toEqual([]);
  expect(knots.map(({ exact, ways }) => [exact, ways.length])).toEqual([[false, 0]]);
});

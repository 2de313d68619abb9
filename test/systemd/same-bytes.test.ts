import { expect, test } from 'vitest';
import { forSameBytes } from '../../src/systemd/same-bytes.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('what a file made is made again only for other bytes, or by another name', () => {
  const before = forSameBytes<number>();
  let made = 0;
  const ask = (key: string, text: string): number => before(key, bytes(text), () => ++made);
  expect([ask('/a', 'one'), ask('/a', 'two'), ask('/a', 'one'), ask('/b', 'one'), ask('/a', 'two')]).toEqual([
    1, 2, 1, 3, 2,
  ]);
});

test('a buffer that is written over afterwards is no longer the same file', () => {
  const before = forSameBytes<string>();
  const shared = bytes('one');
  before('/a', shared, () => 'first');
  shared.set(bytes('two'));
  expect(before('/a', shared, () => 'second')).toBe('second');
  expect(before('/a', bytes('one'), () => 'third')).toBe('first');
});

test('a file that everybody has in another form does not fill the memory, nor does a large one', () => {
  const before = forSameBytes<number>();
  for (let k = 0; k < 1000; k++) before('/a', bytes(`n ${k}`), () => k);
  expect(before('/a', bytes('n 999'), () => -1)).toBe(999);
  expect(before('/a', bytes('n 0'), () => -1)).toBe(-1);
  const large = bytes('x'.repeat(100_000));
  before('/b', large, () => 1);
  expect(before('/b', large, () => 2)).toBe(2);
});

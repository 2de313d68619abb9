/** What the page's file holds is the data itself, only smaller when compressed. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { viewOfRoot } from '../../src/view/of-root.ts';
import { pack, unpack } from '../../src/view/pack.ts';

const data = viewOfRoot(openFolder(fileURLToPath(new URL('../../sample-roots/modern-server', import.meta.url))));

test('packed data is the same data again, of one boot and of two', () => {
  const again = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  expect(unpack(again(pack(data)))).toEqual(again(data));
  expect(unpack(again(pack([data, data])))).toEqual([again(data), again(data)]);
  expect(unpack(again(data)), 'data that was never packed is taken as it is').toEqual(again(data));
});

test('packed it compresses to less', () => {
  const size = (value: unknown): number => gzipSync(JSON.stringify(value)).length;
  expect(size(pack(data))).toBeLessThan(size(data) * 0.95);
});

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const TOP = new URL('../../', import.meta.url).pathname;

test('the top level holds what the design card names, and what a test writes is written elsewhere', () => {
  const ignored = new Set(
    readFileSync(`${TOP}.gitignore`, 'utf8')
      .split('\n')
      .map((line) => line.replace(/^\/|\/$/g, '')),
  );
  const seen = readdirSync(TOP).filter((name) => !name.startsWith('.') && !ignored.has(name));
  expect(seen.sort()).toEqual([
    'LICENSE',
    'README.md',
    'docs',
    'package-lock.json',
    'package.json',
    'sample-roots',
    'src',
    'test',
    'tsconfig.json',
    'web',
  ]);
});

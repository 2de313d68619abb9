/** docs/decisions/014: the libraries that it says are used are those that the source imports, and each part by hand is a file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

const TOP = new URL('../../', import.meta.url);
const DOCUMENT = new URL('docs/decisions/014-written-by-hand.md', TOP);
const [, used = '', byHand = ''] = readFileSync(DOCUMENT, 'utf8').split(/^## .*$/m);
const [program = '', tests = ''] = used.split('Of tests and site:');
const named = (text: string): readonly string[] =>
  [...text.matchAll(/`([@a-z][a-z0-9@/-]*)`/g)].map(([, name = '']) => name).sort();
const installed = new Set([...Object.keys(manifest.devDependencies), ...Object.keys(manifest.optionalDependencies)]);

test('every library of the program is in the table, and none besides', () => {
  const imported = new Set<string>();
  for (const folder of ['src', 'web/src'])
    for (const name of readdirSync(new URL(folder, TOP), { recursive: true }) as string[])
      if (name.endsWith('.ts'))
        for (const [, from = ''] of readFileSync(new URL(`${folder}/${name}`, TOP), 'utf8').matchAll(
          /(?:from|import\()\s*'([@a-z][^']*)'/g,
        ))
          if (!from.startsWith('node:')) imported.add(/^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from);
  expect(named(program)).toEqual([...imported].sort());
});
test('those of the tests are installed', () => {
  expect(named(tests).length).toBeGreaterThan(5);
  expect(named(tests).filter((name) => !installed.has(name))).toEqual([]);
});
test('what is said to be by hand is a file, and its library is none that the program has', () => {
  const files = [...byHand.matchAll(/\]\((\.\.\/\.\.\/[^)]+)\)/g)].map(([, path = '']) => path);
  expect(files.length).toBeGreaterThan(25);
  expect(files.filter((path) => !existsSync(new URL(path, DOCUMENT)))).toEqual([]);
});

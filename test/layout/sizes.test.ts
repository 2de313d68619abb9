import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** A file or function that takes more than this to read says why: `Longer than N lines: …`. */
const FILE = 300;
const FUNCTION = 80;

const TOP = new URL('../../', import.meta.url).pathname;

function sources(): readonly (readonly [file: string, lines: readonly string[]])[] {
  return ['src', 'web/src'].flatMap((folder) =>
    readdirSync(`${TOP}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [`${folder}/${name}`, readFileSync(`${TOP}${folder}/${name}`, 'utf8').split('\n')] as const),
  );
}

/** Functions by their indentation, which the formatter sees to: from the line with its name to the brace in the same column. */
function longFunctions(lines: readonly string[]): readonly (readonly [name: string, at: number])[] {
  return lines.flatMap((line, at) => {
    const [, indent, name] = /^( *)(?:export )?(?:async )?function\*? (\w+)/.exec(line) ?? [];
    if (indent === undefined || name === undefined) return [];
    const end = lines.findIndex((other, n) => n > at && other === `${indent}}`);
    return end - at > FUNCTION ? [[name, at] as const] : [];
  });
}

test('a file of more than 300 lines says why it is that long', () => {
  const all = sources();
  expect(all.length).toBeGreaterThan(400);
  const long = all.filter(([, lines]) => lines.length - 1 > FILE);
  expect(long.length, 'none is met: the test reads nothing').toBeGreaterThan(0);
  expect(
    long
      .filter(([, lines]) => !lines.slice(0, 12).join('\n').includes('Longer than 300 lines: '))
      .map(([file]) => file),
  ).toEqual([]);
});

test('a function of more than 80 lines says why it is that long', () => {
  const long = sources().flatMap(([file, lines]) =>
    longFunctions(lines).map(([name, at]) => ({ file, name, at, lines })),
  );
  expect(long.length, 'none is met: the test reads nothing').toBeGreaterThan(0);
  const silent = long.filter(
    ({ at, lines }) =>
      !lines
        .slice(Math.max(0, at - 12), at)
        .join('\n')
        .includes('Longer than 80 lines: '),
  );
  expect(silent.map(({ file, name }) => `${file}: ${name}`)).toEqual([]);
});

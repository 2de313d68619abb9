/** Data goes one way: every import of the source, held against the table of rooms. */
import { readFileSync } from 'node:fs';
import fastGlob from 'fast-glob';
import { describe, expect, test } from 'vitest';
import { circles, forbidden, type Import, importsOf, roomOf } from './imports.ts';
import { PUBLIC, ROOMS } from './rooms.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const files = fastGlob.sync(['src/**/*.ts', 'web/src/**/*.ts'], { cwd: TOP, ignore: ['**/*.d.ts'] });
const texts = new Map(files.map((file) => [file, readFileSync(`${TOP}${file}`, 'utf8')]));
const all = [...texts].flatMap(([file, text]) => importsOf(file, text));

describe('what is read is the whole source', () => {
  test('every room of the table has files, and no file lies outside the table', () => {
    expect(files.length).toBeGreaterThan(350);
    const rooms = new Set(files.map(roomOf));
    expect([...rooms].sort()).toEqual(Object.keys(ROOMS).sort());
  });
  test('no import is overlooked, and each leads to a file that is there', () => {
    const written = [...texts.values()].flatMap(
      (text) => text.match(/^(?:import .*|export .*|\}) ?from '[^']+';$|^import '[^']+';$|^import .* with \{/gm) ?? [],
    );
    expect(all.length).toBeGreaterThan(2000);
    const static_ = [...texts].flatMap(([file, text]) =>
      importsOf(file, text.replace(/\b(import|getBuiltinModule)\(/g, 'load(')),
    );
    expect(static_.length).toBe(written.length);
    const there = new Set(files);
    const lost = all.filter(({ to }) => /^(src|web)\//.test(to) && !there.has(to) && !to.endsWith('.css'));
    expect(lost).toEqual([]);
  });
});

test('no room imports one that the table does not allow it', () => expect(forbidden(all)).toEqual([]));

test('no file imports itself by way of others', () => expect(circles(all)).toEqual([]));

test('a package or single file that the table allows is made use of: nothing is allowed in advance', () => {
  const idle = Object.entries(ROOMS).flatMap(([name, { may, packages = [] }]) => {
    const own = all.filter(({ from }) => roomOf(from) === name && from !== PUBLIC);
    const used = new Set(own.flatMap(({ to }) => [to.replace(/^src\//, ''), roomOf(to) ?? to]));
    const single = [...may.filter((one) => one.includes('/')), ...packages];
    return single.filter((one) => !used.has(one)).map((one) => `${name}: ${one}`);
  });
  expect(idle).toEqual([]);
});

describe('the rules fire', () => {
  const one = (from: string, to: string, typesOnly = false): Import => ({ from, to, typesOnly });
  const rooms = Object.entries(ROOMS);
  const fileIn = (room: string): string =>
    room === 'web' ? 'web/src/new.ts' : room === 'open' ? 'src/new.ts' : `src/${room}/new.ts`;

  test.each(rooms)('where a file of %s imports a room that it may not', (name, { may, types = [], why }) => {
    const others = rooms.map(([other]) => other).filter((other) => other !== name);
    const not = others.filter((other) => !may.includes(other) && !types.includes(other));
    expect(not.length).toBeGreaterThan(0);
    for (const other of not) {
      const [said, ...more] = forbidden([one(fileIn(name), fileIn(other), true)]);
      expect(said).toContain(why);
      expect(more).toEqual([]);
    }
    for (const other of may.filter((room) => room in ROOMS))
      expect(forbidden([one(fileIn(name), fileIn(other))])).toEqual([]);
  });
  test.each(rooms.filter(([, { types }]) => types !== undefined))(
    'where a file of %s calls what it may only speak of',
    (name, { types = [] }) => {
      for (const other of types) {
        expect(forbidden([one(fileIn(name), fileIn(other), true)])).toEqual([]);
        expect(forbidden([one(fileIn(name), fileIn(other))])[0]).toContain('more than types');
      }
    },
  );
  test('where any but snapshot and cli reads files', () => {
    const readers = rooms
      .map(([name]) => name)
      .filter((name) => forbidden([one(fileIn(name), 'node:fs')]).length === 0);
    expect(readers).toEqual(['snapshot', 'cli']);
    const runners = rooms
      .map(([name]) => name)
      .filter((name) => forbidden([one(fileIn(name), 'node:child_process')]).length === 0);
    expect(runners).toEqual(['cli']);
  });
  test('where files go in a circle, by types as well', () => {
    const around = [
      one('src/a/x.ts', 'src/a/y.ts'),
      one('src/a/y.ts', 'src/a/z.ts', true),
      one('src/a/z.ts', 'src/a/x.ts'),
    ];
    expect(circles(around)).toEqual([['src/a/x.ts', 'src/a/y.ts', 'src/a/z.ts']]);
    expect(circles(around.slice(1))).toEqual([]);
  });
  test('in a room that nobody wrote down', () => {
    expect(forbidden([one('src/attic/new.ts', 'src/graph/model.ts')])[0]).toContain('attic');
  });
});

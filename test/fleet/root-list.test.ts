/** Which roots a list names, however people and programs write one. */
import { describe, expect, test } from 'vitest';
import { inShard, namedTwice, parseShard, readRootList } from '../../src/fleet/root-list.ts';

const named = (text: string): readonly string[] => readRootList(text).map(({ root }) => root);
const twice = (...roots: readonly string[]) => namedTwice(roots.map((root, k) => ({ n: k + 1, root })));

describe('a list', () => {
  test('has a root a line, whatever ends the lines; empty ones and comments name none', () => {
    expect(named('\ufeff# hosts of May\r\n/a\r\n\r\n   \r\n  # old\n/b c\n/d#e\n')).toEqual(['/a', '/b c', '/d#e']);
  });
  test('of find -print0 takes every name as it is', () => {
    expect(named('#a\0 \0b\nc\0\0')).toEqual(['#a', ' ', 'b\nc']);
  });
  test('of nothing names nothing', () => {
    expect([named(''), named('\n\n'), named('# nobody'), named('\0\0')]).toEqual([[], [], [], []]);
  });
});

test('one root named twice is found, however its path is spelt', () => {
  for (const [one, other] of [
    ['/a/b', '/a/b/'],
    ['/a/b', '//a/./b'],
    ['a', './a'],
    ['/', '//'],
    ['.', './'],
  ] as const)
    expect(
      twice('/x', one, other)?.map(({ n }) => n),
      `${one} ${other}`,
    ).toEqual([2, 3]);
  expect(twice('/a', 'a', '/a/b', '/a/../a')).toBeUndefined();
});

test('parts that do not divide the list hold each root once; of more parts than roots some are empty', () => {
  const roots = readRootList(Array.from({ length: 7 }, (_, k) => `/r${k}`).join('\n'));
  for (const of of [1, 2, 3, 5, 7, 9]) {
    const parts = Array.from({ length: of }, (_, k) => inShard(roots, { part: k + 1, of }));
    expect(
      parts
        .flat()
        .map(({ n }) => n)
        .sort(),
    ).toEqual([1, 2, 3, 4, 5, 6, 7]);
  }
  expect(['0/3', '4/3', '1/0', '1', 'a/b', '-1/3', '1/3 '].map(parseShard)).toEqual(Array(7).fill(undefined));
});

import { describe, expect, test } from 'vitest';
import { compilePattern, matchesPattern } from '../../src/words/pattern.ts';
import glibc from './fnmatch-glibc-2.36.json' with { type: 'json' };

describe('a pattern', () => {
  test('fits what fnmatch(3) of glibc says that it fits (400 drawn at random, asked there)', () => {
    const wrong = (glibc as [string, string, boolean, boolean][]).filter(
      ([pattern, text, noEscape, expected]) => matchesPattern(text, pattern, { noEscape }) !== expected,
    );
    expect(wrong).toEqual([]);
  });
  test('takes characters, not halves of them', () => {
    expect(matchesPattern('a😀b', 'a?b')).toBe(true);
    expect(matchesPattern('😀', '[😀-😂]')).toBe(true);
  });
  test('a range that goes down holds nothing, an open bracket is itself', () => {
    expect(matchesPattern('m', '[z-a]')).toBe(false);
    expect(matchesPattern('[z', '[z')).toBe(true);
  });
  test('of twenty stars over ten thousand characters is at most their product', () => {
    const before = performance.now();
    expect(matchesPattern('a'.repeat(10_000), `${'*a'.repeat(20)}*b`)).toBe(false);
    expect(performance.now() - before).toBeLessThan(20_000);
  });
  test('tells which beginnings and which ends of a text fit', () => {
    const lengths = (text: string, pattern: string, fromEnd: boolean) => [
      ...compilePattern(pattern).partLengths(text, fromEnd),
    ];
    expect(lengths('/usr/lib/x', '*/', false)).toEqual([1, 5, 9]);
    expect(lengths('a.tar.gz', '.*', true)).toEqual([3, 7]);
    expect(lengths('abc', '*', false)).toEqual([0, 1, 2, 3]);
    expect(lengths('abc', '', true)).toEqual([0]);
    expect(lengths('abc', 'x', true)).toEqual([]);
  });
});

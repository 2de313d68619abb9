import { describe, expect, test } from 'vitest';
import { levelText, parseLevels } from '../../src/sysv/level-sets.ts';
import { type LsbKey, listWords, parseLsbHeader } from '../../src/sysv/lsb-header.ts';
import { isIgnoredScriptName } from '../../src/sysv/script-names.ts';

function headerOf(...lines: string[]): ReturnType<typeof parseLsbHeader> {
  return parseLsbHeader(['#!/bin/sh', '### BEGIN INIT INFO', ...lines, '### END INIT INFO', ''].join('\n'));
}

// What insserv 1.24 was seen to do (design notes) or does by its source (insserv.c: scan_lsb_headers, str2lvl).
describe('an LSB header by insserv', () => {
  test.each<[string, LsbKey, string]>([
    ['# REQUIRED-START: b', 'required-start', 'b'],
    ['# default_start:2 3', 'default-start', '2 3'],
    ['# X-UnitedLinux-Should-Start: b', 'should-start', 'b'],
    ['#Provides:   web', 'provides', 'web'],
    ['# X-Start-Before: gdm', 'start-before', 'gdm'],
    ['# X-Interactive: true', 'interactive', 'true'],
    ['# Provides: a\tb', 'provides', 'a'],
  ])('%j is %s = %j', (line, key, value) => {
    expect(headerOf(line).fields.get(key)).toMatchObject({ value, line: 3 });
  });

  test('the first of two equal keys counts, the second is remembered', () => {
    const header = headerOf('# Required-Start: b', '# Required-Start: c');
    expect(header.fields.get('required-start')).toMatchObject({ value: 'b', line: 3 });
    expect(header.repeated).toMatchObject([{ value: 'c', line: 4 }]);
  });

  test('a continuation line is lost', () => {
    expect(headerOf('# Required-Start: b', '#    c').fields.get('required-start')?.value).toBe('b');
  });

  test('a dependency list ends at two delimiters in a row, and what is lost is told', () => {
    expect(listWords('a, b')).toEqual(['a']);
    expect(headerOf('# Required-Start: a, b').fields.get('required-start')?.lost).toEqual(['b']);
  });

  test('a block that is never closed is open', () => {
    expect(parseLsbHeader('### BEGIN INIT INFO\n# Provides: a\n').state).toBe('open');
    expect(parseLsbHeader('#!/bin/sh\n').state).toBe('none');
  });
});

test.each([
  ['2, 3', '2 3'],
  ['s 7 23', 'S'],
  ['', ''],
])('levels %j are %j', (value, expected) => {
  expect(levelText(parseLevels(value).levels)).toBe(expected);
});

test.each(['README', 'skeleton', 'core', 'rc', 'rcS', 'a.dpkg-old', 'b.bak', 'c.rpmsave', 'd~', 'e.orig'])(
  '%s is no script',
  (name) => expect(isIgnoredScriptName(name)).toBe(true),
);
test.each(['ok', 'f.sh'])('%s is a script', (name) => expect(isIgnoredScriptName(name)).toBe(false));

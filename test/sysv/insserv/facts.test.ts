/** Seen when insserv 1.24 ran on these very sets. */
import { describe, expect, test } from 'vitest';
import { runInsserv } from '../../../src/sysv/insserv/run.ts';
import { levelText } from '../../../src/sysv/level-sets.ts';
import { type Entry, memoryRoot } from '../../memory-root.ts';

/** `name: key=value; …`; a Provides is added unless it is given, as are the keys that every header must have. */
function scripts(...lines: readonly string[]): Record<string, Entry> {
  const files: Record<string, Entry> = {
    '/etc/insserv.conf': '$network +networking\n$remote_fs +mountnfs $local_fs\n$local_fs +mountall\n',
  };
  for (const line of lines) {
    const cut = line.indexOf(':');
    const name = line.slice(0, cut);
    const keys = new Map([
      ['Provides', name],
      ['Required-Start', ''],
      ['Required-Stop', ''],
      ['Default-Start', '2 3 4 5'],
      ['Default-Stop', '0 1 6'],
    ]);
    for (const part of line.slice(cut + 1).split(';')) {
      const [key = '', value = ''] = part.trim().split('=');
      if (key !== '') keys.set(key, value);
    }
    const header = [...keys].map(([key, value]) => `# ${key}: ${value}`);
    files[`/etc/init.d/${name}`] = ['#!/bin/sh', '### BEGIN INIT INFO', ...header, '### END INIT INFO', ''].join('\n');
  }
  return files;
}

function enable(files: Readonly<Record<string, Entry>>, named?: readonly string[]) {
  const all = Object.keys(files).flatMap((path) => /^\/etc\/init\.d\/(.*)/.exec(path)?.[1] ?? []);
  return runInsserv(memoryRoot(files), { named: named ?? all, defaults: true });
}

function numbers(files: Readonly<Record<string, Entry>>, mode: 'start' | 'stop' = 'start'): Record<string, number> {
  const { order } = enable(files);
  return Object.fromEntries(order.filter((one) => one.mode === mode).map(({ script, number }) => [script, number]));
}

describe('numbers', () => {
  test('a number is the length of the longest chain before it; what stands alone has 1', () => {
    expect(numbers(scripts('a:', 'b: Required-Start=a', 'c: Should-Start=b gone', 'd:'))).toEqual({
      a: 1,
      b: 2,
      c: 3,
      d: 1,
    });
  });

  test('what starts last stops first', () => {
    const chain = scripts('a:', 'b: Required-Stop=a', 'c: Required-Stop=b');
    expect(numbers(chain, 'stop')).toEqual({ c: 1, b: 2, a: 3 });
  });

  test('numbers hold for all runlevels of a phase: b is 2 in runlevel 2 as well, where a does not start', () => {
    expect(numbers(scripts('a: Default-Start=3', 'b: Should-Start=a'))).toEqual({ a: 1, b: 2 });
  });

  test('runlevel S is a phase of its own', () => {
    expect(numbers(scripts('a: Default-Start=S; Should-Start=b', 'b:'))).toEqual({ a: 1, b: 1 });
  });

  test('a facility stands for its members, X-Start-Before turns the order round', () => {
    const files = scripts('networking:', 'a: Required-Start=$network', 'n: X-Start-Before=$network');
    expect(numbers(files)).toEqual({ n: 1, networking: 2, a: 3 });
  });

  test('an interactive script has its number for itself', () => {
    expect(numbers(scripts('a: X-Interactive=true', 'b:', 'c:'))).toEqual({ a: 1, b: 2, c: 2 });
  });

  test('$all comes after everything of its levels', () => {
    expect(numbers(scripts('a:', 'b: Should-Start=a', 'z: Required-Start=$all'))).toEqual({ a: 1, b: 2, z: 3 });
  });
});

describe('what insserv refuses', () => {
  test('a loop, be it of Should-Start only', () => {
    const { loops, fatal } = enable(scripts('a: Should-Start=b', 'b: Should-Start=a'));
    expect(loops).toMatchObject([{ mode: 'start', between: ['a', 'b'] }, {}]);
    expect(fatal).toContain('exiting now without changing boot order!');
  });

  test('Required-Start that names a file where the script provides another name', () => {
    const files = scripts('c.sh: Provides=cc', 'a: Required-Start=c.sh');
    expect(enable(files).fatal).toEqual(['FATAL: service c.sh has to be enabled to use service a']);
    expect(enable(scripts('c.sh: Provides=cc', 'a: Required-Start=cc')).fatal).toEqual([]);
  });

  test('a service that is there but not enabled', () => {
    const files = scripts('a: Required-Start=b', 'b:');
    expect(enable(files, ['a']).fatal).toEqual(['FATAL: service b has to be enabled to use service a']);
  });

  test('a name provided twice', () => {
    expect(enable(scripts('a: Provides=web', 'b: Provides=web')).fatal).toEqual([
      'script b: service web already provided!',
    ]);
  });

  test('not a missing Should-Start, nor an unknown facility, nor a facility without a member', () => {
    expect(enable(scripts('a: Should-Start=gone; Required-Start=$nothing $remote_fs')).fatal).toEqual([]);
  });
});

test('an override replaces the whole header', () => {
  const files = scripts('a:');
  files['/etc/insserv/overrides/a'] = '### BEGIN INIT INFO\n# Provides: a\n# Default-Start: 3\n### END INIT INFO\n';
  expect(enable(files).order.map(({ mode, levels }) => [mode, levelText(levels)])).toEqual([['start', '3']]);
});

test('facilities that stand for facilities many times over come to an end', () => {
  const files = scripts(...Array.from({ length: 40 }, (_, i) => `s${i}: Required-Start=$f0; X-Interactive=true`));
  const lines = Array.from(
    { length: 12 },
    (_, i) =>
      `$f${i} ${Array(60)
        .fill(`$f${i + 1}`)
        .join(' ')}`,
  );
  files['/etc/insserv.conf'] = `${lines.join('\n')}\n$f12 s1\n`;
  expect(enable(files).order.length).toBe(80);
});

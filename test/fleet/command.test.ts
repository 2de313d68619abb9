/** `bootscope fleet` as it ships: words, CSV, and names that act on nothing. */
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csv } from '../../src/report/fleet/csv.ts';
import { bootscope } from '../cli/run.ts';
import { change, factsOfRoots, variation } from './fleet-folder.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'bootscope-fleet-command-'));
const out = join(scratch, 'fleet');
const EVIL = '=cmd|calc\u001b[2J\u202e<img src=x onerror=alert(1)>';
const ask = (...words: readonly string[]) => bootscope(['fleet', out, ...words]);

beforeAll(() => {
  const roots = Array.from({ length: 5 }, (_, k) => variation(join(scratch, `host-${k}`), 'modern-server'));
  const evil = join(scratch, EVIL);
  mkdirSync(evil);
  cpSync(roots[0] ?? '', evil, { recursive: true, verbatimSymlinks: true });
  change(evil, {
    '/etc/hostname': `${EVIL}\n`,
    '/etc/systemd/system/nginx.service.d/x.conf': `[Service]\nEnvironment==HYPERLINK("http://x")\u001b]0;x\u0007\n`,
    [`/etc/systemd/system/nginx.service.d/y\u001b.conf`]: `[Unit]\nAfter=${'a'.repeat(100_000)}.service\n`,
  });
  factsOfRoots(out, '2026-11-29', [...roots, evil], '--host-from', 'hostname');
}, 600_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe('hostile names', () => {
  const CONTROLS = /[\u0000-\u0009\u000b\u000c\u000e-\u001f\u007f-\u009f\u202e]/;
  test.each(['groups', 'outliers', 'findings', 'cycles'])('hide and move nothing in the text of %s', (question) => {
    const { out: text, err, status } = ask(question);
    expect([status, err]).toEqual([0, '']);
    expect(text).not.toMatch(CONTROLS);
    expect(text.length).toBeLessThan(20_000);
  });
  test.each([['groups'], ['outliers'], ['sql', 'SELECT host, root FROM hosts']])(
    'are no formula in the CSV of %s',
    (...words) => {
      const { out: text } = ask(...words, '--format', 'csv');
      expect(text).not.toMatch(CONTROLS);
      expect(text.replaceAll('"', '')).not.toMatch(/(^|,)[=+@\t-](?=\D)/m);
      if (words[0] !== 'groups') expect(text).toContain("'=cmd|calc");
    },
  );
  test('act on nothing in the text of a SELECT', () => {
    expect(ask('sql', 'SELECT host, root FROM hosts').out).not.toMatch(CONTROLS);
  });
});

test('CSV quotes what would be another cell, and takes a formula’s beginning for text', () => {
  expect(
    csv(
      ['a', 'b'],
      [
        ['x,y', 'say "no"'],
        ['=1+1', '-2'],
        [null, ['p', 'q']],
        [-3, true],
      ],
    ),
  ).toBe('a,b\r\n"x,y","say ""no"""\r\n\'=1+1,\'-2\r\n,p; q\r\n-3,true');
});

describe('a question that cannot be answered', () => {
  test.each([
    [['order', 'nginx'], 'order wants --after UNIT'],
    [['order'], 'say which: bootscope fleet DIR order UNIT --after UNIT'],
    [['groups', '--after', 'x'], 'groups takes no --after'],
    [['drift', '--from', '2026-11-29'], 'drift wants --from DAY and --to DAY'],
    [['drift', '--from', '2026-11-29', '--to', '2026-12-01'], '--to 2026-12-01: there is 2026-11-29'],
    [['order', 'ngnix', '--after', 'ssh'], 'no host has a unit called ngnix; did you mean nginx.service'],
    [['groups', 'word'], 'groups takes no word'],
    [['sql', 'DROP TABLE hosts'], 'one SELECT'],
    [['sql', "ATTACH '/tmp/other.db'"], 'one SELECT'],
    [['sql', 'INSTALL httpfs'], 'one SELECT'],
    [['sql', "SELECT 1; COPY hosts TO '/tmp/hosts.csv'"], 'one SELECT'],
    [['sql', 'SET enable_external_access = true'], 'one SELECT'],
    [['sql', ';'], 'one SELECT'],
    [['sql', '/* nothing */ -- at all'], 'one SELECT'],
    [['sql', "SELECT * FROM read_csv('/etc/passwd')"], 'Permission Error'],
    [['sql', "COPY hosts TO '/tmp/hosts.csv'"], 'Permission Error'],
    [['sql', 'SELECT * FROM enable_profiling()'], 'does more than read'],
  ])('%j says why', (words, said) => {
    const { status, err } = ask(...words);
    expect([status, err]).toEqual([2, expect.stringContaining(said)]);
  });
  test('of a folder that is no fleet’s says so', () => {
    expect(bootscope(['fleet', scratch, 'groups'])).toMatchObject({
      status: 2,
      err: expect.stringContaining('no part of a fleet is there'),
    });
  });
  test('for want of DuckDB says what to install', () => {
    const alone = join(scratch, 'alone');
    cpSync(join(TOP, 'dist'), join(alone, 'dist'), { recursive: true });
    // Resolved from where the program lies: there is nothing beside it.
    const { err, status } = bootscope(['fleet', out, 'groups'], {}, undefined, join(alone, 'dist/bootscope.js'));
    expect([status, err]).toEqual([2, expect.stringContaining('npm install @duckdb/node-api')]);
  });
});

test('what is not there yet is said beside the answer', () => {
  const half = join(scratch, 'half');
  factsOfRoots(half, '2026-11-29', [join(scratch, 'host-1'), join(scratch, 'host-2')], '--shard', '1/2');
  for (const question of [['groups'], ['view', '-o', join(scratch, 'half.html')]]) {
    const { err, status } = bootscope(['fleet', half, ...question]);
    expect([status, err]).toEqual([0, expect.stringContaining('1 of 2 parts of 2026-11-29 are not there yet')]);
  }
});

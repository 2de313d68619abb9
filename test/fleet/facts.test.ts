/** `bootscope facts` as it ships: many roots, some of them bad, to parts that are there whole or not at all. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { bootscope } from '../cli/run.ts';
import { hostFiles, writeHost } from './small-host.ts';

const TOP = new URL('../../', import.meta.url).pathname;
const scratch = mkdtempSync(join(tmpdir(), 'bootscope-facts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const roots = Array.from({ length: 5 }, (_, k) => writeHost(join(scratch, `host-${k + 1}`), hostFiles()));
cpSync(join(TOP, 'sample-roots/debian-7-sysv'), join(scratch, 'sysv'), { recursive: true });
const LIST = join(scratch, 'list');
const all = [
  ...roots,
  join(scratch, 'sysv'),
  join(scratch, 'not-there'),
  join(TOP, 'sample-roots/ubuntu-14.04-controller'),
];
writeFileSync(LIST, `${all.join('\n')}\n`);

let made = 0;
function facts(...options: readonly string[]): { readonly out: string; readonly run: ReturnType<typeof bootscope> } {
  const out = join(scratch, `fleet-${made++}`);
  return { out, run: factsTo(out, ...options) };
}
function factsTo(out: string, ...options: readonly string[]): ReturnType<typeof bootscope> {
  const list = options.includes('--roots-from') ? [] : ['--roots-from', LIST];
  return bootscope(['facts', ...list, '--out', out, '--taken', '2026-11-29', ...options]);
}
/** However it was wrapped. */
const said = (text: string): string => text.replace(/\s+/g, ' ');
const partsOf = (out: string): readonly string[] => readdirSync(join(out, 'taken=2026-11-29')).sort();

function rows(out: string, table: string): readonly Readonly<Record<string, unknown>>[] {
  return partsOf(out)
    .filter((name) => name.startsWith('part-'))
    .flatMap((part) =>
      readFileSync(join(out, 'taken=2026-11-29', part, `${table}.ndjson`), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
    );
}

function bytesOf(out: string): Readonly<Record<string, string>> {
  const files = (readdirSync(out, { recursive: true }) as string[]).filter((name) =>
    /\.(parquet|ndjson|json)$/.test(name),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(join(out, name)).toString('base64')]));
}

describe('a list of roots', () => {
  test.each(['parquet', 'ndjson'])('gives the same bytes however many threads read it: %s', (format) => {
    const [one, other] = [facts('--format', format, '--jobs', '1'), facts('--format', format, '--jobs', '3')];
    expect([one.run.err, other.run.err]).toEqual(['', '']);
    expect(bytesOf(one.out)).toEqual(bytesOf(other.out));
    expect(Object.keys(bytesOf(one.out))).toHaveLength(8);
  });
  test('gives a row for each root, of every init, and one that says why for what is none', () => {
    const { out, run } = facts('--format', 'ndjson');
    expect([run.status, run.err]).toEqual([0, '']);
    expect(run.out).toMatch(/^7 of 8 roots read; 1 part of 1 written/);
    const hosts = rows(out, 'hosts');
    expect(hosts.map(({ n, host }) => [n, host])).toEqual(all.map((root, k) => [k + 1, root]));
    expect(hosts.map(({ status, init }) => init ?? status)).toEqual([
      ...Array(5).fill('systemd'),
      'sysv',
      'unreadable',
      'upstart',
    ]);
    expect(hosts[6]?.['error']).toMatch(/no such folder or archive/);
  });
  test('with --strict is written whole or not at all', () => {
    const { out, run } = facts('--strict');
    expect(run.status).toBe(3);
    expect(partsOf(out)).toEqual(['manifest.json']);
  });
  test('gives hosts that are alike one graph', () => {
    const { out } = facts('--format', 'ndjson');
    const digests = rows(out, 'hosts').flatMap(({ boot_digest }) => (boot_digest === null ? [] : [boot_digest]));
    expect(new Set(digests).size).toBe(3);
    expect(new Set(rows(out, 'edges').map(({ boot_digest }) => boot_digest))).toEqual(new Set(digests));
  });
  test('may come from a pipe, with NUL bytes as find -print0 writes them', () => {
    const out = join(scratch, 'piped');
    const args = ['facts', '--roots-from', '-', '--out', out, '--taken', '2026-11-29', '--format', 'ndjson'];
    const { err } = bootscope(args, {}, Buffer.from(`${roots[0]}\0${roots[1]}\0`));
    expect(err).toBe('');
    expect(rows(out, 'hosts').map(({ host }) => host)).toEqual(roots.slice(0, 2));
  });
  test('names hosts and groups as it is told to', () => {
    for (const [k, root] of roots.entries()) writeFileSync(join(root, 'etc/hostname'), `web-${k}.example\n`);
    const { out } = facts('--format', 'ndjson', '--host-from', 'hostname', '--group', '^([a-z]+)-');
    expect(rows(out, 'hosts')[2]).toMatchObject({ host: 'web-2.example', group: 'web' });
    for (const root of roots) rmSync(join(root, 'etc/hostname'));
  });
});

describe('a part', () => {
  test('holds every root once, whoever makes it', () => {
    const out = join(scratch, 'shards');
    for (const shard of ['2/3', '1/3', '3/3'])
      expect(factsTo(out, '--shard', shard, '--format', 'ndjson').status).toBe(0);
    expect(
      rows(out, 'hosts')
        .map(({ n }) => n)
        .sort(),
    ).toEqual(all.map((_, k) => k + 1));
  });
  test('that is there is not made again', () => {
    const { out } = facts();
    const before = bytesOf(out);
    const again = factsTo(out);
    expect([again.status, said(again.out)]).toEqual([
      0,
      expect.stringContaining('there already; nothing is done again'),
    ]);
    expect(bytesOf(out)).toEqual(before);
  });
  test('of another division, or of another list, is refused: a host would be in two of them', () => {
    const { out } = facts('--shard', '1/2');
    expect(factsTo(out, '--shard', '1/3')).toMatchObject({
      status: 2,
      err: expect.stringContaining('--shard (2 parts before, 3 parts now)'),
    });
    const other = join(scratch, 'other-list');
    writeFileSync(other, `${all.slice(1).join('\n')}\n`);
    expect(factsTo(out, '--shard', '2/2', '--roots-from', other)).toMatchObject({
      status: 2,
      err: expect.stringContaining('--roots-from'),
    });
  });
  test('of a run that is killed is nobody’s: the next run makes it', async () => {
    const out = join(scratch, 'killed');
    const args = [
      'dist/bootscope.js',
      'facts',
      '--roots-from',
      LIST,
      '--out',
      out,
      '--taken',
      '2026-11-29',
      '--jobs',
      '1',
    ];
    const run = spawn(process.execPath, args, { cwd: TOP, stdio: 'ignore' });
    const begun = (): boolean =>
      existsSync(join(out, 'taken=2026-11-29')) && partsOf(out).some((name) => name.startsWith('.tmp-part'));
    while (!begun()) await new Promise((resolve) => setTimeout(resolve, 5));
    run.kill('SIGKILL');
    await new Promise((resolve) => run.on('exit', resolve));
    expect(partsOf(out).some((name) => name.startsWith('part-'))).toBe(false);
    expect(factsTo(out).status).toBe(0);
    expect(partsOf(out)).toEqual(['manifest.json', 'part-1-of-1']);
    expect(bytesOf(out)).toEqual(bytesOf(facts().out));
  });
});

describe('a root that', () => {
  /** A pipe that never says anything, as a storage that hangs. */
  function endless(file: string): { readonly file: string; end(): void } {
    execFileSync('mkfifo', [file]);
    const writer = spawn('sh', ['-c', 'exec sleep 600 > "$0"', file], { stdio: 'ignore' });
    return { file, end: () => writer.kill() };
  }
  const listOf = (...named: readonly string[]): string => {
    const file = join(scratch, `list-${made++}`);
    writeFileSync(file, named.join('\n'));
    return file;
  };

  test('takes longer than it may ends alone', () => {
    const pipe = endless(join(scratch, 'pipe.tar'));
    const list = listOf(roots[0] ?? '', pipe.file, roots[1] ?? '');
    const { out, run } = facts('--roots-from', list, '--timeout', '12', '--format', 'ndjson');
    expect([run.status, run.err]).toEqual([0, '']);
    expect(rows(out, 'hosts').map(({ status }) => status)).toEqual(['read', 'time', 'read']);
    expect(said(run.out)).toContain('--timeout gives more');
    pipe.end();
  });
  test('wants more memory than it may ends alone', () => {
    const big = join(scratch, 'big');
    const units = Array.from({ length: 12_000 }, (_, k) => `u${k}.service`);
    writeHost(
      big,
      Object.fromEntries([
        ['/usr/lib/systemd/systemd', ''],
        ['/etc/systemd/system/default.target', `[Unit]\nWants=${units.join(' ')}\n`],
        ...units.map((unit) => [`/etc/systemd/system/${unit}`, '[Service]\nExecStart=/bin/x\n'] as const),
      ]),
    );
    const { out, run } = facts(
      '--roots-from',
      listOf(roots[0] ?? '', big, roots[1] ?? ''),
      '--memory',
      '40',
      '--format',
      'ndjson',
    );
    expect([run.status, run.err]).toEqual([0, '']);
    expect(rows(out, 'hosts').map(({ status }) => status)).toEqual(['read', 'memory', 'read']);
  });
  test('is called by control characters, or by a line of another table, stays one row', () => {
    const hostile = join(scratch, 'evil\u001b[2J\u202e"}{"n":1');
    mkdirSync(hostile);
    writeHost(hostile, hostFiles());
    const { out, run } = facts('--roots-from', listOf(hostile, '/no\u0007where'), '--format', 'ndjson');
    expect(rows(out, 'hosts').map(({ host }) => host)).toEqual([hostile, '/no\u0007where']);
    const text = readFileSync(join(out, 'taken=2026-11-29/part-1-of-1/hosts.ndjson'), 'latin1');
    expect(text + run.out + run.err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
  });
});

describe('a wrong line is said before anything is read', () => {
  test.each([
    [['--taken', '2026-02-30'], '--taken 2026-02-30: a day is wanted'],
    [['--taken', '2026-11-29', '--shard', '4/3'], '--shard 4/3: I/N is wanted'],
    [['--taken', '2026-11-29', '--group', '('], '--group (: no regular expression'],
    [['--taken', '2026-11-29', '--jobs', '0'], '--jobs 0: a whole number'],
    [['--taken', '2026-11-29', '--target', 'x'], 'asks each root as it is'],
  ])('%j', (options, said) => {
    const { status, err } = bootscope(['facts', '--roots-from', LIST, '--out', join(scratch, 'wrong'), ...options]);
    expect([status, err]).toEqual([2, expect.stringContaining(said)]);
    expect(existsSync(join(scratch, 'wrong'))).toBe(false);
  });
  test('a folder to write to that is a file', () => {
    const file = join(scratch, 'a-file');
    writeFileSync(file, '');
    expect(factsTo(file)).toMatchObject({ status: 2, err: expect.stringContaining('name another folder with --out') });
  });
  test('a root that the list names twice', () => {
    const list = join(scratch, 'twice');
    writeFileSync(list, `${roots[0]}\n${roots[1]}\n${roots[0]}\n`);
    const { err } = bootscope([
      'facts',
      '--roots-from',
      list,
      '--out',
      join(scratch, 'wrong'),
      '--taken',
      '2026-11-29',
    ]);
    expect(err).toContain('is named twice (roots 1 and 3)');
  });
});

import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { archiveCache } from '../../src/cli/archive-cache.ts';
import { type MemoryTree, memoryTree } from '../../src/snapshot/memory-tree.ts';
import { bootscope } from './run.ts';

const work = mkdtempSync(join(tmpdir(), 'bootscope-cache-'));
afterAll(() => rmSync(work, { recursive: true }));

const above = join(work, 'cache');
const folder = join(above, 'bootscope');
const archive = join(work, 'root.tar');
const LONG_AGO = new Date(2020, 1, 1);
let told: string[] = [];
let reads = 0;

beforeEach(() => {
  rmSync(above, { recursive: true, force: true });
  written('as it was');
  told = [];
  reads = 0;
});

function written(content: string): void {
  writeFileSync(archive, content);
  utimesSync(archive, LONG_AGO, LONG_AGO);
}

/** What an archive may hold: odd names, files whose content is not kept, links. */
function read(): Promise<MemoryTree> {
  reads++;
  const tree = memoryTree([{ code: 'truncated', file: '/', message: 'said' }]);
  tree.add('/etc/fstab', {
    kind: 'file',
    size: 3,
    mode: 0o640,
    uid: 7,
    gid: 8,
    mtime: 1.5,
    content: Buffer.from('ab\n'),
  });
  tree.add('/__proto__/constructor\n\u{1f600}', { kind: 'file', size: 9, mode: 0o4755 });
  tree.add('/etc/empty', { kind: 'file', size: 0, mode: 0o644, content: Buffer.alloc(0) });
  tree.add('/etc/systemd/system/a.service', { kind: 'link', size: 0, mode: 0o777, linkTarget: '../../../../dev/null' });
  tree.add('/dev/null', { kind: 'other', size: 0, mode: 0o666 });
  return Promise.resolve(tree);
}

const asked = (env: Readonly<Record<string, string>> = { XDG_CACHE_HOME: above }, slow = 0): Promise<MemoryTree> =>
  archiveCache((message) => void told.push(message), env, slow)(archive, read);

const kept = (): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);
const keptFile = (): string => join(folder, kept()[0] ?? '');

describe('an archive that was slow to read', () => {
  test('is read once, and said to be kept; the second question is answered by what is kept, which is all that was read', async () => {
    const first = await asked();
    const second = await asked();
    expect(reads).toBe(1);
    expect(second.problems).toEqual(first.problems);
    expect(new Map(second.entries())).toEqual(new Map(first.entries()));
    expect(second.list('/etc')).toEqual(first.list('/etc'));
    expect(told).toEqual([
      expect.stringMatching(/root\.tar took [\d.]+ s to read: .* is kept in .*; --no-cache keeps/),
    ]);
  });
  test('is kept for its user alone', async () => {
    await asked();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(keptFile()).mode & 0o777).toBe(0o600);
    expect(kept()).toHaveLength(1);
  });
  test('is read again once it has changed, though it be as large and as old as before', async () => {
    await asked();
    written('something else');
    await asked();
    written('as it is.');
    await asked();
    const other = join(work, 'other.tar');
    copyFileSync(archive, other);
    utimesSync(other, LONG_AGO, LONG_AGO);
    renameSync(other, archive);
    await asked();
    expect(reads).toBe(4);
  });
  test('is not kept where it was written a moment ago: it may change again and look the same', async () => {
    writeFileSync(archive, 'new');
    await asked();
    await asked();
    expect([reads, kept()]).toEqual([2, []]);
  });
  test('that is quick to read is not kept, nor is a folder made for it', async () => {
    await asked({ XDG_CACHE_HOME: above }, 1e9);
    expect(existsSync(above)).toBe(false);
  });
  test('is kept below HOME where no cache folder is named, or one that is no absolute path; nowhere without either', async () => {
    await asked({ HOME: work, XDG_CACHE_HOME: 'relative' });
    expect(readdirSync(join(work, '.cache/bootscope'))).toHaveLength(1);
    await asked({});
    await asked({ HOME: '' });
    expect([reads, existsSync('relative')]).toEqual([3, false]);
  });
});

describe('a kept file is not believed', () => {
  const cases: Readonly<Record<string, () => void>> = {
    'that was cut off': () => truncateSync(keptFile(), statSync(keptFile()).size - 1),
    'that is empty': () => truncateSync(keptFile(), 0),
    'in which one bit is another': () => {
      const bytes = readFileSync(keptFile());
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(keptFile(), bytes);
    },
    'that others may read': () => chmodSync(keptFile(), 0o644),
    'that others may write': () => chmodSync(keptFile(), 0o620),
    'that has a second name': () => linkSync(keptFile(), join(work, 'second-name')),
    'that is a link': () => {
      const away = join(work, 'away.root');
      renameSync(keptFile(), away);
      symlinkSync(away, join(folder, `${'0'.repeat(64)}.root`));
    },
    'that is a FIFO': () => {
      const path = keptFile();
      rmSync(path);
      execFileSync('mkfifo', ['-m', '600', path]);
    },
    'in a folder that others may write to': () => chmodSync(folder, 0o777),
    'in a folder that is a link': () => {
      renameSync(folder, join(work, 'elsewhere'));
      symlinkSync(join(work, 'elsewhere'), folder);
    },
  };
  test.each(Object.keys(cases))('%s', async (name) => {
    await asked();
    cases[name]?.();
    const tree = await asked();
    expect(reads).toBe(2);
    expect(tree.read('/etc/fstab')).toEqual(Buffer.from('ab\n'));
    rmSync(join(work, 'elsewhere'), { recursive: true, force: true });
    rmSync(join(work, 'second-name'), { force: true });
  });
  test('that was made of another archive, under the name of this one', async () => {
    await asked();
    const first = keptFile();
    const bytes = readFileSync(first);
    written('something else');
    await asked();
    const second = join(folder, kept().find((name) => join(folder, name) !== first) ?? '');
    writeFileSync(second, bytes);
    await asked();
    expect(reads).toBe(3);
  });
  test.skipIf(process.getuid?.() !== 0)('that belongs to another user, or whose folder does', async () => {
    await asked();
    chownSync(keptFile(), 65_534, 65_534);
    await asked();
    chownSync(folder, 65_534, 65_534);
    await asked();
    expect(reads).toBe(3);
  });
});

describe('the cache is bounded', () => {
  const name = (digit: string): string => join(folder, `${digit.repeat(64)}.root`);
  test('the ones asked for longest ago make room, and only what is of the cache is ever taken away', async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const [digit, day] of [
      ['a', 3],
      ['b', 1],
      ['c', 2],
    ] as const) {
      writeFileSync(name(digit), '', { mode: 0o600 });
      truncateSync(name(digit), 100 * 2 ** 20);
      utimesSync(name(digit), new Date(2020, 1, day), new Date(2020, 1, day));
    }
    writeFileSync(join(folder, 'of-somebody-else'), '');
    truncateSync(join(folder, 'of-somebody-else'), 2 ** 40);
    await asked();
    expect([name('a'), name('b'), name('c'), join(folder, 'of-somebody-else')].map((path) => existsSync(path))).toEqual(
      [true, false, true, true],
    );
  });
  test('what a run that was killed left half written goes after an hour', async () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const parts = ['1', '2'].map((digit) => join(folder, `${digit.repeat(64)}.00000000.part`));
    for (const part of parts) writeFileSync(part, 'half');
    utimesSync(parts[0] ?? '', LONG_AGO, LONG_AGO);
    await asked();
    expect(parts.map((part) => existsSync(part))).toEqual([false, true]);
  });
  test('where nothing can be kept the question is answered all the same, and nothing said', async () => {
    mkdirSync(above, { recursive: true });
    writeFileSync(folder, 'a file in its place');
    await asked();
    await asked();
    expect([reads, told]).toEqual([2, []]);
  });
});

test('the program keeps a slow archive unless told not to, says so once, and answers the same', () => {
  const root = join(work, 'root');
  mkdirSync(join(root, 'usr/lib/systemd/system'), { recursive: true });
  writeFileSync(join(root, 'usr/lib/systemd/system/default.target'), '[Unit]\n');
  writeFileSync(join(root, 'usr/noise'), randomBytes(8 * 2 ** 20));
  const packed = join(work, 'slow.tar.bz2');
  execFileSync('tar', ['-C', root, '-cjf', packed, '.']);
  utimesSync(packed, LONG_AGO, LONG_AGO);
  const args = ['-r', packed, '--init', 'systemd', '--systemd-version', '252', 'chain'];
  const without = bootscope([...args, '--no-cache'], { XDG_CACHE_HOME: above });
  expect([without.status, without.err, existsSync(folder)]).toEqual([0, '', false]);
  const first = bootscope(args, { XDG_CACHE_HOME: above });
  expect(first.err).toMatch(/slow\.tar\.bz2 took .* is kept in/);
  expect(kept()).toHaveLength(1);
  const second = bootscope(args, { XDG_CACHE_HOME: above });
  expect([first.out, second.out, second.err]).toEqual([without.out, without.out, '']);
});

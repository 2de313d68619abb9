/** Where the root is in what was given: below folders of its own, in the folder above, or in one of several. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openFolder } from '../../src/open.ts';
import { keeper, wholeBelow } from '../../src/snapshot/archive/keep.ts';
import { rerooted } from '../../src/snapshot/reroot.ts';
import { memoryTree } from '../memory-root.ts';

const UNIT = '/usr/lib/systemd/system/default.target';
const below = (...folders: readonly string[]) =>
  memoryTree(
    Object.fromEntries(
      folders.flatMap((folder) => [[`${folder}${UNIT}`, '[Unit]\n'] as const, [`${folder}/etc/fstab`, ''] as const]),
    ),
  );

test.each(['', '/rootfs', '/@', '/backup/container/rootfs', '/@/.snapshots/12/snapshot'])('below %j', (folder) => {
  const tree = rerooted(below(folder));
  expect(tree.lstat(UNIT)?.kind).toBe('file');
  expect((tree.problems ?? []).map(({ code }) => code)).toEqual(folder === '' ? [] : ['root-within']);
});

test('a folder beside it that holds no root is passed over; of several roots none is taken', () => {
  const home = memoryTree({ '/@/etc/fstab': '', '/@home/anna/.profile': '' });
  expect(rerooted(home).lstat('/etc/fstab')?.kind).toBe('file');
  expect(rerooted(below('/a', '/b')).lstat(UNIT)).toBeUndefined();
});

test('an archive keeps files whole wherever its root may lie', () => {
  const keeping = keeper(wholeBelow(['/etc']));
  const kept = (path: string): boolean => keeping(path, 60_000).first === 60_000;
  expect(
    ['etc/x', 'rootfs/etc/x', 'backup/container/rootfs/etc/x', '@/.snapshots/12/snapshot/etc/x'].map(kept),
  ).toEqual([true, true, true, true]);
  expect(['usr/share/doc/etc/x', 'home/anna/etc/x', 'a/b/c/d/e/etc/x'].map(kept)).toEqual([false, false, false]);
});

const work = mkdtempSync(join(tmpdir(), 'bootscope-above-'));
afterAll(() => rmSync(work, { recursive: true }));

test('who gives the /etc or the /usr of a root is asked whether the folder above was meant', () => {
  const root = join(work, 'root');
  for (const [path, text] of [
    ['etc/fstab', ''],
    ['etc/systemd/system.conf', ''],
    ['usr/lib/systemd/system/basic.target', '[Unit]\n'],
    ['usr/bin/true', 'ELF'],
  ] as const) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  mkdirSync(join(work, 'alone/etc'), { recursive: true });
  writeFileSync(join(work, 'alone/etc/fstab'), '');
  symlinkSync('../root', join(work, 'alone/usr'));
  const said = (folder: string) => expect(() => openFolder(join(work, folder)));
  said('root/etc').toThrow(
    `an /etc alone: what was enabled and changed there, without the units that vendors ship below /usr/lib/systemd, so what they start is not known. Did you mean ${root}?`,
  );
  said('root/usr').toThrow(`Did you mean ${root}?`);
  rmSync(join(work, 'alone/usr'));
  said('alone/etc').toThrow(/an \/etc alone.*Give a copy that holds both/);
});

test('of a folder with several roots, each is named', () => {
  for (const name of ['a', 'b']) {
    mkdirSync(join(work, `many/${name}/etc`), { recursive: true });
    mkdirSync(join(work, `many/${name}/usr`), { recursive: true });
  }
  expect(() => openFolder(join(work, 'many'))).toThrow('it holds several roots: a, b. Give one of them.');
});

import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { folderTree } from '../../src/snapshot/folder.ts';

const work = mkdtempSync(join(tmpdir(), 'bootscope-changing-'));
afterAll(() => rmSync(work, { recursive: true }));

const put = (path: string, text: string): void => {
  mkdirSync(join(work, path, '..'), { recursive: true });
  writeFileSync(join(work, path), text);
};

test('a folder that becomes a link out of the root between look-up and opening is not read', () => {
  put('root/etc/sub/a', 'inside');
  put('outside/sub/a', 'secret');
  const tree = folderTree(join(work, 'root'));
  expect(tree.lstat('/etc/sub')?.kind).toBe('dir');
  expect(Buffer.from(tree.read('/etc/sub/a') ?? []).toString()).toBe('inside');
  renameSync(join(work, 'root/etc'), join(work, 'root/was'));
  symlinkSync(join(work, 'outside'), join(work, 'root/etc'));
  expect(tree.read('/etc/sub/a')).toBeUndefined();
  expect(tree.list('/etc/sub')).toBeUndefined();
  expect(tree.list('/etc')).toBeUndefined();
  expect([...(tree.chunks?.('/etc/sub/a') ?? [])]).toEqual([]);
  expect(tree.list('/was/sub')).toEqual([{ name: 'a', kind: 'file' }]);
});

test('a root that is named by a link, or with .. in it, is read as the folder it leads to', () => {
  put('real/etc/a', 'x');
  symlinkSync('real', join(work, 'named'));
  for (const named of [join(work, 'named'), join(work, 'named/'), `${work}/outside/../named`]) {
    expect(Buffer.from(folderTree(named).read('/etc/a') ?? []).toString()).toBe('x');
    expect(
      folderTree(named)
        .list('/etc')
        ?.map(({ name }) => name),
    ).toEqual(['a']);
  }
});

test('a neighbour whose name begins as the root does is outside', () => {
  put('r/etc/a', 'inside');
  put('r-secret/a', 'secret');
  const tree = folderTree(join(work, 'r'));
  rmSync(join(work, 'r/etc'), { recursive: true });
  symlinkSync('../r-secret', join(work, 'r/etc'));
  expect(tree.read('/etc/a')).toBeUndefined();
});

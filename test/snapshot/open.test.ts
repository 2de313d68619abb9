import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { folderTree } from '../../src/snapshot/folder.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';

function made(): { root: string; open: () => ReturnType<typeof openSnapshot> } {
  const root = mkdtempSync(join(tmpdir(), 'bootscope-'));
  mkdirSync(join(root, 'etc'));
  mkdirSync(join(root, 'usr/lib'), { recursive: true });
  return { root, open: () => openSnapshot(folderTree(root), root) };
}

test('an absolute link leads to the root, not to the host', () => {
  const { root, open } = made();
  symlinkSync('/etc/passwd', join(root, 'etc/link'));
  expect(open().read('/etc/link')).toBeUndefined();
  writeFileSync(join(root, 'etc/passwd'), 'inside');
  expect(open().read('/etc/link')).toBe('inside');
});

test('dots at the top stay at the top', () => {
  const { root, open } = made();
  writeFileSync(join(root, 'etc/here'), 'inside');
  symlinkSync('../../../../etc/here', join(root, 'etc/up'));
  expect(open().realpath('/etc/up')).toBe('/etc/here');
});

test('a loop of links is told, not followed', () => {
  const { root, open } = made();
  symlinkSync('b', join(root, 'etc/a'));
  symlinkSync('a', join(root, 'etc/b'));
  const snapshot = open();
  expect(snapshot.stat('/etc/a')).toBeUndefined();
  expect(snapshot.problems()[0]?.code).toBe('link-loop');
});

test('a merged /lib is one folder under two names', () => {
  const { root, open } = made();
  symlinkSync('usr/lib', join(root, 'lib'));
  writeFileSync(join(root, 'usr/lib/x'), 'x');
  expect(open().realpath('/lib/x')).toBe('/usr/lib/x');
});

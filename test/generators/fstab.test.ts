import { expect, test } from 'vitest';
import { openSnapshot } from '../../src/snapshot/open.ts';
import type { Tree } from '../../src/snapshot/snapshot.ts';
import { runGenerators } from '../../src/systemd/generators/index.ts';

const GENERATOR = '/usr/lib/systemd/system-generators/systemd-fstab-generator';

function generate(fstab: string, version = 252): Map<string, string | undefined> {
  const files = new Map([
    ['/etc/fstab', fstab],
    [GENERATOR, 'x'],
    ['/usr/sbin/fsck', 'x'],
    ['/usr/sbin/fsck.ext4', 'x'],
  ]);
  const paths = [...files.keys()];
  const isFolder = (path: string): boolean => path === '/' || paths.some((file) => file.startsWith(`${path}/`));
  const tree: Tree = {
    lstat: (path) =>
      files.has(path)
        ? { kind: 'file', size: 1, mode: 0o755 }
        : isFolder(path)
          ? { kind: 'dir', size: 0, mode: 0o755 }
          : undefined,
    readlink: () => undefined,
    read: (path) => (files.has(path) ? new TextEncoder().encode(files.get(path)) : undefined),
    list: (path) =>
      paths
        .filter((file) => file.slice(0, file.lastIndexOf('/')) === path)
        .map((file) => ({ name: file.slice(path.length + 1), kind: 'file' })),
  };
  const { files: made } = runGenerators(openSnapshot(tree, 'test'), { version, cmdline: '' });
  return new Map(made.map((file) => [file.path.replace('/run/systemd/generator/', ''), file.content]));
}

test('a checked mount requires its fsck, and local-fs.target requires the mount', () => {
  const made = generate('/dev/sda2 /home ext4 defaults 0 2\n');
  expect(made.get('home.mount')).toContain('Requires=systemd-fsck@dev-sda2.service');
  expect(made.has('local-fs.target.requires/home.mount')).toBe(true);
});

test('nofail makes the mount wanted, and nothing waits for it', () => {
  const made = generate('/dev/sda2 /home ext4 nofail 0 0\n');
  expect(made.has('local-fs.target.wants/home.mount')).toBe(true);
  expect(made.get('home.mount')).not.toContain('Before=');
});

test('network swap belongs to remote-fs.target from version 261 on', () => {
  const line = '/dev/sdb none swap _netdev 0 0\n';
  expect(generate(line, 257).has('swap.target.requires/dev-sdb.swap')).toBe(true);
  expect(generate(line, 262).has('remote-fs.target.requires/dev-sdb.swap')).toBe(true);
});

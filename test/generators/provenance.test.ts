/** Whatever a generator makes says which line made it. */
import { expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { overlayTree } from '../../src/snapshot/overlay.ts';
import { bareTree } from './real/ours.ts';

const PROGRAMS = ['fstab', 'cryptsetup', 'sysv', 'getty', 'gpt-auto', 'debug'].map((name): [string, string] => [
  `/usr/lib/systemd/system-generators/systemd-${name}-generator`,
  'x',
]);

function open(files: Readonly<Record<string, string>>, cmdline = '') {
  const tree = overlayTree(bareTree(new Map(PROGRAMS)), [
    ...Object.entries(files).map(([path, content]) => ({ path, content, mode: 0o755 })),
    { path: '/etc/rc2.d/S07mydaemon', linkTarget: '../init.d/mydaemon' },
  ]);
  return openTree(tree, 'written', { version: 252, cmdline }).graph;
}

const FILES = {
  '/usr/lib/systemd/system/default.target': '[Unit]\nRequires=local-fs.target multi-user.target cryptsetup.target\n',
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\n',
  '/usr/lib/systemd/system/local-fs.target': '[Unit]\n',
  '/usr/lib/systemd/system/cryptsetup.target': '[Unit]\n',
  '/etc/fstab': '# what where\n\n/dev/mapper/data /data ext4 defaults 0 0\n',
  '/etc/crypttab': '# name device\ndata /dev/sdb1 /etc/keys/data luks\n',
  '/etc/init.d/mydaemon': [
    '#!/bin/sh',
    '### BEGIN INIT INFO',
    '# Provides: mydaemon',
    '# Required-Start: $network other',
    '### END INIT INFO',
    '',
  ].join('\n'),
};

test('a mount that fstab line 3 asks for is required by local-fs.target because of that line', () => {
  const edge = open(FILES).edges.find(
    (e) => e.from === 'local-fs.target' && e.to === 'data.mount' && e.type === 'Requires',
  );
  expect(edge?.declared[0]?.source).toEqual({ file: '/etc/fstab', line: 3 });
  expect(edge?.declared[0]?.generator).toBe('systemd-fstab-generator');
});

test('the device of an encrypted volume requires its setup because of the line in crypttab', () => {
  const edge = open(FILES).edges.find(
    (e) => e.from === 'dev-mapper-data.device' && e.to === 'systemd-cryptsetup@data.service' && e.type === 'Requires',
  );
  expect(edge?.declared[0]?.source).toEqual({ file: '/etc/crypttab', line: 2 });
});

test('an init script comes after the network because of a line in its header', () => {
  const edge = open(FILES).edges.find(
    (e) => e.from === 'mydaemon.service' && e.to === 'network-online.target' && e.type === 'After',
  );
  expect(edge?.declared.map((d) => d.source)).toContainEqual({ file: '/etc/init.d/mydaemon', line: 4 });
});

test('multi-user.target wants an init script because of a link in rc2.d', () => {
  const edge = open(FILES).edges.find(
    (e) => e.from === 'multi-user.target' && e.to === 'mydaemon.service' && e.type === 'Wants',
  );
  expect(edge?.declared[0]?.source).toEqual({ file: '/etc/rc2.d/S07mydaemon' });
});

test('systemd.mask= keeps a unit from being loaded', () => {
  const graph = open(FILES, 'systemd.mask=data.mount');
  expect(graph.nodes.get('data.mount')?.load).toBe('masked');
});

test('a serial console of the command line is named, and not taken for granted', () => {
  const notes = open(FILES, 'console=ttyS1,9600').diagnostics.filter((d) => d.code === 'generator-partly-modelled');
  expect(notes.map((d) => d.message).join('\n')).toContain('serial-getty@ttyS1.service');
  expect(open(FILES, 'console=ttyS1').nodes.has('serial-getty@ttyS1.service')).toBe(false);
});

test('the service of a container says which line of its quadlet put it behind another', () => {
  const tree = overlayTree(
    bareTree(new Map([['/usr/lib/systemd/system-generators/podman-system-generator', 'x']])),
    Object.entries({
      '/usr/lib/systemd/system/default.target': '[Unit]\n',
      '/etc/containers/systemd/web.container':
        '[Unit]\nAfter=db.service\n[Container]\nImage=docker.io/web\nVolume=/srv/www:/www\n[Install]\nWantedBy=default.target\n',
    }).map(([path, content]) => ({ path, content })),
  );
  const { edges } = openTree(tree, 'written', { version: 257, cmdline: '' }).graph;
  const source = (from: string, type: string, to: string) =>
    edges.find((e) => e.from === from && e.type === type && e.to === to)?.declared[0]?.source;
  const file = '/etc/containers/systemd/web.container';
  expect(source('web.service', 'After', 'db.service')).toEqual({ file, line: 2 });
  expect(source('default.target', 'Wants', 'web.service')).toEqual({ file, line: 7 });
  expect(source('web.service', 'After', 'network-online.target')).toEqual({ file });
});

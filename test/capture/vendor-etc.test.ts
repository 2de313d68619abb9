/** Systems whose /etc comes from below /usr at boot: an image of them has only a part of it, or none. */
import { expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const UNITS = '/usr/lib/systemd/system';
const ROOT: Readonly<Record<string, Entry>> = {
  '/sbin': { link: 'usr/sbin' },
  '/usr/sbin/init': { link: '../lib/systemd/systemd' },
  '/usr/lib/systemd/systemd': { text: 'ELF', mode: 0o755 },
  '/usr/lib/systemd/libsystemd-shared-256.so': 'ELF',
  [`${UNITS}/default.target`]: { link: 'multi-user.target' },
  [`${UNITS}/multi-user.target`]: '[Unit]\nAllowIsolate=yes\n',
  ...Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [`${UNITS}/${name}.service`, '[Service]\nExecStart=/usr/sbin/init\n']),
  ),
};
const wants = (folder: string, name: string): Readonly<Record<string, Entry>> => ({
  [`${folder}/systemd/system/multi-user.target.wants/${name}.service`]: { link: `${UNITS}/${name}.service` },
});
const wanted = (files: Readonly<Record<string, Entry>>): readonly string[] =>
  openTree(memoryTree({ ...ROOT, ...files }), 'image')
    .graph.edges.filter(({ from, type, to }) => from === 'multi-user.target' && type === 'Wants' && /^[abc]\./.test(to))
    .map(({ to }) => to);

test('an image of bootc keeps its /etc below /usr: that is what it will be', () => {
  const image = { '/usr/etc/passwd': 'root:x:0:0:::/bin/sh\n', ...wants('/usr/etc', 'a') };
  expect(wanted(image)).toEqual(['a.service']);
  expect(wanted({ ...image, '/etc/hostname': 'x\n', ...wants('/etc', 'b') })).toEqual(['a.service', 'b.service']);
  expect(openTree(memoryTree({ ...ROOT, ...image }), 'image').assumptions).toContainEqual(
    expect.objectContaining({ code: 'etc-layered', message: expect.stringContaining('once this image is deployed') }),
  );
});

test('a deployment has both, and /etc alone is in force', () => {
  const both = { '/usr/etc/passwd': '', '/etc/passwd': '', ...wants('/usr/etc', 'a'), ...wants('/etc', 'b') };
  expect(wanted(both)).toEqual(['b.service']);
});

test('SUSE keeps defaults in /usr/etc, which is nobody\u2019s /etc', () => {
  expect(wanted({ '/usr/etc/login.defs': '', '/etc/passwd': '', ...wants('/usr/etc', 'a') })).toEqual([]);
});

test('Flatcar lays /etc over what it ships, a mask and an own file before the vendor\u2019s', () => {
  const flatcar = {
    '/usr/lib/os-release': 'ID=flatcar\n',
    '/usr/share/flatcar/etc/passwd': '',
    ...wants('/usr/share/flatcar/etc', 'a'),
    ...wants('/usr/share/flatcar/etc', 'b'),
    ...wants('/etc', 'c'),
    '/etc/systemd/system/b.service': { link: '/dev/null' },
  };
  expect(wanted(flatcar)).toEqual(['a.service', 'b.service', 'c.service']);
  const { graph } = openTree(memoryTree({ ...ROOT, ...flatcar }), 'image');
  expect(graph.nodes.get('b.service')?.load).toBe('masked');
});

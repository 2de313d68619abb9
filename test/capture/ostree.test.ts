/** A disk of ostree or bootc: its root is the deployment that the boot loader's first entry names. */
import { expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const deployment = (name: string, unit: string): Readonly<Record<string, Entry>> => {
  const root = `/ostree/deploy/fcos/deploy/${name}`;
  return {
    [`${root}/etc/os-release`]: 'ID=fedora\n',
    [`${root}/usr/lib/systemd/systemd`]: 'ELF',
    [`${root}/sbin`]: { link: 'usr/sbin' },
    [`${root}/usr/sbin/init`]: { link: '../lib/systemd/systemd' },
    [`${root}/usr/lib/systemd/libsystemd-shared-255.so`]: 'ELF',
    [`${root}/usr/lib/systemd/system/default.target`]: `[Unit]\nWants=${unit}\nAllowIsolate=yes\n`,
  };
};
const entry = (version: number, link: string): Readonly<Record<string, Entry>> => ({
  [`/boot/loader/entries/ostree-${version}-fcos.conf`]: `title x\nversion ${version}\noptions root=UUID=1 ostree=${link}\n`,
});
const DISK = {
  ...deployment('aa.0', 'old.service'),
  ...deployment('bb.0', 'new.service'),
  ...entry(1, '/ostree/boot.1/fcos/c0/1'),
  ...entry(2, '/ostree/boot.1/fcos/c0/0'),
  '/ostree/boot.1/fcos/c0/0': { link: '../../../deploy/fcos/deploy/bb.0' },
  '/ostree/boot.1/fcos/c0/1': { link: '../../../deploy/fcos/deploy/aa.0' },
};
const wants = (files: Readonly<Record<string, Entry>>, options = {}): readonly string[] =>
  openTree(memoryTree(files), 'disk', options)
    .graph.edges.filter(({ from, type }) => from === 'default.target' && type === 'Wants')
    .map(({ to }) => to);

test('the entry with the highest version says which deployment is booted; another is taken by its name', () => {
  expect(wants(DISK)).toEqual(['new.service']);
  expect(wants(DISK, { deployment: 'aa' })).toEqual(['old.service']);
  expect(() => wants(DISK, { deployment: 'cc' })).toThrow(
    /--deployment cc: no deployment of disk.*fcos\/aa\.0, fcos\/bb\.0/,
  );
});

test('one deployment alone is the root; of two without an entry none is guessed', () => {
  expect(wants(deployment('aa.0', 'old.service'))).toEqual(['old.service']);
  expect(() => wants({ ...deployment('aa.0', 'a.service'), ...deployment('bb.0', 'b.service') })).toThrow(
    /which of its deployments is booted is not known/,
  );
});

test('a change is tried on the deployment, and which one it is travels with the answers', () => {
  const opened = openTree(memoryTree(DISK), 'disk', { deployment: 'aa.0' });
  expect(opened.assumptions).toMatchObject([
    { code: 'deployment-chosen', message: expect.stringContaining('deployment aa.0 of fcos, of 2') },
    {},
    {},
  ]);
  const masked = opened.reopen([{ path: '/etc/systemd/system/old.service', linkTarget: '/dev/null' }]);
  expect(masked.graph.nodes.get('old.service')?.load).toBe('masked');
});

test('a disk that was copied without links has them as texts, those of its deployment too', () => {
  const flat = Object.fromEntries(
    Object.entries({
      ...deployment('aa.0', 'a.service'),
      '/ostree/deploy/fcos/deploy/aa.0/usr/lib/systemd/system/b.service': '[Service]\nExecStart=/bin/true\n',
      '/ostree/deploy/fcos/deploy/aa.0/etc/systemd/system/default.target.wants/b.service': {
        link: '/usr/lib/systemd/system/b.service',
      },
    }).map(([path, file]) => [path, typeof file === 'object' && 'link' in file ? file.link : file]),
  );
  expect(wants(flat)).toEqual(['a.service', 'b.service']);
});

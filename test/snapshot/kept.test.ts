/** What an archive keeps of a file is what its folder is read for: nothing that a root is opened for is cut off. */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { openTree } from '../../src/open.ts';
import { folderSource } from '../../src/snapshot/source.ts';
import { cut, watched } from '../capture/kept-whole.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const SAMPLES = new URL('../../sample-roots/', import.meta.url).pathname;
test.each(readdirSync(SAMPLES))('every file of %s that is read whole is kept whole', (name) => {
  const { tree, read } = watched(folderSource(`${SAMPLES}${name}`));
  audit(openTree(tree, name));
  expect(read.size).toBeGreaterThan(10);
  expect(cut(tree, read)).toEqual([]);
});

test('files that generators and detection read, wherever they lie', () => {
  const files: Readonly<Record<string, Entry>> = {
    '/sbin/init': { link: '/usr/lib/systemd/systemd' },
    '/usr/lib/systemd/systemd': 'ELF',
    '/usr/lib/systemd/system/default.target': '[Unit]\n',
    '/usr/share/containers/systemd/web.container': '[Container]\nImage=web\n',
    '/run/containers/systemd/a.volume': '[Volume]\n',
    '/usr/lib/systemd/system-generators/podman-system-generator': { text: 'ELF', mode: 0o755 },
    '/usr/lib/systemd/system-generators/netplan': { text: 'ELF', mode: 0o755 },
    '/usr/lib/systemd/system-generators/systemd-crontab-generator': { text: 'ELF', mode: 0o755 },
    '/usr/lib/systemd/system-generators/zram-generator': { text: 'ELF', mode: 0o755 },
    '/usr/lib/systemd/zram-generator.conf': '[zram0]\n',
    '/lib/netplan/10-a.yaml': 'network:\n  version: 2\n',
    '/run/netplan/20-b.yaml': 'network:\n  version: 2\n',
    '/var/spool/cron/crontabs/anna': '0 4 * * * true\n',
    '/usr/share/systemd/user/a.service': '[Service]\n',
    '/var/lib/opkg/status': 'Package: systemd\nVersion: 252\nStatus: install ok installed\n',
    '/installed-rpms': 'systemd-252-1.el9.x86_64\n',
    '/usr/lib/systemd/system-preset/90-x.preset': 'disable *\n',
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
    '/usr/bin/true': 'ELF',
  };
  const { tree, read } = watched(memoryTree(files));
  openTree(tree, 'root');
  for (const path of ['/usr/share/containers/systemd/web.container', '/lib/netplan/10-a.yaml', '/installed-rpms'])
    expect([...read]).toContain(path);
  expect(cut(tree, [...read, '/usr/lib/netplan/10-a.yaml'])).toEqual([]);
});

test('files that other answers read: rules of udev, whose files are whose, accounts, where Python programs begin', async () => {
  const files: Readonly<Record<string, Entry>> = {
    '/sbin/init': { link: '/usr/lib/systemd/systemd' },
    '/usr/lib/systemd/systemd': 'ELF',
    '/usr/lib/systemd/system/default.target': '[Unit]\n',
    '/usr/lib/systemd/system/plugged.service': '[Service]\nExecStart=/bin/true\n',
    '/usr/lib/udev/rules.d/90-plugged.rules': `${'# of many lines\n'.repeat(100)}SUBSYSTEM=="usb", ENV{SYSTEMD_WANTS}+="plugged.service"\n`,
  };
  const { tree, read } = watched(memoryTree(files));
  const { later = [] } = openTree(tree, 'root').startsInFiles?.([]) ?? {};
  expect(later.map(({ unit }) => unit)).toContain('plugged.service');
  expect([...read]).toContain('/usr/lib/udev/rules.d/90-plugged.rules');
  expect(
    cut(tree, [
      ...read,
      '/lib/udev/rules.d/a.rules',
      '/var/lib/dpkg/info/systemd.list',
      '/var/lib/dpkg/info/libc6:amd64.list',
      '/usr/lib/userdb/anna.user',
      '/usr/lib/passwd',
      '/var/lib/extrausers/passwd',
      '/var/lib/systemd/home/anna.identity',
      '/usr/lib/python3/dist-packages/nova-2.egg-info/entry_points.txt',
      '/usr/local/lib/python3.11/site-packages/a.pth',
    ]),
  ).toEqual([]);
  expect(cut(tree, ['/var/lib/dpkg/info/systemd.md5sums', '/usr/lib/udev/hwdb.bin'])).toHaveLength(2);
});

/** What sos(1) copies of a machine answers as the machine's own files do; what it leaves out is not held against the machine. */
import { describe, expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { openSnapshot } from '../../src/snapshot/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';
import { compareCut } from './compare-cut.ts';
import { cutToSosreport } from './sos-cut.ts';

const UNITS = '/usr/lib/systemd/system';
const program = (text: string): Entry => ({ text, mode: 0o755 });

/** A server on a merged /usr: an enabled service, a masked one, a link with an absolute target, a generator of another package. */
const SERVER: Readonly<Record<string, Entry>> = {
  '/lib': { link: 'usr/lib' },
  '/bin': { link: 'usr/bin' },
  '/sbin': { link: 'usr/sbin' },
  '/etc/machine-id': '0123456789abcdef0123456789abcdef\n',
  '/etc/os-release': { link: '../usr/lib/os-release' },
  '/usr/lib/os-release': 'ID=debian\nVERSION_ID="13"\n',
  '/etc/fstab': '/dev/vda1 / ext4 defaults 0 1\n/dev/vdb1 /srv xfs defaults 0 2\n',
  '/etc/passwd': 'root:x:0:0::/root:/bin/sh\n',
  '/etc/nfs.conf': '[general]\npipefs-directory=/run/rpc_pipefs\n',
  '/usr/sbin/init': { link: '../lib/systemd/systemd' },
  '/usr/lib/systemd/systemd': program('ELF'),
  '/usr/lib/x86_64-linux-gnu/systemd/libsystemd-shared-257.so': 'ELF',
  '/usr/lib/systemd/system-generators/systemd-fstab-generator': program('ELF'),
  '/usr/lib/systemd/system-generators/systemd-ssh-generator': program('ELF'),
  '/usr/lib/systemd/system-generators/rpc-pipefs-generator': program('ELF'),
  '/usr/sbin/sshd': program('ELF'),
  '/usr/sbin/webd': program('ELF'),
  '/var/lib/dpkg/status': `Package: systemd\nStatus: install ok installed\nArchitecture: amd64\nMulti-Arch: foreign\nVersion: 257.9-1\nDescription: init\n\nPackage: systemd-sysv\nStatus: install ok installed\nArchitecture: amd64\nVersion: 257.9-1\n`,
  [`${UNITS}/default.target`]: { link: 'multi-user.target' },
  [`${UNITS}/multi-user.target`]: '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
  [`${UNITS}/basic.target`]: '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\nWants=sockets.target\n',
  [`${UNITS}/sysinit.target`]: '[Unit]\nWants=local-fs.target\nAfter=local-fs.target\n',
  [`${UNITS}/local-fs.target`]: '[Unit]\nDefaultDependencies=no\n',
  [`${UNITS}/sockets.target`]: '[Unit]\n',
  [`${UNITS}/shutdown.target`]: '[Unit]\nDefaultDependencies=no\n',
  [`${UNITS}/rpc_pipefs.target`]: '[Unit]\nRequires=var-lib-nfs-rpc_pipefs.mount\n',
  [`${UNITS}/ssh.service`]: '[Service]\nExecStart=/usr/sbin/sshd -D\n',
  [`${UNITS}/web.service`]: '[Service]\nExecStart=/usr/sbin/webd\n[Install]\nWantedBy=multi-user.target\n',
  [`${UNITS}/mail.service`]: '[Service]\nExecStart=/usr/sbin/webd\n',
  '/etc/systemd/system/mail.service': { link: '/dev/null' },
  '/etc/systemd/system/multi-user.target.wants/web.service': { link: `${UNITS}/web.service` },
  '/etc/systemd/system/multi-user.target.wants/ssh.service': { link: `${UNITS}/ssh.service` },
};
const CMDLINE = 'root=/dev/vda1 ro';

describe('a root cut down to a sosreport', () => {
  const whole = openTree(memoryTree(SERVER), 'whole', { cmdline: CMDLINE });
  const cut = openSnapshot(cutToSosreport(openSnapshot(memoryTree(SERVER), 'whole')), 'cut');

  test('boots as the whole one, with what generators wrote and without', () => {
    for (const withRun of [true, false]) {
      const { differences, edges, jobs } = compareCut(whole, withRun, { cmdline: CMDLINE });
      expect(differences).toEqual([]);
      expect(edges).toBeGreaterThan(50);
      expect(jobs).toBeGreaterThan(5);
    }
  });

  test('keeps no program, no library, no database and no machine-id', () => {
    for (const path of [
      '/usr/sbin',
      '/usr/lib/systemd/systemd',
      '/usr/lib/x86_64-linux-gnu',
      '/var',
      '/etc/machine-id',
    ])
      expect(cut.lstat(path)).toBeUndefined();
  });

  test('has links relative, and masks that lead nowhere', () => {
    expect(cut.readlink('/etc/systemd/system/multi-user.target.wants/web.service')).toBe(
      '../../../../usr/lib/systemd/system/web.service',
    );
    expect(cut.readlink('/etc/systemd/system/mail.service')).toBe('../../../dev/null');
    expect(cut.stat('/etc/systemd/system/mail.service')).toBeUndefined();
    expect(cut.readlink('/lib')).toBe('usr/lib');
  });

  test('says its version in its package list, and a masked unit is masked', () => {
    const opened = openTree(cut.tree, 'cut', { cmdline: CMDLINE });
    expect(opened.capture.kind).toBe('sosreport');
    expect(opened.capture.versions[0]).toMatchObject({ version: 257, file: '/installed-debs' });
    expect(opened.graph.nodes.get('mail.service')?.load ?? 'masked').toBe('masked');
    expect(opened.graph.nodes.get('web.service')?.load).toBe('loaded');
  });

  test('names its generators in a listing: those, and no others, are what writes units', () => {
    const opened = openTree(cut.tree, 'cut', { cmdline: CMDLINE });
    expect(opened.capture.holding('generators').file).toBe('/sos_commands/systemd/ls_-lR_.lib.systemd');
    expect(opened.graph.nodes.has('sshd-unix-local.socket')).toBe(true);
    expect(opened.graph.nodes.get('srv.mount')?.load).toBe('loaded');
    expect(opened.assumptions.map(({ code }) => code)).not.toContain('generators-assumed');
  });
});

test('Debian’s systemd before 255 has its units below /lib, in a copy without dpkg’s files too', () => {
  const old = {
    ...SERVER,
    '/usr/lib/os-release': 'ID=debian\nVERSION_ID="12"\n',
    '/var/lib/dpkg/status': 'Package: systemd\nStatus: install ok installed\nVersion: 252.39-1~deb12u1\n',
    '/var/lib/dpkg/info/systemd.list': '/lib/systemd/systemd\n',
  };
  const cut = openTree(cutToSosreport(openSnapshot(memoryTree(old), 'whole')), 'cut', { cmdline: CMDLINE });
  expect(cut.graph.nodes.get('web.service')?.fragment).toBe('/lib/systemd/system/web.service');
});

import { describe, expect, test } from 'vitest';
import { bootLoaderCmdlines } from '../../src/capture/boot-loader.ts';
import { detectInit as detect, INIT_PACKAGES } from '../../src/capture/init.ts';
import { installedPackages } from '../../src/capture/packages.ts';
import type { InitSystem } from '../../src/graph/model.ts';
import type { Snapshot } from '../../src/snapshot/snapshot.ts';

/** A snapshot of a few files and links, enough for detection. */
function rootOf(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>> = {}): Snapshot {
  const real = (path: string): string | undefined => {
    const target = links[path] ?? path;
    return target in files ? target : undefined;
  };
  const text = (path: string): string | undefined => files[real(path) ?? ''];
  const stat: Snapshot['stat'] = (path) =>
    real(path) === undefined ? undefined : { kind: 'file', size: 1, mode: 0o755 };
  return {
    label: 'test',
    realpath: real,
    stat,
    lstat: stat,
    readlink: (path) => links[path],
    list: () => undefined,
    read: text,
    readBytes: (path) => (text(path) === undefined ? undefined : Buffer.from(text(path) ?? '')),
    problems: () => [],
    tree: { lstat: stat, readlink: () => undefined, list: () => undefined, read: () => undefined },
  };
}

function detectInit(snapshot: Snapshot, forced?: InitSystem, cmdline = '') {
  const found = detect(snapshot, {
    forced,
    cmdline,
    loader: bootLoaderCmdlines(snapshot),
    packages: installedPackages(snapshot, INIT_PACKAGES).found,
  });
  return { ...found, system: found.init };
}

describe('the init in force', () => {
  test('a link from /sbin/init to systemd decides', () => {
    const report = detectInit(rootOf({ '/lib/systemd/systemd': 'ELF' }, { '/sbin/init': '/lib/systemd/systemd' }));
    expect(report.system).toBe('systemd');
    expect(report.evidence[0]?.file).toBe('/sbin/init');
  });

  test('a sysvinit binary outweighs systemd units lying about', () => {
    const files = { '/sbin/init': 'ELF /run/initctl /etc/inittab', '/lib/systemd/systemd': 'ELF' };
    expect(detectInit(rootOf(files)).system).toBe('sysv');
  });

  test('the upstart package beside systemd-sysv does not make Upstart PID 1', () => {
    const status = ['upstart', 'systemd-sysv'].map((name) => `Package: ${name}\nStatus: install ok installed\n`);
    expect(detectInit(rootOf({ '/var/lib/dpkg/status': status.join('\n') })).system).toBe('systemd');
  });

  test('init= in /etc/default/grub outweighs /sbin/init, with its line', () => {
    const files = {
      '/etc/default/grub': '# settings\nGRUB_CMDLINE_LINUX="init=/lib/sysvinit/init"\n',
      '/lib/sysvinit/init': 'ELF',
      '/lib/systemd/systemd': 'ELF',
    };
    const report = detectInit(rootOf(files, { '/sbin/init': '/lib/systemd/systemd' }));
    expect(report).toMatchObject({ system: 'sysv', evidence: [{ file: '/etc/default/grub', line: 2 }, {}, {}] });
  });

  test('a root without any sign has no init, and none is assumed', () => {
    expect(detectInit(rootOf({}))).toMatchObject({ init: undefined, evidence: [] });
  });

  test('an inittab of comments, or of a default runlevel only, is no sign of sysvinit', () => {
    const inittab = { '/etc/inittab': '# nothing reads this\nid:3:initdefault:\n' };
    expect(detectInit(rootOf(inittab)).init).toBeUndefined();
    expect(detectInit(rootOf({ ...inittab, '/etc/init/rcS.conf': 'start on startup' })).init).toBe('upstart');
  });

  test('init= of the command line in force outweighs grub and /sbin/init; the last one counts', () => {
    const files = { '/sbin/upstart': 'ELF', '/lib/sysvinit/init': 'ELF', '/lib/systemd/systemd': 'ELF' };
    const root = rootOf(files, { '/sbin/init': '/lib/systemd/systemd' });
    expect(detectInit(root, undefined, 'quiet init=/lib/sysvinit/init init=/sbin/upstart').system).toBe('upstart');
    expect(detectInit(root, undefined, 'quiet init=/bin/sh').system).toBe('systemd');
  });

  test('--init outweighs everything, and what speaks against it stays listed', () => {
    const root = rootOf({ '/lib/systemd/systemd': 'ELF' }, { '/sbin/init': '/lib/systemd/systemd' });
    expect(detectInit(root, 'sysv')).toMatchObject({
      system: 'sysv',
      evidence: [{ text: '--init=sysv was given' }, { text: '/sbin/init is /lib/systemd/systemd' }, {}],
    });
  });

  test('a link to a binary of sysvinit is known by what is in it', () => {
    const files = { '/usr/sbin/init.sysv': 'ELF /run/initctl /etc/inittab' };
    expect(detectInit(rootOf(files, { '/sbin/init': '/usr/sbin/init.sysv' })).system).toBe('sysv');
  });

  test('a package removed but for its configuration is no sign', () => {
    const status =
      'Package: sysvinit-core\nStatus: deinstall ok config-files\n\nPackage: systemd-sysv\nStatus: install ok installed\n';
    expect(detectInit(rootOf({ '/var/lib/dpkg/status': status }))).toMatchObject({
      system: 'systemd',
      evidence: [{ text: 'package systemd-sysv is installed', line: 4 }],
    });
  });

  test('a flag of legacy boot ordering is told, with what it means under this init', () => {
    const flag = { '/var/lib/sysv-rc/legacy-bootsequence': '' };
    const under = (more: Readonly<Record<string, string>>) => detectInit(rootOf({ ...flag, ...more })).evidence.at(-1);
    expect(under({ '/lib/systemd/systemd': '' })).toMatchObject({ text: expect.stringContaining('without effect') });
    expect(under({ '/etc/inittab': 'si::sysinit:/etc/init.d/rcS' })).toMatchObject({
      text: expect.stringContaining('by number'),
      file: '/var/lib/sysv-rc/legacy-bootsequence',
    });
  });
});

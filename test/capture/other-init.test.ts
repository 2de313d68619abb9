/** Roots of inits that are not explained: named as found, never answered as another one. */
import { expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { RootUnreadable } from '../../src/snapshot/source.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

type Files = Readonly<Record<string, Entry>>;

/** What is said in place of an answer. */
function refusal(files: Files, options: Parameters<typeof openTree>[2] = {}): string {
  try {
    openTree(memoryTree(files), 'copy', options);
    return 'opened';
  } catch (error) {
    if (!(error instanceof RootUnreadable)) throw error;
    return error.message;
  }
}

const BUSYBOX = { '/bin/busybox': 'ELF BusyBox v1.36 /etc/inittab /dev/initctl' };

const ROOTS: readonly (readonly [name: string, files: Files, said: string])[] = [
  [
    'OpenRC on busybox (Alpine)',
    {
      ...BUSYBOX,
      '/sbin/init': { link: '/bin/busybox' },
      '/etc/inittab': '::sysinit:/sbin/openrc sysinit\n',
      '/sbin/openrc': 'ELF',
    },
    'OpenRC',
  ],
  [
    'OpenRC on sysvinit (Gentoo)',
    {
      '/sbin/init': 'ELF /dev/initctl /etc/inittab',
      '/etc/inittab': 'id:3:initdefault:\nsi::sysinit:/sbin/openrc sysinit\n',
    },
    'OpenRC',
  ],
  [
    'busybox (Buildroot)',
    { ...BUSYBOX, '/sbin/init': { link: '../bin/busybox' }, '/etc/inittab': '::sysinit:/etc/init.d/rcS\n' },
    "busybox's init",
  ],
  [
    'procd (OpenWrt)',
    {
      ...BUSYBOX,
      '/sbin/init': 'ELF /sbin/procd',
      '/etc/inittab': '::sysinit:/etc/init.d/rcS S boot\n',
      '/lib/preinit/00_preinit.conf': '',
    },
    'procd',
  ],
  [
    'runit (Void)',
    { '/sbin/init': { link: 'runit-init' }, '/sbin/runit-init': 'ELF', '/etc/runit/2': '#!/bin/sh\n' },
    'runit',
  ],
  ['runit by its files alone', { '/etc/runit/2': '#!/bin/sh\n', '/etc/fstab': '' }, 'runit'],
  [
    'dinit (Chimera)',
    { '/usr/bin/init': { link: 'dinit' }, '/sbin': { link: 'usr/bin' }, '/usr/bin/dinit': 'ELF' },
    'dinit',
  ],
  ['s6 (Artix)', { '/sbin/init': { link: '../usr/bin/s6-linux-init' }, '/usr/bin/s6-linux-init': 'ELF' }, 's6'],
  ['the Shepherd (Guix)', { '/gnu/store/x-shepherd-0.10/bin/shepherd': 'ELF', '/etc/fstab': '' }, 'the Shepherd'],
  ['a script as init', { '/sbin/init': '#!/bin/sh\nexec /app\n', '/bin/sh': 'ELF' }, 'a script'],
  [
    'WSL without systemd',
    {
      '/etc/wsl.conf': '[network]\nhostname=a\n',
      '/sbin/init': { link: '/lib/systemd/systemd' },
      '/lib/systemd/systemd': 'ELF',
    },
    "WSL's own init",
  ],
];

test.each(ROOTS)('%s is named as found, and nothing is said of units', (_, files, said) => {
  expect(refusal(files)).toContain(`PID 1 is ${said}`);
});

test('an image that holds no init is said to hold none', () => {
  expect(refusal({ '/etc/os-release': 'ID=debian\n', '/usr/sbin/nginx': 'ELF' })).toMatch(/no init is in it.*debian/);
});

test('WSL that is told to start systemd boots with systemd', () => {
  const files = {
    '/etc/wsl.conf': '[boot]\nsystemd=true\n',
    '/sbin/init': { link: '/lib/systemd/systemd' },
    '/lib/systemd/systemd': 'ELF',
    '/lib/systemd/system/default.target': '[Unit]\n',
  };
  expect(refusal(files)).toBe('opened');
});

test.each([
  ['nothing at all', {}, /empty: no root/],
  ['an /etc by itself', { '/systemd/system/a.service': '', '/fstab': '' }, /an \/etc alone/],
  [
    'an /etc with its folder, whose links lead to what is not there',
    { '/etc/systemd/system/multi-user.target.wants/a.service': { link: '/usr/lib/systemd/system/a.service' } },
    /an \/etc alone/,
  ],
  ['a /usr by itself', { '/lib/systemd/system/basic.target': '', '/bin/true': '' }, /a \/usr alone/],
  ['home folders', { '/anna/.profile': '' }, /not a root/],
  [
    'a root without its /usr, which is a file system of its own',
    {
      '/etc/fstab': '/dev/sda2 /usr ext4 defaults 0 2\n',
      '/sbin/init': { link: '/usr/lib/systemd/systemd' },
      '/etc/systemd/system/a.service': '[Service]\nExecStart=/bin/true\n',
    },
    /\/usr is a file system of its own/,
  ],
  ['a supportconfig', { '/basic-environment.txt': '#==[ Command ]===#\n# /bin/date\n' }, /a supportconfig/],
  ['an archive of Insights', { '/insights_commands/uname_-a': '', '/etc/fstab': '' }, /Red Hat Insights/],
] as const)('%s is no root, and no boot is answered', (_, files, said) => {
  expect(refusal(files)).toMatch(said);
});

const SYSTEMD = {
  '/sbin/init': { link: '/usr/lib/systemd/systemd' },
  '/usr/lib/systemd/systemd': 'ELF systemd.unit=',
  '/usr/lib/systemd/system/default.target': '[Unit]\nAllowIsolate=yes\n',
};

const assumed = (files: Files, cmdline: string) =>
  openTree(memoryTree(files), 'copy', { cmdline, version: 252 }).assumptions.map(({ message }) => message);

test('with init=/bin/sh the shell alone is started, and the boot that is told is the one without it', () => {
  const busybox = { ...SYSTEMD, ...BUSYBOX, '/bin/sh': { link: 'busybox' } };
  for (const shell of ['/bin/sh', '/bin/bash', '/usr/bin/zsh'])
    expect(assumed(busybox, `ro init=${shell}`)).toContain(
      `the kernel command line in force has init=${shell}, which starts that shell and nothing else: what is told is the boot without it`,
    );
  expect(assumed(busybox, 'init=/bin/sh init=/sbin/init').join()).not.toContain('init=');
});

test('a script that init= names runs before the init, and that is said', () => {
  const files = { ...SYSTEMD, '/usr/lib/first/resize.sh': '#!/bin/sh\n' };
  expect(assumed(files, 'init=/usr/lib/first/resize.sh')).toContain(
    'the kernel command line in force has init=/usr/lib/first/resize.sh, a script: what is told comes when that hands over to the init',
  );
});

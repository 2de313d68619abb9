/**
 * A small root of each modelled distribution, in its own layout: which init and version, where its units and scripts lie, what its
 * builders changed, and which commands its operators have. Own files; the facts are of systemd's tags and the vendors' branches.
 */
import { describe, expect, test } from 'vitest';
import { why } from '../../src/answers/why.ts';
import { planBoot } from '../../src/engine/plan.ts';
import type { EdgeType } from '../../src/graph/model.ts';
import { type OpenedRoot, openTree } from '../../src/open.ts';
import { whyText } from '../../src/report/why.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

type Files = Readonly<Record<string, Entry>>;
const program = (text = 'ELF'): Entry => ({ text, mode: 0o755 });
const open = (files: Files, label = 'root'): OpenedRoot => openTree(memoryTree(files), label);
const jobs = ({ graph, version }: OpenedRoot): readonly string[] =>
  [...planBoot(graph, { version }).started].filter((id) => !id.endsWith('.slice')).sort();
const edges = ({ graph }: OpenedRoot, from: string, to: string, ...types: readonly EdgeType[]): readonly EdgeType[] =>
  graph.edges
    .filter((edge) => edge.from === from && edge.to === to && types.includes(edge.type))
    .map(({ type }) => type)
    .sort();
const said = (opened: OpenedRoot, unit: string): string => whyText(opened, why(opened, unit), { width: 1000 });

/** What every distribution ships, below its own folder. */
function units(folder: string, more: Files = {}): Files {
  const at = (name: string): string => `${folder}/${name}`;
  return {
    [at('default.target')]: { link: 'multi-user.target' },
    [at('multi-user.target')]: '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
    [at('basic.target')]: '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
    [at('sysinit.target')]: '[Unit]\nWants=local-fs.target\nAfter=local-fs.target\n',
    [at('local-fs.target')]: '[Unit]\nDefaultDependencies=no\nConflicts=shutdown.target\n',
    [at('shutdown.target')]: '[Unit]\nDefaultDependencies=no\n',
    [at('network.target')]: '[Unit]\n',
    [at('network-online.target')]: '[Unit]\n',
    [at('tmp.mount')]:
      '[Unit]\nDefaultDependencies=no\nBefore=local-fs.target\n[Mount]\nWhat=tmpfs\nWhere=/tmp\nType=tmpfs\n[Install]\nWantedBy=local-fs.target\n',
    [at('web.service')]: '[Service]\nExecStart=/usr/sbin/webd\nPrivateTmp=yes\n[Install]\nWantedBy=multi-user.target\n',
    '/etc/systemd/system/multi-user.target.wants/web.service': { link: at('web.service') },
    ...more,
  };
}
const MERGED: Files = {
  '/bin': { link: 'usr/bin' },
  '/sbin': { link: 'usr/sbin' },
  '/lib': { link: 'usr/lib' },
  '/usr/sbin/webd': program(),
  '/usr/bin/sh': program(),
  '/usr/sbin/init': { link: '../lib/systemd/systemd' },
  '/usr/lib/systemd/systemd': program(),
};
const generators = (...names: readonly string[]): Files =>
  Object.fromEntries(
    names.map((name) => [`/usr/lib/systemd/system-generators/${name}`, program(' /etc/rc.d/init.d /etc/rc.d ')]),
  );
const RED_HAT_SYSV: Files = {
  ...Object.fromEntries(
    ['systemd-sysv-generator', 'systemd-rc-local-generator', 'systemd-fstab-generator'].map((name) => [
      `/usr/lib/systemd/system-generators/${name}`,
      program(name === 'systemd-rc-local-generator' ? 'x\0/etc/rc.d/rc.local\0' : 'x\0/etc/rc.d/init.d\0/etc/rc.d\0'),
    ]),
  ),
  '/etc/init.d': { link: 'rc.d/init.d' },
  '/etc/rc3.d': { link: 'rc.d/rc3.d' },
  '/etc/rc.local': { link: 'rc.d/rc.local' },
  '/etc/inittab': '# inittab is no longer used.\n#\n',
  '/etc/rc.d/init.d/old': program('#!/bin/sh\n# chkconfig: 345 99 10\n# description: old\n'),
  '/etc/rc.d/rc3.d/S99old': { link: '../init.d/old' },
  '/usr/lib/systemd/system/rc-local.service':
    '[Unit]\nConditionFileIsExecutable=/etc/rc.d/rc.local\n[Service]\nType=forking\nExecStart=/etc/rc.d/rc.local start\n',
};
const VENDOR = '/usr/lib/systemd/system';

const rhel9: Files = {
  ...MERGED,
  ...units(VENDOR),
  ...RED_HAT_SYSV,
  '/usr/lib/os-release': 'NAME="Red Hat Enterprise Linux"\nID="rhel"\nID_LIKE="fedora"\nVERSION_ID="9.4"\n',
  '/usr/lib64/systemd/libsystemd-shared-252-32.el9_4.so': 'ELF',
  '/etc/rc.d/rc.local': { text: '#!/bin/sh\n', mode: 0o644 },
};

describe('RHEL 9', () => {
  const opened = open(rhel9);

  test('has 252 by the name of a library, with Red Hat’s release', () => {
    expect(opened.build).toMatchObject({ major: 252, release: [32], builder: 'redhat' });
    expect(opened.graph.init.system).toBe('systemd');
  });

  test('has no tmpfs on /tmp, though services ask for a /tmp of their own', () => {
    expect(jobs(opened)).not.toContain('tmp.mount');
    expect(edges(opened, 'web.service', 'tmp.mount', 'Wants', 'Requires', 'After')).toEqual(['After']);
  });

  test('runs scripts of /etc/rc.d, and rc.local once it is executable', () => {
    expect(jobs(opened)).toEqual(expect.arrayContaining(['old.service', 'web.service']));
    expect(jobs(opened)).not.toContain('rc-local.service');
    expect(jobs(open({ ...rhel9, '/etc/rc.d/rc.local': program('#!/bin/sh\n') }))).toContain('rc-local.service');
  });

  test('as a sosreport boots the same units', () => {
    const copied = Object.fromEntries(
      Object.entries(rhel9).filter(([path]) => /^\/(etc|lib$)|^\/usr\/lib\/(systemd\/system\/|os-release)/.test(path)),
    );
    const { '/etc/init.d': _, '/etc/rc3.d': __, ...sos } = copied;
    const report = open({
      ...sos,
      '/sos_commands/rpm/sh_-c_rpm_--nodigest_-qa':
        'bash-5.1.8-9.el9.x86_64   Mon\nsystemd-252-32.el9_4.7.x86_64   Mon\n',
      '/installed-rpms': { link: 'sos_commands/rpm/sh_-c_rpm_--nodigest_-qa' },
      '/version.txt': 'sos report: 4.5.6\n',
    });
    expect(report.capture.kind).toBe('sosreport');
    expect(report.build).toMatchObject({ major: 252, release: [32, 7], builder: 'redhat' });
    expect(jobs(report)).toEqual(jobs(opened));
  });
});

describe('Fedora', () => {
  const opened = open({
    ...MERGED,
    ...units(VENDOR),
    '/usr/lib/os-release': 'ID=fedora\nVERSION_ID=41\n',
    '/usr/lib64/systemd/libsystemd-shared-256.7-1.fc41.so': 'ELF',
    [`${VENDOR}/local-fs.target.wants/tmp.mount`]: { link: '../tmp.mount' },
  });

  test('is upstream’s: /tmp is a tmpfs, by a vendor’s link', () => {
    expect(opened.build).toMatchObject({ major: 256, point: 7, builder: 'fedora' });
    expect(jobs(opened)).toContain('tmp.mount');
    expect(edges(opened, 'web.service', 'tmp.mount', 'Wants', 'Requires', 'After')).toEqual(['After', 'Wants']);
  });
});

describe('RHEL 7 and Amazon Linux 2 (219)', () => {
  const old = (release: string): Files => ({
    ...MERGED,
    ...units(VENDOR),
    ...RED_HAT_SYSV,
    '/usr/lib/os-release': release,
    '/usr/lib/systemd/systemd': program('ELF\0systemd 219\0running in %ssystem mode'),
  });
  const centos = open({
    ...old('ID="centos"\nID_LIKE="rhel fedora"\nVERSION_ID="7"\n'),
    '/var/lib/yum/yumdb/s/0123456789012345678901234567890123456789-systemd-219-78.el7_9.9-x86_64/from_repo': 'base',
  });
  const amazon = open(old('ID="amzn"\nID_LIKE="centos rhel fedora"\nVERSION_ID="2"\n'));

  test('say their version in PID 1 itself, and the release in yum’s folders', () => {
    expect(centos.build).toMatchObject({ major: 219, release: [78, 9], builder: 'redhat' });
    expect(amazon.build).toMatchObject({ major: 219, builder: 'amazon' });
  });

  test.each([
    ['CentOS 7', centos],
    ['Amazon Linux 2', amazon],
  ])('%s: services require basic.target, and a script of number 99 comes after the network is up', (_, opened) => {
    expect(edges(opened, 'web.service', 'basic.target', 'Requires', 'After')).toEqual(['After', 'Requires']);
    expect(edges(opened, 'old.service', 'network-online.target', 'After', 'Wants')).toEqual(['After']);
    expect(jobs(opened)).toContain('old.service');
    expect(jobs(opened)).not.toContain('tmp.mount');
  });
});

describe('RHEL 6 (Upstart)', () => {
  const files: Files = {
    '/etc/redhat-release': 'CentOS release 6.10 (Final)\n',
    '/etc/inittab': 'id:3:initdefault:\n',
    '/etc/init/rcS.conf':
      'start on startup\ntask\nexec /etc/rc.d/rc.sysinit\npost-stop script\n\texec telinit 3\nend script\n',
    '/etc/init/rc.conf': 'start on runlevel [0123456]\ntask\nexport RUNLEVEL\nexec /etc/rc.d/rc $RUNLEVEL\n',
    '/etc/rc.d/rc': program('#!/bin/bash\n'),
    '/etc/rc.d/init.d/sshd': program('#!/bin/bash\n# chkconfig: 2345 55 25\n# description: ssh\n'),
    '/etc/rc.d/rc3.d/S55sshd': { link: '../init.d/sshd' },
  };

  test('runs the scripts of /etc/rc.d by number, and chkconfig switches them off', () => {
    const opened = open(files);
    expect(opened.graph.init.system).toBe('upstart');
    expect(said(opened, 'sysv:sshd')).toMatch(/Started at boot.*chkconfig sshd off/s);
  });
});

describe('SUSE', () => {
  const files = (version: string, release: string): Files => ({
    ...units(VENDOR),
    '/sbin/init': { link: '/usr/lib/systemd/systemd' },
    '/usr/lib/systemd/systemd': program(),
    '/usr/sbin/webd': program(),
    '/lib/modules/x': '',
    [`/usr/lib/systemd/libsystemd-shared-${version}.so`]: 'ELF',
    '/etc/os-release': release,
    '/etc/init.d/boot.early': program(
      '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: boot.early\n# Default-Start: B\n### END INIT INFO\n',
    ),
    '/etc/init.d/boot.d/S01boot.early': { link: '../boot.early' },
    '/etc/init.d/old': program(
      '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: old\n# Required-Start: db\n# Default-Start: 3\n### END INIT INFO\n',
    ),
    '/etc/init.d/db': program('#!/bin/sh\n### BEGIN INIT INFO\n# Provides: db\n# Default-Start:\n### END INIT INFO\n'),
    '/etc/init.d/rc3.d/S02old': { link: '../old' },
  });

  test('SLE 15 (234) starts boot.d before sysinit.target and wants what a header requires', () => {
    const sle = open({
      ...files('234', 'ID="sles"\nID_LIKE="suse"\nVERSION_ID="15.1"\n'),
      ...generators(),
      '/usr/lib/systemd/system-generators/systemd-sysv-generator': program('x\0/etc/init.d\0boot.d\0'),
    });
    expect(sle.build).toMatchObject({ major: 234, builder: 'suse' });
    expect(jobs(sle)).toEqual(expect.arrayContaining(['early.service', 'old.service', 'db.service']));
    expect(edges(sle, 'sysinit.target', 'early.service', 'Wants', 'After')).toContain('Wants');
  });

  test('Leap 15.6 (254) without systemd-sysvcompat has no generator for scripts', () => {
    const leap = open({
      ...files('254.27-150600.4.28.1', 'ID="opensuse-leap"\nID_LIKE="suse opensuse"\nVERSION_ID="15.6"\n'),
      '/usr/lib/systemd/system-generators/systemd-fstab-generator': program(),
    });
    expect(leap.build).toMatchObject({ major: 254, point: 27, builder: 'suse' });
    expect(jobs(leap)).toContain('web.service');
    expect(jobs(leap)).not.toContain('old.service');
  });
});

describe('Ubuntu', () => {
  const ubuntu = (folder: string, version: string, release: string, more: Files = {}): Files => ({
    ...MERGED,
    ...units(folder),
    '/usr/lib/os-release': `ID=ubuntu\nID_LIKE=debian\nVERSION_ID="${release}"\n`,
    '/var/lib/dpkg/status': `Package: systemd\nStatus: install ok installed\nVersion: ${version}\n\nPackage: systemd-sysv\nStatus: install ok installed\nVersion: ${version}\n`,
    '/var/lib/dpkg/info/systemd.list': `${folder.replace(/\/system$/, '')}/systemd\n`,
    '/usr/lib/systemd/system-generators/netplan': program(),
    '/etc/netplan/50.yaml': 'network:\n  version: 2\n  ethernets:\n    eth0: {dhcp4: true}\n',
    '/usr/lib/systemd/system/systemd-networkd.service': '[Service]\nExecStart=/usr/bin/sh\n',
    '/etc/systemd/system/snap-core-1.mount':
      '[Mount]\nWhat=/var/lib/snapd/snaps/core_1.snap\nWhere=/snap/core/1\nType=squashfs\n[Install]\nWantedBy=multi-user.target\n',
    '/etc/systemd/system/multi-user.target.wants/snap-core-1.mount': { link: '/etc/systemd/system/snap-core-1.mount' },
    ...more,
  });

  test.each([
    ['22.04', '249.11-0ubuntu3.12', '/lib/systemd/system', { major: 249, point: 11, builder: 'debian' }],
    ['24.04', '255.4-1ubuntu8.4', '/usr/lib/systemd/system', { major: 255, point: 4, builder: 'debian' }],
  ] as const)(
    '%s names its units as it was built to, and netplan’s generator starts networkd',
    (release, version, folder, build) => {
      const opened = open(
        Object.fromEntries(
          Object.entries(ubuntu(folder, version, release)).map(([path, entry]) => [
            path.replace(/^\/lib\//, '/usr/lib/'),
            entry,
          ]),
        ),
      );
      expect(opened.build).toMatchObject(build);
      expect(opened.graph.nodes.get('web.service')?.fragment).toBe(`${folder}/web.service`);
      expect(jobs(opened)).toEqual(
        expect.arrayContaining(['systemd-networkd.service', 'snap-core-1.mount', 'web.service']),
      );
    },
  );
});

describe('Arch', () => {
  const opened = open({
    ...MERGED,
    ...units(VENDOR),
    '/usr/lib/os-release': 'ID=arch\nBUILD_ID=rolling\n',
    '/usr/lib/systemd/libsystemd-shared-257.6-1.so': 'ELF',
    '/var/lib/pacman/local/systemd-257.6-1/desc': '%NAME%\nsystemd\n',
    '/usr/lib/systemd/system-generators/systemd-fstab-generator': program(),
    '/etc/init.d/old': program(
      '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: old\n# Default-Start: 3\n### END INIT INFO\n',
    ),
    '/etc/rc3.d/S01old': { link: '../init.d/old' },
  });

  test('has no init scripts in effect, and no rc.local', () => {
    expect(opened.build).toMatchObject({ major: 257, point: 6, builder: 'arch' });
    expect(opened.distribution.family).toBe('arch');
    expect(jobs(opened)).toContain('web.service');
    expect(jobs(opened)).not.toContain('old.service');
  });
});

describe('an initramfs', () => {
  const dracut: Files = {
    ...units(VENDOR),
    '/init': { link: 'usr/lib/systemd/systemd' },
    '/usr/lib/systemd/systemd': program(),
    '/usr/lib/systemd/libsystemd-shared-252.so': 'ELF',
    '/etc/initrd-release': { link: '../usr/lib/initrd-release' },
    '/usr/lib/initrd-release': 'ID=fedora\n',
    [`${VENDOR}/initrd.target`]: '[Unit]\nRequires=basic.target\nAfter=basic.target\nAllowIsolate=yes\n',
    '/usr/bin/sh': program(),
    '/usr/sbin/webd': program(),
  };

  test('of dracut goes for initrd.target, and tells that generators are not run in it', () => {
    const opened = open(dracut);
    expect(opened.graph.target).toBe('initrd.target');
    expect(opened.notComputed.map(({ code }) => code)).toContain('generators-not-run');
  });

  test('of initramfs-tools has a script for PID 1, though systemd-udevd is in it', () => {
    const files = {
      '/init': program('#!/bin/sh\n'),
      '/conf/initramfs.conf': 'MODULES=most\n',
      '/scripts/init-top/udev': program('#!/bin/sh\n'),
      '/usr/lib/systemd/systemd-udevd': program(),
      '/usr/lib/systemd/network/73.link': '[Match]\n',
    };
    expect(() => open(files)).toThrow(/a script/);
  });
});

test('an image of Debian without an init says so, whatever units packages brought', () => {
  const image = {
    '/etc/os-release': 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
    '/etc/debian_version': '12.5\n',
    '/usr/bin/sh': program(),
    '/lib/systemd/system/nginx.service': '[Service]\nExecStart=/usr/sbin/nginx\n',
    '/etc/systemd/system/multi-user.target.wants/nginx.service': { link: '/lib/systemd/system/nginx.service' },
    '/var/lib/dpkg/status': 'Package: nginx\nStatus: install ok installed\nVersion: 1\n',
  };
  expect(() => open(image)).toThrow(/Debian GNU\/Linux 12/);
});

test('Slackware goes through its runlevels by scripts of its own: what they start is not computed, and that is told', () => {
  const opened = open({
    '/sbin/init': program('ELF /dev/initctl /etc/inittab'),
    '/etc/inittab': 'id:3:initdefault:\nsi:S:sysinit:/etc/rc.d/rc.S\nrc:2345:wait:/etc/rc.d/rc.M\n',
    '/etc/rc.d/rc.M': program('#!/bin/sh\n'),
    '/bin/sh': program(),
    '/var/log/packages/sysvinit-3.00-x86_64-1': '',
  });
  expect(opened.graph.init.system).toBe('sysv');
  expect(opened.notComputed).toMatchObject([
    {
      code: 'runlevel-not-by-links',
      file: '/etc/inittab',
      line: 3,
      message: expect.stringContaining('/etc/rc.d/rc.M'),
    },
  ]);
});

/** Boots of real layouts under Upstart: Red Hat 6, Ubuntu with its hooks for LSB scripts, a machine without configured interfaces. */
import { describe, expect, test } from 'vitest';
import { orderPath } from '../../../src/engine/why.ts';
import { openTree } from '../../../src/open.ts';
import { type Entry, memoryTree } from '../../memory-root.ts';
import { bootOf, endsOf, graphOf } from './boot-of.ts';

const UPSTART: Entry = { text: 'ELF com/ubuntu/upstart', mode: 0o755 };

describe('Red Hat 6: runlevels are run by /etc/rc.d/rc', () => {
  const RED_HAT: Readonly<Record<string, Entry>> = {
    '/etc/redhat-release': 'CentOS release 6.10 (Final)\n',
    '/etc/inittab': '# only the default runlevel counts\nid:3:initdefault:\n',
    '/etc/init/rcS.conf':
      'start on startup\nstop on runlevel\ntask\nexec /etc/rc.d/rc.sysinit\npost-stop script\n\trunlevel=$(awk -F: \'$3=="initdefault"{print $2}\' /etc/inittab)\n\texec telinit $runlevel\nend script\n',
    '/etc/init/rc.conf':
      'start on runlevel [0123456]\nstop on runlevel [!$RUNLEVEL]\ntask\nexport RUNLEVEL\nexec /etc/rc.d/rc $RUNLEVEL\n',
    '/etc/init/late.conf': 'start on started network\ntask\nexec /bin/true\n',
    '/etc/init/early.conf': 'start on starting network\nexec /bin/early\n',
    '/etc/init/other.conf': 'start on started gone\nexec /bin/other\n',
    '/etc/init/idle.conf': 'start on started spare\nexec /bin/idle\n',
    '/etc/init.d': { link: 'rc.d/init.d' },
    '/etc/rc3.d': { link: 'rc.d/rc3.d' },
    '/etc/rc.d/rc':
      '#!/bin/bash\nfor i in /etc/rc$1.d/S*; do\n  subsys=${i#/etc/rc$1.d/S??}\n  [ -n "$UPSTART" ] && initctl emit --quiet starting JOB=$subsys\n  $i start\n  [ -n "$UPSTART" ] && initctl emit --quiet started JOB=$subsys\ndone\n',
    '/etc/rc.d/init.d/network': { text: '#!/bin/bash\n# chkconfig: 2345 10 90\n# description: up\n', mode: 0o755 },
    '/etc/rc.d/init.d/sshd': { text: '#!/bin/bash\n# chkconfig: 2345 55 25\n# description: in\n', mode: 0o755 },
    '/etc/rc.d/rc3.d/S10network': { link: '../init.d/network' },
    '/etc/rc.d/rc3.d/S55sshd': { link: '../init.d/sshd' },
    '/etc/rc.d/rc4.d/S10spare': { link: '../init.d/sshd' },
  };
  const { graph, upstartBoot } = openTree(memoryTree({ ...RED_HAT, '/sbin/init': UPSTART }), 'test');

  test('its scripts are run by the job rc, in the order of their numbers', () =>
    expect(upstartBoot?.scripts.map(({ id, level, effect }) => `${level} ${id} ${effect}`)).toEqual([
      '3 sysv:network runs',
      '3 sysv:sshd runs',
    ]));

  test('rc emits the events of a job around each script: jobs may start on them', () => {
    expect(upstartBoot?.jobs.get('late')?.starts[0]?.reasons[0]).toMatchObject({
      matched: [{ event: { name: 'started', env: ['JOB=network'], by: 'sysv:network', declared: [{ line: 6 }] } }],
    });
    const path = (unit: string, other: string) => orderPath(graph, unit, other, () => true)?.map(({ to }) => to);
    expect(path('upstart:late', 'sysv:network')).toEqual(['sysv:network']);
    // rc goes on when what starts on "starting" is there.
    expect(path('sysv:network', 'upstart:early')).toEqual(['upstart:early']);
  });

  test('a job that waits for a script of another runlevel waits for something that exists', () => {
    const reasonOf = (name: string) => upstartBoot?.jobs.get(name)?.notStarted;
    expect(reasonOf('idle')).toMatchObject({ missing: [{ reason: { code: 'job-not-started', job: 'spare' } }] });
    expect(reasonOf('other')).toMatchObject({ missing: [{ reason: { code: 'unknown-job', job: 'gone' } }] });
  });

  test('without the program of init: its jobs, and an inittab that starts nothing, mean Upstart', () =>
    expect(openTree(memoryTree(RED_HAT), 'test').graph.init.system).toBe('upstart'));
});

const UBUNTU = {
  'mountall.conf': 'start on startup\nemits filesystem\ntask\nexec mountall --daemon\n',
  'udev.conf': 'start on virtual-filesystems\nexpect fork\nexec udevd --daemon\n',
  'upstart-udev-bridge.conf':
    'emits *-device-added\nstart on starting udev\nexpect daemon\nexec upstart-udev-bridge --daemon\n',
  'udevtrigger.conf': 'start on started udev\ntask\nexec udevadm trigger --action=add\n',
  'network-interface.conf':
    'emits net-device-up\nstart on net-device-added\ninstance $INTERFACE\npre-start script\n  if [ "$INTERFACE" = lo ]; then\n    initctl emit -n net-device-up IFACE=lo || true\n  fi\n  ifup --allow auto $INTERFACE\nend script\n',
  'failsafe.conf':
    'start on filesystem and net-device-up IFACE=lo\nstop on static-network-up or starting rc-sysinit\nscript\n  sleep 120\n  exec initctl emit --no-wait failsafe-boot\nend script\n',
  'rc-sysinit.conf':
    'start on (filesystem and static-network-up) or failsafe-boot\nstop on runlevel\ntask\nexec telinit 2\n',
  'web.conf': 'start on runlevel [2345]\nexec /usr/sbin/web\n',
  '/etc/network/if-up.d/upstart': '#!/bin/sh\n',
  '/etc/network/interfaces': '# nothing is configured here\n',
};

describe('the loopback interface is in every kernel', () => {
  test('it is added without a line for it, and the failsafe timer lets the boot go on', () => {
    const boot = bootOf(UBUNTU);
    expect(boot.events.find(({ name }) => name === 'net-device-added')?.env).toContain('INTERFACE=lo');
    expect(endsOf(boot)).toContain('web running');
    expect(boot.events.map(({ name }) => name)).toContain('failsafe-boot');
  });

  test('ifupdown 0.8 brings it up without a line: then all interfaces are up', () => {
    const dpkg = (version: string) => ({
      '/var/lib/dpkg/status': `Package: ifupdown\nStatus: install ok installed\nVersion: ${version}\n\n`,
    });
    const names = (version: string) => bootOf({ ...UBUNTU, ...dpkg(version) }).events.map(({ name }) => name);
    expect(names('0.8.10ubuntu1')).toContain('static-network-up');
    expect(names('0.7.47.2ubuntu4')).not.toContain('static-network-up');
  });

  test('with a line it is one interface, not two', () => {
    const files = { ...UBUNTU, '/etc/network/interfaces': 'auto lo\niface lo inet loopback\n' };
    expect(bootOf(files).events.filter(({ name }) => name === 'net-device-added')).toHaveLength(1);
  });
});

describe('mountall tells of all file systems after it has told of the local and of the remote ones', () => {
  test.each([
    ['filesystem', 'remote-filesystems'],
    ['filesystem', 'local-filesystems'],
    ['local-filesystems', 'virtual-filesystems'],
  ])('%s comes after %s', (later, earlier) => {
    const graph = graphOf(UBUNTU);
    expect(orderPath(graph, `event:${later}`, `event:${earlier}`, () => true)).toBeDefined();
  });

  test('swaps and remote file systems come in either order', () => {
    const graph = graphOf(UBUNTU);
    for (const [a, b] of [
      ['all-swaps', 'remote-filesystems'],
      ['remote-filesystems', 'all-swaps'],
      ['local-filesystems', 'remote-filesystems'],
    ])
      expect(orderPath(graph, `event:${a}`, `event:${b}`, () => true)).toBeUndefined();
  });
});

describe('hooks of the LSB functions', () => {
  const HOOK =
    '_NAME=${0#/etc/rc?.d/[KS]??*}\nif [ -r "/etc/init/${_NAME}.conf" ] && initctl version 2>/dev/null | grep -q upstart\nthen\n   exit 0\nfi\n';
  const ROOT = {
    'rc.conf': 'start on startup\ntask\nexec /etc/init.d/rc 2\n',
    'web.conf': 'start on startup\nexec /usr/sbin/web\n',
    '/etc/init.d/rc': '#!/bin/sh\n',
    '/etc/init.d/web': '#!/bin/sh\n. /lib/lsb/init-functions\n/usr/sbin/web\n',
    '/etc/init.d/alone': '#!/bin/sh\n. /lib/lsb/init-functions\n/usr/sbin/alone\n',
    '/etc/rc2.d/S20web': '-> ../init.d/web',
    '/etc/rc2.d/S21alone': '-> ../init.d/alone',
    '/lib/lsb/init-functions':
      'for hook in $(run-parts --lsbsysinit --list /lib/lsb/init-functions.d); do\n  . $hook\ndone\n',
    '/lib/lsb/init-functions.d/01-upstart-lsb': HOOK,
  };
  const effects = (files: Readonly<Record<string, string>>) =>
    bootOf(files).scripts.map(({ id, effect }) => `${id} ${effect}`);

  test('Upstart’s own ends a script that rc runs, where there is a job of its name: nothing is started twice', () => {
    expect(effects(ROOT)).toEqual(['sysv:web hook', 'sysv:alone runs']);
    expect(bootOf(ROOT).scripts[0]).toMatchObject({ file: '/lib/lsb/init-functions.d/01-upstart-lsb', line: 4 });
    expect(graphOf(ROOT).diagnostics.map(({ code }) => code)).not.toContain('upstart-double-start');
  });

  test.each([
    [
      'a script that does not source the functions',
      { '/etc/init.d/web': '#!/bin/sh\n# . /lib/lsb/init-functions\nweb\n' },
    ],
    ['functions that read no hooks', { '/lib/lsb/init-functions': 'log() { :; }\n' }],
    [
      'a hook that looks for something else',
      { '/lib/lsb/init-functions.d/01-upstart-lsb': 'if [ -r /etc/x ]; then exit 0; fi\n' },
    ],
    [
      'a hook whose name run-parts passes over',
      { '/lib/lsb/init-functions.d/01-upstart-lsb': '# moved\n', '/lib/lsb/init-functions.d/01-upstart.dpkg~': HOOK },
    ],
  ])('it is run for all that: %s', (_, files) => {
    expect(effects({ ...ROOT, ...files })[0]).toBe('sysv:web runs');
    expect(graphOf({ ...ROOT, ...files }).diagnostics.map(({ code }) => code)).toContain('upstart-double-start');
  });
});

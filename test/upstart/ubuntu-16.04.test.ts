/**
 * Ubuntu 16.04 with Upstart as PID 1. The expected values are those of a real boot of that layout in a VM (upstart 1.13.2, ifupdown
 * 0.8.10), once with a configured interface and once with the file as the package makes it, which has no "auto" line.
 */
import { describe, expect, test } from 'vitest';
import { audit } from '../../src/audit/audit.ts';
import { openTree } from '../../src/open.ts';
import { memoryTree } from '../memory-root.ts';
import { JOBS, ubuntu1604 } from './ubuntu-16.04.ts';

const CONFIGURED = 'auto lo\niface lo inet loopback\nauto eth0\niface eth0 inet dhcp\n';

/** Jobs that no boot of a machine starts: for a key, a container, another runlevel, or from other scripts alone. */
const NOT_AT_BOOT = ['console', 'control-alt-delete', 'mountall-shell', 'rcS', 'shutdown', 'wait-for-state'];

describe.each([
  ['with an interface configured', CONFIGURED],
  ['without any auto line', '# interfaces(5) file used by ifup(8) and ifdown(8)\n'],
])('%s', (_, interfaces) => {
  const opened = openTree(memoryTree(ubuntu1604(interfaces)), 'test');
  const boot = opened.upstartBoot;
  const events = boot?.events.map(({ name }) => name) ?? [];

  test('the boot goes all the way to runlevel 2', () => {
    const milestones = [
      'startup',
      'virtual-filesystems',
      'local-filesystems',
      'filesystem',
      'static-network-up',
      'runlevel',
    ];
    for (const name of milestones) expect(events).toContain(name);
    expect(boot?.runlevel?.level).toBe('2');
  });

  test('net-device-added comes for lo, its network-interface starts, and failsafe with it', () => {
    expect(boot?.jobs.get('network-interface')?.starts.map(({ instance }) => instance)).toContain('lo');
    expect(boot?.jobs.get('failsafe')?.starts).toHaveLength(1);
  });

  test('every job starts but those of a key, a container or another runlevel', () => {
    const idle = [...(boot?.jobs ?? [])].filter(([, { starts }]) => starts.length === 0).map(([name]) => name);
    expect(idle).toEqual(NOT_AT_BOOT.filter((name) => name in JOBS));
  });

  test('of the scripts beside jobs none does its work: each leaves in the hook of the LSB functions', () => {
    const effects = boot?.scripts.map(({ id, effect }) => `${id} ${effect}`) ?? [];
    expect(effects.filter((text) => text.endsWith(' runs'))).toEqual(['sysv:ondemand runs']);
    expect(effects.filter((text) => text.endsWith(' hook'))).toHaveLength(9);
  });

  test('the audit has nothing to say of a sound machine', () =>
    expect(audit(opened).filter(({ severity }) => severity !== 'info')).toEqual([]));
});

test('a script that does not source the functions is started beside its job: one warning', () => {
  const files = {
    ...ubuntu1604(CONFIGURED),
    '/etc/init.d/whoopsie':
      '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: whoopsie\n# Required-Start:\n# Required-Stop:\n# Default-Start: 2\n# Default-Stop:\n### END INIT INFO\nwhoopsie\n',
    '/etc/rc2.d/S02whoopsie': { link: '../init.d/whoopsie' },
    '/etc/init/whoopsie.conf': 'start on runlevel [2345]\nstop on runlevel [!2345]\nexec whoopsie\n',
  };
  const told = audit(openTree(memoryTree(files), 'test')).filter(({ severity }) => severity !== 'info');
  expect(told.map(({ rule, file }) => [rule, file])).toEqual([['double-start', '/etc/rc2.d/S02whoopsie']]);
});

/** What the tools of three families make of an init script's links: each value as the program itself left it, or as its manual says. */
import { describe, expect, test } from 'vitest';
import { autostart } from '../../src/answers/autostart/autostart.ts';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const header = (name: string, start = '2 3 4 5', should = ''): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n# Required-Start:\n# Required-Stop:\n# Should-Start: ${should}\n# Should-Stop: ${should}\n# Default-Start: ${start}\n# Default-Stop: 0 1 6\n### END INIT INFO\n`;
const link = (level: string, type: string, name: string): Record<string, Entry> => ({
  [`/etc/rc${level}.d/${type}${name}`]: { link: `../init.d/${name}` },
});
const links = (levels: string, type: string, name: string): Record<string, Entry> =>
  Object.assign({}, ...[...levels].map((level) => link(level, type, name)));
const paths = (levels: string, name: string): string[] => [...levels].map((level) => `/etc/rc${level}.d/${name}`);

function wayOf(files: Readonly<Record<string, Entry>>, name: string) {
  const answer = autostart(openTree(memoryTree(files), 'test', { init: 'sysv' }), `sysv:${name}`);
  return answer.ways.find(({ init }) => init === 'sysv');
}

const DEBIAN: Readonly<Record<string, Entry>> = {
  '/etc/debian_version': '12.5\n',
  '/etc/inittab': 'id:2:initdefault:\n',
  '/etc/init.d/web': header('web', '2 3 4 5', 'db'),
  '/etc/init.d/db': header('db'),
  ...links('2345', 'S02', 'web'),
  ...links('016', 'K01', 'web'),
  ...links('2345', 'S01', 'db'),
  ...links('016', 'K02', 'db'),
};
const INSSERV: Readonly<Record<string, Entry>> = { '/sbin/insserv': '', '/etc/insserv.conf': '' };

describe('update-rc.d', () => {
  test('disable turns the start links, and insserv gives them the number of the stop order', () => {
    const way = wayOf({ ...DEBIAN, ...INSSERV }, 'web');
    expect(way?.state).toBe('linked');
    expect(way?.cancel[0]).toEqual({
      command: 'update-rc.d web disable',
      removes: paths('2345', 'S02web'),
      creates: paths('2345', 'K01web'),
    });
    expect(way?.restore[0]).toMatchObject({ removes: paths('2345', 'K01web'), creates: paths('2345', 'S02web') });
  });

  test('what a script no longer waits for is renumbered too', () => {
    // db stops after web: K02; without it web would start first.
    const way = wayOf({ ...DEBIAN, ...INSSERV }, 'db');
    expect(way?.cancel[0]).toMatchObject({ creates: paths('2345', 'K02db') });
  });

  test('without insserv the number is the difference to 100', () =>
    expect(
      wayOf({ ...DEBIAN, '/usr/sbin/update-rc.d': '#!/usr/bin/perl\nsub toggle { $n = 100 - $n; }\n' }, 'web')
        ?.cancel[0],
    ).toMatchObject({
      creates: paths('2345', 'K98web'),
    }));

  test('a later one without insserv keeps the number', () =>
    expect(
      wayOf({ ...DEBIAN, '/usr/sbin/update-rc.d': '#!/usr/bin/perl\nsub toggle { rename; }\n' }, 'web')?.cancel[0],
    ).toMatchObject({
      creates: paths('2345', 'K02web'),
    }));

  const UNIT: Readonly<Record<string, Entry>> = {
    // A root that has units of its own, beside those that a generator would make.
    ...Object.fromEntries(
      ['a', 'b', 'c', 'd'].map((name) => [`/lib/systemd/system/${name}.service`, '[Service]\nExecStart=/bin/x\n']),
    ),
    '/usr/sbin/update-rc.d': '#!/usr/bin/perl\nsub make_systemd_links { system("systemctl"); }\n',
    '/lib/systemd/system/web.service':
      '[Service]\nExecStart=/bin/web\n[Install]\nWantedBy=multi-user.target\nAlias=www.service\n',
    '/etc/systemd/system/www.service': { link: '/lib/systemd/system/web.service' },
    '/etc/systemd/system/multi-user.target.wants/web.service': { link: '/lib/systemd/system/web.service' },
    '/etc/init/web.conf': 'start on runlevel [2345]\n',
  };

  test('one that has systemctl call the unit off removes all of its links, though no target of this root is loaded', () =>
    expect(wayOf({ ...DEBIAN, ...INSSERV, ...UNIT }, 'web')?.cancel[0]).toMatchObject({
      removes: [
        ...paths('2345', 'S02web'),
        '/etc/systemd/system/multi-user.target.wants/web.service',
        '/etc/systemd/system/www.service',
      ],
      creates: paths('2345', 'K01web'),
    }));

  test('without systemctl in the root it knows WantedBy= alone', () =>
    expect(wayOf({ ...DEBIAN, ...INSSERV, ...UNIT, '/bin/sh': '' }, 'web')?.cancel[0]?.removes).toEqual([
      ...paths('2345', 'S02web'),
      '/etc/systemd/system/multi-user.target.wants/web.service',
    ]));

  test('one that knows Upstart writes an override beside the job', () =>
    expect(
      wayOf(
        {
          ...DEBIAN,
          ...INSSERV,
          ...UNIT,
          '/usr/sbin/update-rc.d': '#!/usr/bin/perl\nsub upstart_toggle { "/etc/init/x" }\n',
        },
        'web',
      )?.cancel[0]?.creates,
    ).toEqual([...paths('2345', 'K01web'), '/etc/init/web.override']));
});

describe('Red Hat’s chkconfig', () => {
  const RED_HAT: Readonly<Record<string, Entry>> = {
    '/etc/redhat-release': 'CentOS release 5.11 (Final)\n',
    '/etc/inittab': 'id:3:initdefault:\n',
    '/etc/init.d': { link: 'rc.d/init.d' },
    '/etc/rc.d/init.d/sshd': '#!/bin/bash\n# chkconfig: 2345 55 25\n# description: logins\n',
    '/etc/rc.d/rc.local': { text: '#!/bin/sh\n', mode: 0o755 },
    '/etc/rc.d/rc3.d/S55sshd': { link: '../init.d/sshd' },
    '/etc/rc.d/rc3.d/S99local': { link: '../rc.local' },
    '/etc/rc.d/rc6.d/K25sshd': { link: '../init.d/sshd' },
  };
  const red = (levels: string, name: string): string[] => [...levels].map((level) => `/etc/rc.d/rc${level}.d/${name}`);

  test('an S link starts a script without an LSB header; off makes K links with the second number of its comment', () => {
    const way = wayOf(RED_HAT, 'sshd');
    expect(way?.state).toBe('linked');
    expect(way?.cancel).toEqual([
      { command: 'chkconfig sshd off', removes: red('3', 'S55sshd'), creates: red('2345', 'K25sshd') },
      {
        command: 'chkconfig --del sshd',
        removes: red('36', '').map((at, i) => `${at}${i === 0 ? 'S55' : 'K25'}sshd`),
        creates: [],
      },
    ]);
    expect(way?.restore).toEqual([{ command: 'chkconfig sshd on', removes: [], creates: red('245', 'S55sshd') }]);
  });

  test('a link to something else is removed by hand', () =>
    expect(wayOf(RED_HAT, 'local')?.cancel).toEqual([
      { command: 'rm /etc/rc.d/rc3.d/S99local', removes: ['/etc/rc.d/rc3.d/S99local'], creates: [] },
    ]));
});

test('SUSE: insserv -r takes all links of a script away', () => {
  const way = wayOf(
    {
      '/etc/SuSE-release': 'SUSE Linux Enterprise Server 11\n',
      '/etc/inittab': 'id:3:initdefault:\n',
      '/etc/init.d/web': header('web', '3 5'),
      '/etc/init.d/rc3.d/S05web': { link: '../web' },
      '/etc/init.d/rc3.d/K02web': { link: '../web' },
    },
    'web',
  );
  expect(way?.cancel).toEqual([
    { command: 'insserv -r web', removes: ['/etc/init.d/rc3.d/K02web', '/etc/init.d/rc3.d/S05web'], creates: [] },
  ]);
  expect(way?.restore[0]?.command).toBe('insserv web');
});

import { describe, expect, test } from 'vitest';
import { sysvLayout } from '../../src/behaviours/sysv-layout.ts';
import { planBoot } from '../../src/engine/plan.ts';
import { openTree } from '../../src/open.ts';
import { type Entry, memoryRoot, memoryTree } from '../memory-root.ts';

/** A program that holds these texts, as a compiler lays them out. */
function program(...texts: readonly string[]): Entry {
  return { text: `\x7fELF\0\0${texts.join('\0')}\0`, mode: 0o755 };
}

const GENERATOR = '/usr/lib/systemd/system-generators/systemd-sysv-generator';
const RC_LOCAL = '/usr/lib/systemd/system-generators/systemd-rc-local-generator';

function layoutOf(files: Readonly<Record<string, Entry>>) {
  const { initFolder, rcFolder, rcLocal, from } = sysvLayout(memoryRoot(files));
  return { initFolder, rcFolder, rcLocal, from: from.text };
}

describe('where init scripts and the links of runlevels lie', () => {
  test('a root that says nothing has them where Debian has', () =>
    expect(layoutOf({ '/etc/fstab': '' })).toMatchObject({
      initFolder: '/etc/init.d',
      rcFolder: '/etc',
      rcLocal: '/etc/rc.local',
    }));

  test('Red Hat has all of it below /etc/rc.d', () =>
    expect(
      layoutOf({ '/etc/redhat-release': 'CentOS release 5.11 (Final)\n', '/etc/rc.d/init.d/x': '' }),
    ).toMatchObject({
      initFolder: '/etc/rc.d/init.d',
      rcFolder: '/etc/rc.d',
      rcLocal: '/etc/rc.d/rc.local',
    }));

  test('SUSE has the links below /etc/init.d, to which /etc/rc.d is a link', () =>
    expect(
      layoutOf({
        '/etc/os-release': 'ID="sles"\nID_LIKE="suse"\n',
        '/etc/rc.d': { link: 'init.d' },
        '/etc/init.d/rc3.d/S01x': '',
      }),
    ).toMatchObject({ initFolder: '/etc/init.d', rcFolder: '/etc/init.d', rcLocal: '/etc/init.d/boot.local' }));

  test('without a name of the distribution the folders that are there tell', () => {
    expect(layoutOf({ '/etc/rc.d/rc3.d/S01x': '', '/etc/rc3.d': { link: 'rc.d/rc3.d' } }).rcFolder).toBe('/etc/rc.d');
    expect(layoutOf({ '/etc/init.d/rc3.d/S01x': '', '/etc/rc.d': { link: 'init.d' } }).rcFolder).toBe('/etc/init.d');
    expect(layoutOf({ '/etc/rc3.d/S01x': '' }).rcFolder).toBe('/etc');
  });

  test('what is compiled into the generators counts before the distribution’s name', () => {
    const debian = { '/etc/debian_version': '12.5\n' };
    expect(layoutOf({ ...debian, [GENERATOR]: program('/etc/rc.d', 'S', '/etc/rc.d/init.d') })).toMatchObject({
      initFolder: '/etc/rc.d/init.d',
      rcFolder: '/etc/rc.d',
      from: 'compiled into systemd-sysv-generator',
    });
    // Where both folders are one, a compiler keeps the text once.
    expect(layoutOf({ ...debian, [GENERATOR]: program('/etc/init.d', 'boot.d') }).rcFolder).toBe('/etc/init.d');
    expect(layoutOf({ ...debian, [GENERATOR]: program('/etc/init.d', '/etc', '/etc/systemd/system') }).rcFolder).toBe(
      '/etc',
    );
    expect(layoutOf({ ...debian, [RC_LOCAL]: program('/etc/rc.d/rc.local') }).rcLocal).toBe('/etc/rc.d/rc.local');
  });

  test('without the program, the unit of rc.local names its path', () =>
    expect(
      layoutOf({
        '/lib/systemd/system/rc-local.service': '[Unit]\nConditionFileIsExecutable=/etc/init.d/boot.local\n',
      }).rcLocal,
    ).toBe('/etc/init.d/boot.local'));
});

const UNITS: Readonly<Record<string, Entry>> = {
  '/usr/lib/systemd/systemd': '',
  '/sbin/init': { link: '/usr/lib/systemd/systemd' },
  '/usr/lib/systemd/system/default.target': { link: 'multi-user.target' },
  '/usr/lib/systemd/system/multi-user.target': '[Unit]\nRequires=basic.target\nAfter=basic.target\n',
  '/usr/lib/systemd/system/basic.target': '[Unit]\nRequires=sysinit.target\nAfter=sysinit.target\n',
  '/usr/lib/systemd/system/sysinit.target': '[Unit]\n',
};
const header = (name: string, required: string): string =>
  `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n# Required-Start: ${required}\n# Default-Start: 3 5\n### END INIT INFO\n`;

describe('systemd makes units of the scripts in the folders that it was built with', () => {
  test('SUSE: links lie in /etc/init.d/rc3.d, those of boot.d belong to sysinit.target, what is required is wanted', () => {
    const { graph } = openTree(
      memoryTree({
        ...UNITS,
        '/etc/os-release': 'ID="sles"\nVERSION_ID="12.2"\n',
        [GENERATOR]: program('/etc/init.d', 'boot.d'),
        '/etc/init.d/old': header('old', '$network +helper'),
        '/etc/init.d/helper': header('helper', ''),
        '/etc/init.d/boot.early': header('boot.early', ''),
        '/etc/init.d/rc3.d/S50old': { link: '../old' },
        '/etc/init.d/boot.d/S01boot.early': { link: '../boot.early' },
      }),
      'test',
      { version: 234 },
    );
    const started = planBoot(graph, { version: 234 }).started;
    expect([...started].filter((id) => /old|helper|early/.test(id)).sort()).toEqual([
      'early.service',
      'helper.service',
      'old.service',
    ]);
    expect(graph.edges).toContainEqual(
      expect.objectContaining({ from: 'sysinit.target', type: 'Wants', to: 'early.service' }),
    );
    const early = graph.nodes.get('early.service');
    expect(early?.settings).toContainEqual(expect.objectContaining({ key: 'DefaultDependencies', value: 'no' }));
    expect(graph.nodes.get('sysv:old')?.noEffect?.code).toBe('runs-as-unit');
  });

  test('Red Hat: the script below /etc/rc.d/init.d, by its own path', () => {
    const { graph } = openTree(
      memoryTree({
        ...UNITS,
        '/etc/os-release': 'ID="centos"\nID_LIKE="rhel fedora"\n',
        [GENERATOR]: program('/etc/rc.d/init.d', '/etc/rc.d'),
        '/etc/init.d': { link: 'rc.d/init.d' },
        '/etc/rc3.d': { link: 'rc.d/rc3.d' },
        '/etc/rc.d/init.d/old': { text: '#!/bin/sh\n# chkconfig: 345 50 50\n# description: old\n', mode: 0o755 },
        '/etc/rc.d/rc3.d/S50old': { link: '../init.d/old' },
      }),
      'test',
      { version: 219 },
    );
    expect(planBoot(graph, { version: 219 }).started.has('old.service')).toBe(true);
    expect(graph.nodes.get('old.service')?.facts.sourcePath).toBe('/etc/rc.d/init.d/old');
    expect(graph.nodes.get('sysv:old')?.noEffect?.code).toBe('runs-as-unit');
  });
});

describe('sysvinit of Red Hat', () => {
  const { graph, sysvBoot } = openTree(
    memoryTree({
      '/etc/redhat-release': 'CentOS release 5.11 (Final)\n',
      '/etc/inittab': 'id:3:initdefault:\nsi::sysinit:/etc/rc.d/rc.sysinit\nl3:3:wait:/etc/rc.d/rc 3\n',
      '/etc/rc.d/rc': { text: '#!/bin/bash\nfor s in /etc/rc$1.d/S*; do $s start; done\n', mode: 0o755 },
      '/etc/rc.d/rc.local': { text: '#!/bin/sh\n', mode: 0o755 },
      '/etc/rc.d/init.d/sshd': '#!/bin/bash\n# chkconfig: 2345 55 25\n# description: logins\n',
      '/etc/rc.d/rc3.d/S55sshd': { link: '../init.d/sshd' },
      '/etc/rc.d/rc3.d/S99local': { link: '../rc.local' },
      '/etc/rc.d/rc3.d/S60gone': { link: '../init.d/gone' },
      '/etc/init.d': { link: 'rc.d/init.d' },
      '/etc/rc3.d': { link: 'rc.d/rc3.d' },
    }),
    'test',
  );
  const { started } = planBoot(graph, { version: 252 });

  test('a link to rc.local is run as any other, in the place that its number gives it', () => {
    expect([...started].sort()).toEqual(['runlevel:3', 'runlevel:S', 'sysv:local', 'sysv:sshd']);
    expect(graph.nodes.get('sysv:local')).toMatchObject({ fragment: '/etc/rc.d/rc.local', aliases: ['sysv:rc.local'] });
    expect(sysvBoot?.order.comesAfter('local', 'sshd')).toBe(true);
  });

  test('its rc starts one script after another', () =>
    expect(sysvBoot?.order.reasons).toEqual([{ text: '/etc/rc.d/rc knows no parallel start', file: '/etc/rc.d/rc' }]));
});

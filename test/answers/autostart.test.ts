import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, lstatSync, mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { autostart } from '../../src/answers/autostart/autostart.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { compact } from '../../src/report/autostart.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const root = (name: string): string => new URL(`../../sample-roots/${name}`, import.meta.url).pathname;

function answerFor(path: string, id: string) {
  const opened = openFolder(path);
  return autostart(opened, id);
}

describe('nova-compute on a host with three inits', () => {
  const answer = answerFor(root('ubuntu-16.04-compute'), 'nova-compute.service');

  test('each init is told, the one in force first', () => {
    expect(answer.started).toBe(true);
    expect(answer.ways.map(({ init, inForce, state }) => [init, inForce, state])).toEqual([
      ['systemd', true, 'enabled'],
      ['sysv', false, 'linked'],
      ['upstart', false, 'starts-on'],
    ]);
  });

  test('whichever of the three it is asked by', () => {
    for (const id of ['sysv:nova-compute', 'upstart:nova-compute'])
      expect(answerFor(root('ubuntu-16.04-compute'), id)).toEqual(answer);
  });

  test('Upstart calls it off by "manual" in an override', () => {
    expect(answer.ways[2]?.cancel).toMatchObject([
      { command: 'echo manual >> /etc/init/nova-compute.override', creates: ['/etc/init/nova-compute.override'] },
    ]);
  });

  test('sysvinit by turning S links into K links, of the levels in Default-Start', () => {
    expect(answer.ways[1]?.cancel[0]).toMatchObject({
      command: 'update-rc.d nova-compute disable',
      // update-rc.d of 16.04 was seen to call off the unit and the job as well.
      removes: [
        ...[2, 3, 4, 5].map((level) => `/etc/rc${level}.d/S02nova-compute`),
        '/etc/systemd/system/multi-user.target.wants/nova-compute.service',
      ],
      // Its links in rc0.d, rc1.d and rc6.d have this number too: insserv gives a script one to start and one to stop by.
      creates: [...[2, 3, 4, 5].map((level) => `/etc/rc${level}.d/K01nova-compute`), '/etc/init/nova-compute.override'],
    });
  });
});

describe('systemctl does what is said', () => {
  /** Every link below /etc/systemd/system, as `path -> target`. */
  function links(path: string, below = 'etc/systemd/system'): string[] {
    return readdirSync(join(path, below)).flatMap((name) => {
      const at = join(below, name);
      const stat = lstatSync(join(path, at));
      if (stat.isDirectory()) return links(path, at);
      return stat.isSymbolicLink() ? [`/${at} -> ${readlinkSync(join(path, at))}`] : [];
    });
  }

  const installed = existsSync('/usr/bin/systemctl') || existsSync('/bin/systemctl');
  test.runIf(installed).each(['nova-compute.service', 'libvirt-bin.service', 'ssh.service', 'networking.service'])(
    'disable, enable and mask of %s',
    (unit) => {
      const copy = mkdtempSync(join(tmpdir(), 'bootscope-enable-'));
      const systemctl = (verb: string): void =>
        void execFileSync('systemctl', ['--root', copy, verb, unit], { stdio: 'ignore' });
      try {
        cpSync(root('ubuntu-16.04-compute'), copy, { recursive: true, verbatimSymlinks: true });
        // With an init script of the name, systemctl would ask a helper of that root to change rcN.d as well.
        rmSync(join(copy, 'etc/init.d'), { recursive: true });
        const way = answerFor(copy, unit).ways[0];
        const action = (verb: string) =>
          [...(way?.cancel ?? []), ...(way?.restore ?? [])].find(
            ({ command }) => command === `systemctl ${verb} ${unit}`,
          );
        const before = links(copy);
        systemctl('disable');
        const disabled = links(copy);
        const gone = before.filter((link) => !disabled.includes(link)).map((link) => link.split(' -> ')[0]);
        expect(gone.sort()).toEqual(action('disable')?.removes);
        systemctl('enable');
        expect(
          links(copy)
            .filter((link) => !disabled.includes(link))
            .sort(),
        ).toEqual(action('enable')?.creates);
        systemctl('mask');
        expect(links(copy)).toEqual(expect.arrayContaining([...(action('mask')?.creates ?? ['nothing'])]));
        expect(answerFor(copy, unit).ways[0]?.state).toBe('masked');
      } finally {
        rmSync(copy, { recursive: true });
      }
    },
  );
});

describe('what the boot loses without it', () => {
  const files: Record<string, Entry> = {
    '/lib/systemd/systemd': '',
    '/etc/systemd/system/default.target': { link: '/lib/systemd/system/m.target' },
    '/lib/systemd/system/sysinit.target': '[Unit]\n',
    '/lib/systemd/system/basic.target': '[Unit]\n',
    '/lib/systemd/system/shutdown.target': '[Unit]\n',
    '/lib/systemd/system/m.target': '[Unit]\nWants=a.service other.service\nAllowIsolate=yes\n',
    '/lib/systemd/system/a.service': '[Unit]\nWants=only-for-a.service\n[Service]\nExecStart=/bin/a\n',
    '/lib/systemd/system/only-for-a.service': '[Service]\nExecStart=/bin/b\n',
    '/lib/systemd/system/needs-a.service': '[Unit]\nRequires=a.service\n[Service]\nExecStart=/bin/c\n',
    '/lib/systemd/system/other.service': '[Unit]\nWants=needs-a.service\n[Service]\nExecStart=/bin/d\n',
  };

  test('what only it asks for; PID 1 starts what requires a masked unit all the same', () => {
    const opened = openTree(memoryTree(files), 'test', { version: 252 });
    const answer = autostart(opened, 'a.service');
    expect(answer.lost).toEqual(['only-for-a.service']);
    expect(answer.ways[0]?.state).toBe('static');
  });

  test('a job of Upstart takes along those that start on its events', () => {
    const upstart: Record<string, Entry> = {
      '/sbin/init': 'com/ubuntu/upstart',
      '/etc/init/a.conf': 'start on startup\nexec /bin/a\n',
      '/etc/init/b.conf': 'start on started a\nexec /bin/b\n',
    };
    const opened = openTree(memoryTree(upstart), 'test');
    expect(autostart(opened, 'upstart:a').lost).toContain('upstart:b');
  });

  test('"manual" in an override keeps a job from starting, and is taken out again', () => {
    const opened = openTree(
      memoryTree({
        '/sbin/init': 'com/ubuntu/upstart',
        '/etc/init/a.conf': 'start on startup\nexec /bin/a\n',
        '/etc/init/a.override': 'manual\n',
      }),
      'test',
    );
    const answer = autostart(opened, 'upstart:a');
    expect(answer).toMatchObject({ started: false, lost: null, ways: [{ state: 'manual' }] });
    expect(answer.ways[0]?.settledBy).toEqual(['/etc/init/a.override:1']);
    expect(answer.ways[0]?.restore[0]?.command).toBe('rm /etc/init/a.override');
  });
});

test('links of several runlevels are one line', () => {
  expect(compact(['/etc/rc2.d/S20x', '/etc/rc3.d/S20x', '/etc/rc6.d/K20x', '/etc/x'])).toEqual([
    '/etc/rc{2,3}.d/S20x',
    '/etc/rc6.d/K20x',
    '/etc/x',
  ]);
});

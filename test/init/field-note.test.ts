/** Findings of the field note on a compute host of 16.04 and a controller of 14.04, one by one. */
import { describe, expect, test } from 'vitest';
import { openFolder, openTree } from '../../src/open.ts';
import { traceUnit } from '../../src/trace/trace.ts';
import { type Entry, memoryTree } from '../memory-root.ts';

const root = (name: string): string => new URL(`../../sample-roots/${name}`, import.meta.url).pathname;

describe('the compute host', () => {
  const opened = openFolder(root('ubuntu-16.04-compute'));
  const { graph } = opened;

  test('1.3.2: grub knows three inits, in both of its scripts; only systemd is there', () => {
    const offers = graph.init.evidence.filter(({ text }) => text.startsWith('grub offers'));
    expect(offers).toMatchObject([
      { file: '/etc/grub.d/10_linux', line: expect.any(Number) },
      { file: '/etc/grub.d/20_linux_xen', line: expect.any(Number) },
    ]);
    for (const { text } of offers)
      expect(text).toBe(
        'grub offers boot entries for sysvinit:/lib/sysvinit/init (not there), systemd:/lib/systemd/systemd, upstart:/sbin/upstart (not there)',
      );
    expect(graph.init.system).toBe('systemd');
  });

  test('3: /etc/init/nova-compute.conf and /etc/init.d/nova-compute are both there; the first has no effect, for Upstart is not used', () => {
    expect(graph.nodes.get('upstart:nova-compute')).toMatchObject({
      effective: false,
      fragment: '/etc/init/nova-compute.conf',
      noEffect: { code: 'init-not-in-force' },
    });
    expect(graph.nodes.get('sysv:nova-compute')?.fragment).toBe('/etc/init.d/nova-compute');
  });

  test('3.3: nova-compute.service runs /etc/init.d/nova-compute with systemd-start', () => {
    const start = traceUnit(opened, 'nova-compute.service').steps.find(
      (step) => step.kind === 'start' && step.key === 'ExecStart',
    );
    expect(start).toMatchObject({ command: { argv: ['/etc/init.d/nova-compute', 'systemd-start'] } });
  });

  test('2.2: the process is what ps shows: /usr/bin/python /usr/bin/nova-compute, as nova', () => {
    const trace = traceUnit(opened, 'nova-compute.service');
    expect(trace.steps).toContainEqual(
      expect.objectContaining({ kind: 'program', path: '/usr/bin/nova-compute', interpreter: '/usr/bin/python' }),
    );
    expect(trace.runsAs.user).toBe('nova');
  });
});

describe('the controller', () => {
  const opened = openFolder(root('ubuntu-14.04-controller'));
  const { graph } = opened;

  test('2.1: a job of the same name takes precedence over the script: "service" acts on the job', () => {
    expect(graph.nodes.get('upstart:nova-api')?.effective).toBe(true);
    expect(graph.nodes.get('sysv:nova-api')?.effective).toBe(false);
    expect(graph.nodes.get('sysv:libvirt-bin')?.noEffect?.code).toBe('upstart-job');
  });

  test('5: nova-api is started by start-stop-daemon, and ends in main() of nova/cmd/api.py of Python 2.7', () => {
    const trace = traceUnit(opened, 'upstart:nova-api');
    expect(trace.steps).toContainEqual(expect.objectContaining({ kind: 'run', how: 'start-stop-daemon', main: true }));
    expect(trace.steps).toContainEqual(
      expect.objectContaining({ kind: 'python-entry', module: 'nova.cmd.api', callable: 'main', line: 6 }),
    );
    expect(trace.end?.file).toBe('/usr/lib/python2.7/dist-packages/nova/cmd/api.py');
  });
});

describe('why a script has no effect under systemd', () => {
  const files: Record<string, Entry> = {
    '/lib/systemd/systemd': '',
    '/sbin/init': { link: '/lib/systemd/systemd' },
    '/etc/init.d/hidden': '#!/bin/sh\n',
    '/etc/systemd/system/hidden.service': { link: '/dev/null' },
    '/etc/init.d/still': { text: '#!/bin/sh\n', mode: 0o644 },
    '/etc/init.d/x.sh': '#!/bin/sh\n',
    '/lib/systemd/system/x.service': '[Service]\nExecStart=/bin/true\n',
  };
  const { graph } = openTree(memoryTree(files), 'test', { version: 252 });
  const code = (id: string): string | undefined => graph.nodes.get(id)?.noEffect?.code;

  test('a mask of the unit hides the script too', () => {
    expect(code('sysv:hidden')).toBe('masked');
    expect(graph.nodes.get('sysv:hidden')?.noEffect?.file).toBe('/etc/systemd/system/hidden.service');
  });

  test('one that is not executable is passed over', () => expect(code('sysv:still')).toBe('not-executable'));

  test('a native unit hides x.sh as it hides x', () => expect(code('sysv:x.sh')).toBe('native-unit'));
});

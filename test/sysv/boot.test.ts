import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startOrder } from '../../src/engine/order.ts';
import { planBoot } from '../../src/engine/plan.ts';
import { orderPath } from '../../src/engine/why.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { runlevelChainText } from '../../src/report/runlevel-chain.ts';
import { traceUnit } from '../../src/trace/trace.ts';
import { type Entry, memoryTree } from '../memory-root.ts';
import { isInstalled } from './insserv/real.ts';

const root = new URL('../../sample-roots/debian-7-sysv', import.meta.url).pathname;

describe('debian-7-sysv: a controller without systemd and without Upstart', () => {
  const opened = openFolder(root);
  const { graph, version } = opened;
  const plan = planBoot(graph, { version });
  const path = (unit: string, other: string) => orderPath(graph, unit, other, (id) => plan.started.has(id));

  test('sysvinit is in force, by the binary; runlevel 2 by line 2 of inittab', () => {
    expect(graph.init).toMatchObject({
      system: 'sysv',
      evidence: [{ file: '/sbin/init' }, { file: '/var/lib/dpkg/status', line: 1 }, { file: '/etc/inittab', line: 5 }],
    });
    expect(graph.target).toBe('runlevel:2');
    expect(opened.sysvBoot?.levelFrom).toEqual({ text: 'initdefault', file: '/etc/inittab', line: 2 });
  });

  test('no unit of systemd clutters a root that has none', () => {
    expect([...graph.nodes.values()].filter((node) => node.init !== 'sysv')).toEqual([]);
    expect(graph.diagnostics.filter((one) => one.code === 'version-assumed')).toEqual([]);
  });

  test('what S links of rcS.d and rc2.d name is started, a K link is not', () => {
    expect(plan.started.has('sysv:nova-api')).toBe(true);
    expect(plan.started.has('sysv:mountall.sh')).toBe(true);
    expect(plan.started.has('sysv:apache2')).toBe(false);
    expect(graph.nodes.get('sysv:apache2')?.noEffect).toMatchObject({ code: 'no-link', file: '/etc/rc2.d/K01apache2' });
  });

  test('nova-api waits for mysql by its header and by the line that insserv made of it', () => {
    expect(path('sysv:nova-api', 'sysv:mysql')?.[0]?.declared).toMatchObject([
      { file: '/etc/init.d/nova-api', line: 6, key: 'Should-Start', as: 'mysql', origin: 'lsb-header' },
      { file: '/etc/init.d/.depend.start', line: 7, origin: 'depend-file' },
    ]);
  });

  test('through a facility the line of insserv.conf is the proof', () => {
    expect(path('sysv:nova-api', 'sysv:mountnfs.sh')?.map((edge) => edge.declared[0])).toMatchObject([
      { file: '/etc/init.d/nova-api', line: 4, as: '$remote_fs' },
      { file: '/etc/insserv.conf', line: 5 },
    ]);
  });

  test('everything of runlevel S is over before a script of runlevel 2 begins', () => {
    expect(path('sysv:rabbitmq-server', 'sysv:bootmisc.sh')?.map((edge) => edge.to)).toEqual([
      'runlevel:S',
      'sysv:bootmisc.sh',
    ]);
  });

  test('a header changed since insserv ran orders nothing, and that is said with its line', () => {
    expect(path('sysv:ntp', 'sysv:mysql')).toBeUndefined();
    expect(graph.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'sysv-order-drift', file: '/etc/init.d/ntp', line: 6, unit: 'sysv:ntp' }),
    );
    expect(graph.diagnostics.filter((one) => one.code === 'sysv-number-drift').map((one) => one.file)).toContain(
      '/etc/rc2.d/S02ntp',
    );
  });

  test('an override of the site counts instead of the header of the script', () => {
    expect(path('sysv:cron', 'sysv:ntp')?.[0]?.declared[0]?.file).toBe('/etc/insserv/overrides/cron');
  });

  test('rc.local, with $all, comes last', () => {
    const order = startOrder(graph, (id) => plan.started.has(id));
    const waveOf = (id: string): number => order.waves.findIndex((wave) => wave.includes(id));
    const others = [...plan.started].filter((id) => id.startsWith('sysv:') && id !== 'sysv:rc.local');
    expect(Math.max(...others.map(waveOf))).toBeLessThan(waveOf('sysv:rc.local'));
    expect(order.cycles).toEqual([]);
  });

  test('the chain goes inittab, rcS.d, rc2.d, with the lines of inittab', () => {
    if (opened.sysvBoot === undefined) throw new Error('no boot');
    const text = runlevelChainText(graph, opened.sysvBoot, { width: 100 }).replace(/[\ufdd0-\ufdef]/g, '');
    expect(text).toMatch(/^inittab → rcS\.d → rc2\.d\n/);
    expect(text).toContain('/etc/inittab:11  runs /etc/init.d/rc 2');
    expect(text).toContain('S03nova-api');
  });

  test('trace goes from the script to the Python function', () => {
    const trace = traceUnit(opened, 'sysv:nova-api');
    expect(trace.end).toEqual({ file: '/usr/lib/python2.7/dist-packages/nova/cmd/api.py', line: 4, callable: 'main' });
    expect(trace.runsAs).toEqual({ user: 'nova', group: 'nova', folder: '/var/lib/nova' });
  });

  test.runIf(isInstalled())('insserv itself would give the numbers that are said', () => {
    const copy = mkdtempSync(join(tmpdir(), 'bootscope-sysv-'));
    try {
      cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
      const at = ['-p', join(copy, 'etc/init.d'), '-i', join(copy, 'etc/init.d'), '-s'];
      const { stdout } = spawnSync('/usr/sbin/insserv', at, { encoding: 'utf8' });
      const said = graph.diagnostics.filter((one) => one.code === 'sysv-number-drift');
      for (const { message, unit } of said) {
        const number = /number it (\d\d)/.exec(message)?.[1];
        expect(stdout).toContain(`S:${number}:2 3 4 5:${unit?.slice('sysv:'.length)}\n`);
      }
      expect(said.length).toBe(5);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });
});

describe('side by side or one after another', () => {
  const script = (name: string, more = '') =>
    `#!/bin/sh\n### BEGIN INIT INFO\n# Provides: ${name}\n# Required-Start:\n# Required-Stop:\n# Default-Start: 2\n# Default-Stop:\n${more}### END INIT INFO\n`;
  const files: Record<string, Entry> = {
    '/sbin/init': 'x/initctl /etc/inittab',
    '/etc/inittab': 'id:2:initdefault:\nl2:2:wait:/etc/init.d/rc 2\n',
    '/etc/init.d/rc': 'startpar',
    '/etc/init.d/a': script('a'),
    '/etc/init.d/b': script('b'),
    '/etc/init.d/c': script('c', '# Should-Start: a\n'),
    '/etc/rc2.d/S10c': { link: '../init.d/c' },
    '/etc/rc2.d/S20a': { link: '../init.d/a' },
    '/etc/rc2.d/S20b': { link: '../init.d/b' },
    '/etc/init.d/.depend.boot': 'TARGETS =\n',
    '/etc/init.d/.depend.start': 'TARGETS = a b c\nc: a\n',
    '/etc/init.d/.depend.stop': 'TARGETS =\n',
  };
  const open = (more: Readonly<Record<string, Entry>> = {}, cmdline = '') =>
    openTree(memoryTree({ ...files, ...more }), 'test', { cmdline });
  const after = (opened: ReturnType<typeof open>) =>
    opened.graph.edges
      .filter(({ type, from, to }) => type === 'After' && from.startsWith('sysv:') && to.startsWith('sysv:'))
      .map(({ from, to }) => `${from.slice(5)} after ${to.slice(5)}`);

  test('by the .depend files where all three have something in them', () => {
    const opened = open();
    expect(opened.sysvBoot?.order.parallel).toBe(true);
    expect(after(opened)).toEqual(['c after a']);
  });

  const serial: readonly (readonly [string, Readonly<Record<string, Entry>>, string])[] = [
    ['a .depend file is missing', { '/etc/init.d/.depend.stop': '' }, ''],
    ['the flag of sysv-rc is there', { '/etc/init.d/.legacy-bootordering': '' }, ''],
    ['the flag of a legacy boot sequence is there', { '/var/lib/sysv-rc/legacy-bootsequence': '' }, ''],
    ['the kernel command line has concurrency=none', {}, 'quiet concurrency=none'],
    ['rc itself knows no parallel start', { '/etc/init.d/rc': 'for s in /etc/rc2.d/S*; do $s start; done' }, ''],
  ];
  test.each(serial)('by the numbers of the links where %s', (_, more, cmdline) => {
    const opened = open(more, cmdline);
    expect(opened.sysvBoot?.order.reasons.length).toBe(1);
    expect(after(opened)).toEqual(['a after c', 'b after a']);
    expect(opened.graph.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'sysv-order-drift', message: expect.stringContaining('its S link comes first') }),
    );
  });

  test('a runlevel on the kernel command line outweighs inittab, --target both', () => {
    expect(open({}, 'quiet 3').graph.target).toBe('runlevel:3');
    expect(open({}, 'single').graph.target).toBe('runlevel:S');
    expect(openTree(memoryTree(files), 'test', { target: '5', cmdline: '3' }).graph.target).toBe('runlevel:5');
  });

  test('a script of runlevel S that asks for one of runlevel 2 does not get it', () => {
    const opened = open({
      '/etc/init.d/s': script('s', '# Should-Start: a\n'),
      '/etc/rcS.d/S01s': { link: '../init.d/s' },
    });
    expect(after(opened)).toEqual(['c after a']);
    expect(opened.graph.diagnostics).toContainEqual(expect.objectContaining({ code: 'sysv-order-across-phases' }));
  });

  test('a loop and a missing requirement are said as insserv says them', () => {
    const codes = open({
      '/etc/init.d/a': script('a', '# Should-Start: c\n'),
      '/etc/init.d/b': script('b').replace('# Required-Start:', '# Required-Start: gone'),
    }).graph.diagnostics.map((one) => one.code);
    expect(codes).toContain('insserv-loop');
    expect(codes).toContain('insserv-unknown-name');
  });
});

/** insserv enables nut-client in silence beside the links, and says "already provided!" of a second file. */
test('another name of an init script provides nothing twice; another script with the same words does', () => {
  const script = '#!/bin/sh\n### BEGIN INIT INFO\n# Provides: nut-client upsmon\n### END INIT INFO\n';
  const twice = (files: Readonly<Record<string, Entry>>) =>
    openTree(memoryTree({ '/sbin/init': 'x', '/etc/init.d/nut-client': script, ...files }), '/', { init: 'systemd' })
      .graph.diagnostics.filter(({ code }) => code === 'lsb-provided-twice')
      .map(({ unit }) => unit);
  expect(twice({ '/etc/init.d/a-link': { link: 'nut-client' }, '/etc/init.d/z-link': { link: 'nut-client' } })).toEqual(
    [],
  );
  expect(twice({ '/etc/init.d/twin': script })).toEqual(['sysv:twin', 'sysv:twin']);
});

/** What no file settles is told as open; what ends by itself ends; what stands in a branch is not taken for done. */
import { describe, expect, test } from 'vitest';
import { planBoot } from '../../../src/engine/plan.ts';
import { orderPath } from '../../../src/engine/why.ts';
import { bootOf, endsOf, eventsOf, graphOf } from './boot-of.ts';

const emitter = (event: string): string => `start on startup\ntask\nexec initctl emit --no-wait ${event}\n`;

describe('events that are queued side by side', () => {
  const FILES = {
    'one.conf': emitter('first'),
    'two.conf': emitter('second'),
    'either.conf': 'start on first or second\nexec daemon\n',
    'both.conf': 'start on first and second\nexec daemon\n',
  };
  const graph = graphOf(FILES);
  const ordered = (unit: string, other: string): boolean => orderPath(graph, unit, other, () => true) !== undefined;

  test('are an order in neither direction: a job of "first or second" comes after neither for certain', () => {
    expect(ordered('event:first', 'event:second')).toBe(false);
    expect(ordered('event:second', 'event:first')).toBe(false);
    expect(ordered('upstart:either', 'event:first')).toBe(false);
    expect(ordered('upstart:either', 'event:second')).toBe(false);
  });

  test('either of them may start it, and it is started whichever comes first', () => {
    const triggers = graph.edges.filter(({ type, to }) => type === 'Triggers' && to === 'upstart:either');
    expect(triggers.map(({ from }) => from).sort()).toEqual(['event:first', 'event:second']);
    expect(planBoot(graph, { version: 0 }).started.has('upstart:either')).toBe(true);
    expect(graph.diagnostics).toEqual([]);
  });

  test('a job of "first and second" comes after both', () => {
    expect(ordered('upstart:both', 'event:first')).toBe(true);
    expect(ordered('upstart:both', 'event:second')).toBe(true);
  });
});

test('a job that only one order of the events starts is told as started by chance', () => {
  const { diagnostics } = graphOf({
    'one.conf': emitter('first'),
    'two.conf': emitter('second'),
    'gate.conf': 'start on first\nstop on second\nexec daemon\n',
    'late.conf': 'start on stopped gate\nexec daemon\n',
  });
  expect(diagnostics.map(({ code, unit, line }) => [code, unit, line])).toEqual([
    ['upstart-by-chance', 'upstart:late', 1],
  ]);
});

describe('a main process that ends by its nature', () => {
  const after = 'start on stopped short\nexec daemon\n';
  test.each([
    ['a command that does one thing', 'exec /bin/true'],
    ['a sleep', 'exec sleep 30'],
    ['a script of such commands', 'script\n  [ -d /x ] || mkdir -p /x\n  chown a:b /x\nend script'],
  ])('ends, and "stopped" comes: %s', (_, main) => {
    const boot = bootOf({ 'short.conf': `start on startup\n${main}\n`, 'after.conf': after });
    expect(endsOf(boot)).toContain('after running');
    expect(eventsOf(boot)).toContain('stopped JOB=short RESULT=ok');
  });

  test.each([
    ['a daemon', 'exec /usr/sbin/daemon'],
    ['a loop of such commands', 'script\n  while true; do\n    sleep 5\n  done\nend script'],
    ['none at all: such a job is a state', 'pre-start exec true'],
  ])('stays: %s', (_, main) => {
    const boot = bootOf({ 'short.conf': `start on startup\n${main}\n`, 'after.conf': after });
    expect(endsOf(boot)).toEqual(['short running']);
  });
});

describe('a start in a branch of a script', () => {
  const boot = bootOf({
    'a.conf':
      'start on startup\ntask\nscript\n  for t in $(cat /proc/cmdline); do\n    case $t in emergency) start shell ;; esac\n  done\n  start plain\nend script\n',
    'shell.conf': 'task\nexec /sbin/sulogin\n',
    'plain.conf': 'exec daemon\n',
  });

  test('is not taken for done: the job starts where that branch is taken', () => {
    expect(boot.jobs.get('shell')?.starts).toEqual([]);
    expect(boot.jobs.get('shell')?.notStarted).toMatchObject({
      code: 'branch',
      by: 'upstart:a',
      declared: { file: '/etc/init/a.conf', line: 5 },
    });
  });

  test('one that stands in no branch is done', () => expect(endsOf(boot)).toContain('plain running'));
});

describe('udevadm trigger makes the kernel tell of network devices again', () => {
  const devices = (...options: readonly string[]): number =>
    bootOf({
      'bridge.conf': 'start on startup\nexec upstart-udev-bridge --daemon\n',
      ...Object.fromEntries(
        options.map((text, i) => [`t${i}.conf`, `start on started bridge\ntask\nexec udevadm trigger ${text}\n`]),
      ),
      '/etc/network/interfaces': 'auto lo\n',
    }).events.filter(({ name }) => name === 'net-device-added').length;

  test.each([
    ['--action=add', 1],
    ['--type=devices --action=add', 1],
    ['--action=add --subsystem-match=net', 1],
    ['-c add -s net', 1],
    ['--action=add --subsystem-match=block', 0],
    ['--action=add --subsystem-nomatch=net', 0],
    ['--type=subsystems --action=add', 0],
    ['--dry-run --action=add', 0],
    ['--action=change', 0],
    ['', 0],
  ])('with the options %j: %d', (options, count) => expect(devices(options)).toBe(count));
});

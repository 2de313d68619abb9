import { describe, expect, test } from 'vitest';
import { planBoot } from '../../../src/engine/plan.ts';
import { openFolder } from '../../../src/open.ts';

const root = new URL('../../../sample-roots/ubuntu-14.04-controller', import.meta.url).pathname;

describe('the 14.04 controller of the field note, under Upstart', () => {
  const { graph, upstartBoot } = openFolder(root);
  const started = planBoot(graph, { version: 0 }).started;
  const emitted = (upstartBoot?.events ?? []).map((event) => event.name);

  test('Upstart is known to be in force, and the boot begins with its event startup', () => {
    expect(graph.init.system).toBe('upstart');
    expect(graph.target).toBe('event:startup');
  });

  test('the events of the boot come in Ubuntu’s order, up to the runlevel of rc-sysinit', () => {
    const chain = ['startup', 'virtual-filesystems', 'local-filesystems', 'filesystem', 'runlevel'];
    expect(emitted.filter((name) => chain.includes(name))).toEqual(chain);
    expect(upstartBoot?.runlevel?.level).toBe('2');
    expect(upstartBoot?.runlevel?.declared.map(({ file, line, as }) => [file, line, as])).toEqual([
      ['/etc/init/rc-sysinit.conf', 29, `telinit \${DEFAULT_RUNLEVEL}`],
      ['/etc/init/rc-sysinit.conf', 7, 'DEFAULT_RUNLEVEL=2'],
    ]);
  });

  test('nova-api is started by runlevel 2, and its init script leaves the work to the job', () => {
    expect(started.has('upstart:nova-api')).toBe(true);
    const start = upstartBoot?.jobs.get('nova-api')?.starts[0]?.reasons[0];
    expect(start?.kind === 'events' && start.matched.map(({ event, declared }) => [event.env, declared.line])).toEqual([
      [['RUNLEVEL=2', 'PREVLEVEL=N'], 3],
    ]);
    expect(upstartBoot?.scripts.find(({ id }) => id === 'sysv:nova-api')).toMatchObject({ effect: 'guard', line: 69 });
  });

  test('rc runs the other scripts of rc2.d one after another, those of rcS.d before them', () => {
    expect(upstartBoot?.scripts.map(({ id, level }) => `${level} ${id}`)).toEqual([
      'S sysv:apparmor',
      '2 sysv:memcached',
      '2 sysv:nova-api',
      '2 sysv:rabbitmq-server',
      '2 sysv:ntp',
      '2 sysv:apache2',
      '2 sysv:rc.local',
    ]);
  });

  test('a manual job, one that waits for a job that is not there, and one for a key press do not start', () => {
    expect(graph.nodes.get('upstart:glance-api')?.noEffect).toMatchObject({
      code: 'override',
      file: '/etc/init/glance-api.override',
      line: 2,
    });
    expect(graph.nodes.get('upstart:cinder-volume')?.noEffect?.text).toBe(
      '/etc/init/cinder-volume.conf:3: "runlevel [2345]" has come; it waits for "started tgt", and there is no job called tgt',
    );
    expect(graph.nodes.get('upstart:control-alt-delete')?.noEffect?.text).toContain(
      'someone presses Control-Alt-Delete',
    );
  });

  test('the failsafe timer is stopped, since the network comes up in time', () => {
    expect(upstartBoot?.jobs.get('failsafe')?.starts[0]?.end).toBe('stopped');
    expect(emitted).not.toContain('failsafe-boot');
  });
});

/** The graph of a root’s jobs: who starts on what, by which line, and what only scripts tell. */
import { describe, expect, test } from 'vitest';
import { whyOrder } from '../../src/answers/why-order.ts';
import { planBoot } from '../../src/engine/plan.ts';
import { openFolder, openTree } from '../../src/open.ts';
import { eventChain } from '../../src/upstart/simulate/chain.ts';
import { bootOf, graphOf, treeOf } from './simulate/boot-of.ts';

const edgesOf = (files: Readonly<Record<string, string>>, type: string) =>
  graphOf(files)
    .edges.filter((edge) => edge.type === type)
    .map(({ from, to, origins, declared }) => [from, to, origins.join(' '), declared[0]?.line]);

describe('conditions', () => {
  const JOB = { 'a.conf': 'start on (x\n  and started b)\nstop on y or z\nemits w\n', 'b.conf': 'exec b\n' };

  test('every event of start on and stop on is an edge with its own line', () => {
    expect(edgesOf(JOB, 'StartOn')).toEqual([
      ['upstart:a', 'event:started', 'job-file', 2],
      ['upstart:a', 'event:x', 'job-file', 1],
    ]);
    expect(edgesOf(JOB, 'StopOn')).toEqual([
      ['upstart:a', 'event:y', 'job-file', 3],
      ['upstart:a', 'event:z', 'job-file', 3],
    ]);
    expect(edgesOf(JOB, 'Emits')).toEqual([['upstart:a', 'event:w', 'job-file', 4]]);
  });

  test('they are printed fully parenthesised, as initctl show-config does', () => {
    const setting = graphOf({ 'a.conf': 'start on a or b and c or (d and e)\n' }).nodes.get('upstart:a')?.settings[0];
    expect(setting).toMatchObject({ key: 'start on', value: '(((a or b) and c) or (d and e))', line: 1 });
  });

  test('a job event that every way to start needs orders the two jobs, one below an or does not', () => {
    expect(
      edgesOf({ ...JOB, 'c.conf': 'start on x or started b\n', 'd.conf': 'start on starting b\n' }, 'After'),
    ).toEqual([
      ['upstart:a', 'upstart:b', 'job-file', 2],
      ['upstart:b', 'upstart:d', 'job-file', 1],
    ]);
  });

  test('a stanza that another one replaces is marked, kill timeout and kill signal are two things', () => {
    const node = graphOf({
      'a.conf':
        'exec a\nscript\nb\nend script\nkill timeout 5\nkill signal INT\nrespawn\nrespawn limit 1 2\nnice 1\nnice 2\n',
    }).nodes.get('upstart:a');
    expect(node?.settings.filter(({ overridden }) => overridden).map(({ key, line }) => [key, line])).toEqual([
      ['exec', 1],
      ['nice', 9],
    ]);
  });
});

describe('what scripts tell, weakly', () => {
  const FILES = {
    'a.conf': `start on startup
pre-start script
  if status b; then
    start wait-for-state WAIT_FOR=b WAITER=a
  fi
  while ! status c | grep -q running; do sleep 1; done
end script
post-start exec start d
script
  initctl emit --no-wait a-is-up KEY=1
  # initctl emit not-this
  echo "start e"
  start nowhere
  exec daemon
end script
`,
    'b.conf': 'exec b\n',
    'c.conf': 'exec c\n',
    'd.conf': 'exec d\n',
    'e.conf': 'exec e\n',
  };

  test('a job is started, waited for or polled where its name stands in a command, with the line', () => {
    expect(edgesOf(FILES, 'Wants')).toEqual([
      ['upstart:a', 'upstart:b', 'script', 4],
      ['upstart:a', 'upstart:d', 'script', 8],
    ]);
    expect(edgesOf(FILES, 'After').filter(([from]) => from === 'upstart:a')).toEqual([
      ['upstart:a', 'event:startup', 'job-file', 1],
      ['upstart:a', 'upstart:b', 'script', 4],
      ['upstart:a', 'upstart:c', 'script', 6],
    ]);
  });

  test('an event is emitted where initctl emit stands, but not in a comment', () => {
    expect(edgesOf(FILES, 'Emits')).toEqual([['upstart:a', 'event:a-is-up', 'script', 10]]);
  });
});

describe('what happens in this boot', () => {
  test('only events and jobs that come have edges of what triggers them', () => {
    const files = {
      'a.conf': 'start on startup\nemits x\nexec a\n',
      'b.conf': 'start on x\nexec b\n',
      'c.conf': 'start on y\n',
    };
    expect(edgesOf(files, 'Triggers')).toEqual([
      ['event:startup', 'upstart:a', 'job-file', 1],
      ['event:x', 'upstart:b', 'job-file', 1],
      ['upstart:a', 'event:x', 'job-file', 2],
    ]);
    expect([...planBoot(graphOf(files), { version: 0 }).started].sort()).toEqual([
      'event:startup',
      'event:x',
      'upstart:a',
      'upstart:b',
    ]);
  });

  test('a hook comes before the job that it hooks into, and after what started that', () => {
    expect(edgesOf({ 'a.conf': 'start on startup\n', 'h.conf': 'start on starting a\n' }, 'After')).toEqual([
      ['upstart:a', 'event:startup', 'job-file', 1],
      ['upstart:a', 'upstart:h', 'job-file', 1],
      ['upstart:h', 'event:startup', 'job-file', 1],
    ]);
  });

  test('deadlocks, and jobs that wait for what never comes, are told with the line of the condition', () => {
    const { diagnostics } = graphOf({
      'both.conf': '# why\nstart on A and B\n',
      'e.conf': 'start on startup\ntask\nscript\ninitctl emit A\ninitctl emit B\nend script\n',
      'never.conf': 'start on no-such-event\n',
    });
    expect(diagnostics.map(({ severity, code, file, line }) => [severity, code, file, line])).toEqual([
      ['error', 'upstart-deadlock', '/etc/init/both.conf', 2],
      ['warning', 'upstart-nobody-emits', '/etc/init/never.conf', 1],
    ]);
  });

  test('the chain follows what came last of each condition', () => {
    const boot = bootOf({
      'm.conf': 'start on startup\ntask\nscript\ninitctl emit -n one\ninitctl emit -n two\nend script\n',
      'first.conf': 'start on one\nexec a\n',
      's.conf': 'start on one and two\ntask\nexec telinit 2\n',
      'a.conf': 'start on runlevel 2\nexec a\n',
    });
    const chain = (goal?: string) => eventChain(boot, goal).map(({ event }) => event.name);
    expect(chain()).toEqual(['startup', 'one', 'two', 'runlevel']);
    expect(chain('upstart:a')).toEqual(['startup', 'one', 'two', 'runlevel']);
    expect(chain('upstart:first')).toEqual(['startup', 'one']);
    expect(chain('event:nowhere')).toEqual([]);
  });
});

describe('asked of the 14.04 controller', () => {
  const opened = openFolder(new URL('../../sample-roots/ubuntu-14.04-controller', import.meta.url).pathname);
  const after = (unit: string, other: string) => whyOrder(opened, unit, other);

  test('nova-api starts after mountall, by the events between them', () => {
    const answer = after('upstart:nova-api', 'upstart:mountall');
    expect(answer.holds).toBe(true);
    expect(answer.path.map(({ to }) => to)).toEqual([
      'event:runlevel',
      'upstart:rc-sysinit',
      'event:filesystem',
      'upstart:mountall',
    ]);
  });

  test('nova-api and mysql both start on the runlevel, in no order; an override would make one', () => {
    const answer = after('upstart:nova-api', 'upstart:mysql');
    expect([answer.holds, answer.path, answer.reverse]).toEqual([false, [], []]);
    expect(answer.dropIn).toEqual({
      file: '/etc/init/nova-api.override',
      content: 'start on runlevel [2345] and started mysql\n',
    });
  });

  test('nova-compute waits for libvirt only by what its pre-start script says', () => {
    const answer = after('upstart:nova-compute', 'upstart:libvirt-bin');
    expect(answer.path.map(({ origins }) => origins)).toEqual([['script']]);
  });

  test('the console comes after the last init script; a header of an init script orders nothing here', () => {
    expect(after('upstart:tty1', 'sysv:apache2').holds).toBe(true);
    expect(after('sysv:apache2', 'sysv:rabbitmq-server').path.every(({ origins }) => origins.includes('rc-link'))).toBe(
      true,
    );
  });
});

test('where systemd is init nothing is simulated, and every job is without effect', () => {
  const { graph, upstartBoot } = openTree(
    treeOf({
      '/etc/init/a.conf': 'start on startup\n',
      '/sbin/init': '-> /lib/systemd/systemd',
      '/lib/systemd/systemd': '',
      '/lib/systemd/system/default.target': '[Unit]\nDescription=All of it\n',
    }),
    'test',
  );
  expect(upstartBoot).toBeUndefined();
  expect(graph.nodes.get('upstart:a')).toMatchObject({ effective: false, noEffect: { code: 'init-not-in-force' } });
  expect(graph.edges.filter(({ type }) => type === 'Triggers')).toEqual([]);
});

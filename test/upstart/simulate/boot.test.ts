/** Facts of Upstart's events, each on a few jobs of its own. */
import { describe, expect, test } from 'vitest';
import { bootOf, endsOf, eventsOf } from './boot-of.ts';

const service = (condition: string, rest = '') => `start on ${condition}\n${rest}exec daemon\n`;
const task = (condition: string, script = 'true', rest = '') =>
  `start on ${condition}\ntask\n${rest}script\n${script}\nend script\n`;

describe('jobs and their events', () => {
  test('a service starts on startup and stays; its events come in order', () => {
    const boot = bootOf({ 'a.conf': service('startup') });
    expect(eventsOf(boot)).toEqual(['startup', 'starting JOB=a', 'started JOB=a']);
    expect(endsOf(boot)).toEqual(['a running']);
  });

  test('a task is stopped when its work is done, and what starts on stopped comes after', () => {
    const boot = bootOf({ 'a.conf': task('startup'), 'b.conf': service('stopped a') });
    expect(eventsOf(boot)).toEqual([
      'startup',
      'starting JOB=a',
      'started JOB=a',
      'stopping JOB=a RESULT=ok',
      'stopped JOB=a RESULT=ok',
      'starting JOB=b',
      'started JOB=b',
    ]);
    expect(endsOf(boot)).toEqual(['a finished', 'b running']);
  });

  test('a job waits in "starting" until a service that starts on it runs', () => {
    const boot = bootOf({ 'a.conf': service('startup'), 'b.conf': service('starting a') });
    expect(eventsOf(boot)).toEqual(['startup', 'starting JOB=a', 'starting JOB=b', 'started JOB=b', 'started JOB=a']);
  });

  test('for a task that starts on it, it waits until the task has finished', () => {
    const boot = bootOf({ 'a.conf': service('startup'), 'b.conf': task('starting a') });
    const events = eventsOf(boot);
    expect(events.indexOf('stopped JOB=b RESULT=ok')).toBeLessThan(events.indexOf('started JOB=a'));
  });

  test('exported variables go with every event of the job', () => {
    const boot = bootOf({
      'a.conf': service('startup', 'env A=1\nexport A B\n'),
      'b.conf': service('started a A=1'),
    });
    expect(eventsOf(boot)).toContain('started JOB=a A=1');
    expect(endsOf(boot)).toContain('b running');
  });

  test('a job of which nothing runs is a mark: it counts as running', () => {
    expect(endsOf(bootOf({ 'a.conf': 'start on startup\n', 'b.conf': service('started a') }))).toEqual([
      'a running',
      'b running',
    ]);
  });
});

describe('and, or, and what they hold', () => {
  test('an and needs both, in whichever order they come', () => {
    const boot = bootOf({
      'a.conf': service('startup'),
      'b.conf': service('started a'),
      'c.conf': service('started b and started a'),
      'd.conf': service('started a and started missing'),
    });
    expect(endsOf(boot)).toEqual(['a running', 'b running', 'c running']);
  });

  test('an emitter that waits for the first event of an and, before it emits the second, waits for ever: a deadlock', () => {
    const boot = bootOf({
      'both.conf': service('A and B'),
      'emitter.conf': task('startup', 'initctl emit A\ninitctl emit B'),
    });
    expect(endsOf(boot)).toEqual(['emitter blocked']);
    expect(eventsOf(boot)).not.toContain('B');
    expect(boot.blockages).toMatchObject([
      {
        event: 'A',
        waiting: 'emitter',
        how: 'script',
        heldBy: [{ kind: 'condition', job: 'both', file: '/etc/init/both.conf', line: 1, needs: ['B'] }],
        cycle: ['emitter', 'both', 'emitter'],
      },
    ]);
  });

  test('with --no-wait the same two events start the job', () => {
    const boot = bootOf({
      'both.conf': service('A and B'),
      'emitter.conf': task('startup', 'initctl emit --no-wait A\ninitctl emit -n B'),
    });
    expect(endsOf(boot)).toEqual(['both running', 'emitter finished']);
    expect(boot.blockages).toEqual([]);
  });

  test('"starting X and …" keeps X in starting until the rest comes', () => {
    const boot = bootOf({ 'a.conf': service('startup'), 'b.conf': service('starting a and later') });
    expect(endsOf(boot)).toEqual(['a blocked']);
    expect(boot.blockages[0]).toMatchObject({
      waiting: 'a',
      how: 'starting',
      heldBy: [{ job: 'b', needs: ['later'] }],
    });
    expect(boot.blockages[0]?.cycle).toBeUndefined();
  });

  test('a half-matched runlevel does not hold the boot up: telinit does not wait', () => {
    const boot = bootOf({
      'sysinit.conf': task('startup', 'telinit 2\ninitctl emit after'),
      'agent.conf': service('runlevel [2345] and started cleanup'),
      'other.conf': service('runlevel [2345]'),
      'last.conf': service('after'),
    });
    expect(endsOf(boot)).toEqual(['last running', 'other running', 'sysinit finished']);
    expect(boot.blockages).toEqual([]);
  });

  test('after an or fired with one side, the other side starts nothing a second time', () => {
    const boot = bootOf({
      'a.conf': service('x or y'),
      'e.conf': task('startup', 'initctl emit x\ninitctl emit y'),
    });
    expect(boot.jobs.get('a')?.starts).toHaveLength(1);
    expect(boot.jobs.get('a')?.starts[0]?.reasons).toHaveLength(1);
  });
});

describe('stopping in the course of the boot', () => {
  test('a job whose stop on comes is stopped again', () => {
    const boot = bootOf({
      'a.conf': service('startup', 'stop on go\n'),
      'e.conf': task('started a', 'initctl emit go'),
    });
    expect(endsOf(boot)).toEqual(['a stopped', 'e finished']);
    expect(boot.jobs.get('a')?.starts[0]?.stoppedBy).toMatchObject({
      kind: 'events',
      matched: [{ declared: { file: '/etc/init/a.conf', line: 2 } }],
    });
  });

  test('a variable in stop on is the one that the job was started with', () => {
    const boot = bootOf({
      'a.conf': 'instance $K\nstart on go\nstop on leave K=$K\nexec daemon\n',
      'e.conf': task('startup', 'initctl emit go K=1\ninitctl emit go K=2\ninitctl emit leave K=2'),
    });
    expect(endsOf(boot)).toEqual(['a (1) running', 'a (2) stopped', 'e finished']);
  });

  test('an event that both stops and starts a job restarts it', () => {
    const boot = bootOf({
      'a.conf': service('startup or again', 'stop on again\n'),
      'e.conf': task('started a', 'initctl emit --no-wait again', 'instance $UPSTART_EVENTS\n'),
    });
    expect(
      eventsOf(boot)
        .filter((event) => event.endsWith('JOB=a'))
        .slice(0, 4),
    ).toEqual(['starting JOB=a', 'started JOB=a', 'starting JOB=a', 'started JOB=a']);
  });

  test('two jobs that start each other without end are told, and the rest of the boot goes on', () => {
    const boot = bootOf({
      'a.conf': task('startup or stopped b'),
      'b.conf': task('stopped a'),
      'c.conf': service('startup'),
    });
    expect(endsOf(boot)).toContain('c running');
    expect(boot.endless).toEqual(['a', 'b']);
  });
});

describe('instances', () => {
  test('each value of the instance is a job of its own', () => {
    const boot = bootOf({
      'a.conf': 'instance $K\nstart on go\nexec daemon\n',
      'e.conf': task('startup', 'initctl emit go K=1\ninitctl emit go K=2\ninitctl emit go K=1'),
    });
    expect(endsOf(boot)).toEqual(['a (1) running', 'a (2) running', 'e finished']);
  });

  test('a variable that the event does not carry keeps the job from starting', () => {
    const boot = bootOf({
      'a.conf': 'start on go\ninstance $NOPE\nexec daemon\n',
      'e.conf': task('startup', 'initctl emit go'),
    });
    expect(boot.jobs.get('a')?.notStarted).toMatchObject({ code: 'instance', variable: 'NOPE', declared: { line: 2 } });
    expect(boot.instanceFailures).toEqual([{ job: 'a', variable: 'NOPE', event: 'go' }]);
  });

  test('what the event carries counts for more than the job’s own env', () => {
    const boot = bootOf({
      'a.conf': 'env K=own\ninstance $K\nstart on startup or go\nexec daemon\n',
      'e.conf': task('started a', 'initctl emit --no-wait go K=event', 'instance $INSTANCE\n'),
    });
    expect(endsOf(boot).slice(0, 2)).toEqual(['a (own) running', 'a (event) running']);
  });
});

describe('a job that is not started says what it waits for', () => {
  const reasonOf = (files: Readonly<Record<string, string>>, job = 'a') => {
    const why = bootOf(files).jobs.get(job)?.notStarted;
    return why?.code === 'waits' ? why.missing.map(({ event, reason }) => [event, reason.code]) : why?.code;
  };

  test.each([
    ['never', [['never', 'nobody-emits']]],
    ['started gone', [['started gone', 'unknown-job']]],
    ['started b', [['started b', 'job-not-started']]],
    ['stopped s', [['stopped s', 'job-keeps-running']]],
    ['startup X=1', [['startup X=1', 'arguments']]],
    ['started s A=2', [['started s A=2', 'arguments']]],
    ['started s A=$B', [['started s A=$B', 'variable']]],
    ['control-alt-delete', [['control-alt-delete', 'outside']]],
    ['net-device-added INTERFACE=eth7', [['net-device-added INTERFACE=eth7', 'outside']]],
    ['by-b', [['by-b', 'emitter-not-started']]],
    ['startup and never', [['never', 'nobody-emits']]],
    [
      'never or gone-too',
      [
        ['never', 'nobody-emits'],
        ['gone-too', 'nobody-emits'],
      ],
    ],
  ])('start on %s', (condition, reasons) =>
    expect(
      reasonOf({
        'a.conf': service(condition),
        'b.conf': service('never', 'emits by-b\n'),
        's.conf': service('startup', 'env A=1\nexport A\n'),
      }),
    ).toEqual(reasons),
  );

  test('manual, and no condition at all', () => {
    expect(reasonOf({ 'a.conf': service('startup'), 'a.override': 'manual\n' })).toBe('manual');
    expect(reasonOf({ 'a.conf': 'exec daemon\n' })).toBe('no-start-on');
  });

  test('the events that have come already are told too', () => {
    const why = bootOf({ 'a.conf': service('startup and never') }).jobs.get('a')?.notStarted;
    expect(why).toMatchObject({ code: 'waits', condition: '(startup and never)', came: ['startup'] });
  });
});

describe('what scripts do', () => {
  test('start JOB in a pre-start waits for that job, and a task is waited for to its end', () => {
    const boot = bootOf({
      'a.conf': `start on startup\npre-start exec start b\nexec daemon\n`,
      'b.conf': 'task\nexec work\n',
    });
    const events = eventsOf(boot);
    expect(events.indexOf('stopped JOB=b RESULT=ok')).toBeLessThan(events.indexOf('started JOB=a'));
    expect(boot.jobs.get('b')?.starts[0]?.reasons[0]).toMatchObject({
      kind: 'script',
      by: 'upstart:a',
      hook: 'pre-start',
      waits: true,
    });
  });

  test('wait-for-state starts the job if need be and goes on once it runs, or after its timeout', () => {
    const waiting = (target: string) =>
      bootOf({
        'a.conf':
          'start on startup\npre-start exec start wait-for-state WAIT_FOR=b WAIT_STATE=running WAITER=a\nexec daemon\n',
        'b.conf': target,
        'hook.conf': service('starting b and never'),
      });
    expect(endsOf(waiting('exec daemon\n')).slice(0, 2)).toEqual(['a running', 'b blocked']);
    const free = bootOf({
      'a.conf': 'start on startup\npre-start exec start wait-for-state WAIT_FOR=b WAITER=a\nexec daemon\n',
      'b.conf': 'pre-start exec sleep 5\nexec daemon\n',
    });
    const events = eventsOf(free);
    expect(events.indexOf('started JOB=b')).toBeLessThan(events.indexOf('started JOB=a'));
  });

  test('what is declared with emits comes, unless only something outside brings it', () => {
    const boot = bootOf({
      'a.conf': service('startup', 'emits mine\nemits *-device-added\nemits desktop-session-start\n'),
    });
    expect(boot.events.filter(({ how }) => how === 'process').map(({ name }) => name)).toEqual(['mine']);
    expect(boot.events.at(-1)).toMatchObject({
      certainty: 'modelled',
      declared: [{ file: '/etc/init/a.conf', line: 2 }],
    });
  });

  test('a task without a process of its own never finishes, and holds what waits for it', () => {
    const boot = bootOf({ 'a.conf': service('startup'), 'b.conf': 'start on starting a\ntask\n' });
    expect(endsOf(boot)).toEqual(['a blocked', 'b running']);
    expect(boot.blockages[0]).toMatchObject({ waiting: 'a', heldBy: [{ kind: 'job', job: 'b', state: 'running' }] });
  });
});

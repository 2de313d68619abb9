/** What PID 1 writes of a boot that goes wrong, in the words of its versions. */
import { describe, expect, it } from 'vitest';
import { logEvents } from '../../src/recorded/log-events.ts';

const start = (unit: string) => ({ unit, job: 'start' });
const RING = ['a.service', 'b.service', 'c.target'].map(start);

// Of each version the words as transaction_verify_order_one formats them; of 252 as systemd --test wrote them.
const TEXTS: readonly (readonly [version: string, text: string])[] = [
  [
    '215',
    [
      '[    4.120000] systemd[1]: Found ordering cycle on c.target/start',
      '[    4.120001] systemd[1]: Found dependency on a.service/start',
      '[    4.120002] systemd[1]: Found dependency on b.service/start',
      '[    4.120003] systemd[1]: Found dependency on c.target/start',
      '[    4.120004] systemd[1]: Breaking ordering cycle by deleting job a.service/start',
      '[    4.120005] systemd[1]: Job a.service/start deleted to break ordering cycle starting with c.target/start',
    ].join('\n'),
  ],
  [
    '229',
    [
      'Mar 01 10:00:00 host systemd[1]: c.target: Found ordering cycle on c.target/start',
      'Mar 01 10:00:00 host systemd[1]: c.target: Found dependency on a.service/start',
      'Mar 01 10:00:00 host systemd[1]: c.target: Found dependency on b.service/start',
      'Mar 01 10:00:00 host systemd[1]: c.target: Found dependency on c.target/start',
      'Mar 01 10:00:00 host systemd[1]: c.target: Breaking ordering cycle by deleting job a.service/start',
      'Mar 01 10:00:00 host systemd[1]: a.service: Job a.service/start deleted to break ordering cycle starting with c.target/start',
    ].join('\r\n'),
  ],
  [
    '252',
    [
      'c.target: Found ordering cycle on a.service/start',
      'c.target: Found dependency on b.service/start',
      'c.target: Found dependency on c.target/start',
      'c.target: Job a.service/start deleted to break ordering cycle starting with c.target/start',
    ].join('\n'),
  ],
  [
    '258',
    [
      'c.target: Found ordering cycle: a.service/start after b.service/start after c.target/start - after a.service',
      'c.target: Job a.service/start deleted to break ordering cycle starting with c.target/start',
    ].join('\n'),
  ],
];

describe('an ordering cycle in a log', () => {
  it.each(TEXTS)('of systemd %s is a ring in which each runs after the next', (_, text) => {
    const [event, ...more] = logEvents(text);
    expect(more).toEqual([]);
    if (event?.kind !== 'cycle') throw new Error('no cycle');
    const units = event.jobs.map(({ unit }) => unit);
    const first = units.indexOf('a.service');
    expect([...units.slice(first), ...units.slice(0, first)]).toEqual(RING.map(({ unit }) => unit));
    expect(event).toMatchObject({ line: 1, deleted: start('a.service'), unbroken: false });
  });

  it('that nothing breaks, that is cut off, and one without its members are told as such', () => {
    const kinds = (text: string) =>
      logEvents(text).map((event) => [
        event.kind,
        'deleted' in event && event.deleted,
        'unbroken' in event && event.unbroken,
      ]);
    expect(
      kinds(
        'x.target: Found ordering cycle on a.service/start\nx.target: Found dependency on x.target/start\nx.target: Unable to break cycle starting with x.target/start',
      ),
    ).toEqual([['cycle', null, true]]);
    expect(kinds('x.target: Found ordering cycle on a.service/start')).toEqual([['cycle', null, false]]);
    expect(kinds('x.target: Job a.service/start deleted to break ordering cycle starting with x.target/start')).toEqual(
      [['deleted', false, false]],
    );
  });

  it('keeps the jobs of a shutdown, names with escapes, and reads a journal as JSON', () => {
    const message =
      's.target: Found ordering cycle: dev-a\\x2db.device/stop after s.target/stop - after dev-a\\x2db.device';
    expect(logEvents(JSON.stringify({ MESSAGE: message, _PID: '1' }))).toMatchObject([
      {
        kind: 'cycle',
        jobs: [
          { unit: 'dev-a\\x2db.device', job: 'stop' },
          { unit: 's.target', job: 'stop' },
        ],
      },
    ]);
  });
});

describe('the end of a start in a log', () => {
  it.each([
    ['[DEPEND] Dependency failed for /srv.', 'dependency', '/srv', null],
    ["srv.mount: Job srv.mount/start failed with result 'dependency'.", 'dependency', 'srv.mount', 'dependency'],
    ['systemd[1]: Timed out waiting for device /dev/disk/by-uuid/1-2.', 'device', '/dev/disk/by-uuid/1-2', null],
    ['systemd[1]: dev-sdb1.device: Job dev-sdb1.device/start timed out.', 'device', 'dev-sdb1.device', 'timeout'],
    ['\u001b[1;31mFAILED\u001b[0m] Failed to start web.service - Web.', 'failed', 'web.service - Web', null],
    [
      'host systemd[1]: Condition check resulted in File System Check being skipped.',
      'skipped',
      'File System Check',
      null,
    ],
    [
      'host systemd[1]: fsck.service - File System Check was skipped because of an unmet condition check (ConditionPathExists=!/run/x).',
      'skipped',
      'fsck.service - File System Check',
      'of an unmet condition check (ConditionPathExists=!/run/x)',
    ],
    [
      'systemd[1]: File System Check was skipped because all trigger condition checks failed.',
      'skipped',
      'File System Check',
      'all trigger condition checks failed',
    ],
  ])('%s', (line, kind, about, because) => {
    expect(logEvents(line)).toEqual([{ kind, line: 1, about, because }]);
  });
});

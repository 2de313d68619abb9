import { describe, expect, test } from 'vitest';
import { order } from '../../src/answers/order.ts';
import { blame, criticalChain } from '../../src/engine/critical-chain.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import type { Timings } from '../../src/recorded/timing.ts';
import { bootPlot } from '../../src/report/boot-plot.ts';
import { orderText, recordedTimes } from '../../src/report/order.ts';
import { spanWords } from '../../src/report/span.ts';
import { exampleRoot } from '../audit/example-root.ts';

const read = (text: string): Timings => {
  const result = readTimings([Buffer.from(text)]);
  if (typeof result === 'string') throw new Error(result);
  return result;
};

const STARTING = '7d4958e842da4a758f6c1cdc7b36dcc5';
const STARTED = '39f53479d3a045ac8e11786248231fbf';
const entry = (boot: string, id: string, at: number, unit = 'a.service') => ({
  _BOOT_ID: boot,
  MESSAGE_ID: id,
  UNIT: unit,
  __MONOTONIC_TIMESTAMP: String(at),
});

describe('recorded times are read', () => {
  test('from systemd-analyze plot --json, in microseconds; 0 is no time', () => {
    const rows = [
      { name: 'a.service', activating: 1000, activated: 5000, time: 4000, deactivated: 0, deactivating: 0 },
      { name: 'b.service', activating: 2000, activated: 0 },
    ];
    expect([...read(JSON.stringify(rows)).units.values()]).toEqual([
      { unit: 'a.service', activating: 1000, activated: 5000, took: 4000 },
      { unit: 'b.service', activating: 2000 },
    ]);
  });

  test('from a dump, in whole seconds since PID 1 began, or where an old one does not tell, since the first of them', () => {
    const text = [
      '\t-> Unit a.service:',
      '\t\tInactive Exit Timestamp: Tue 2026-11-24 21:34:59 UTC',
      '\t\tActive Enter Timestamp: Tue 2026-11-24 21:35:02 UTC',
      '\t→ Unit b.service:',
      '\t\tInactive Exit Timestamp: n/a',
      '\t\tActive Enter Timestamp: Tue 2026-11-24 21:35:00 UTC',
    ].join('\n');
    const { units, resolution, zero } = read(text);
    expect(resolution).toBe(1_000_000);
    expect([...units.values()]).toEqual([
      { unit: 'a.service', activating: 0, activated: 3_000_000 },
      { unit: 'b.service', activated: 1_000_000 },
    ]);
    expect(zero).toBe('systemd');
    const later = read(`Timestamp userspace: Tue 2026-11-24 21:34:50 UTC\n${text}`);
    expect(later.units.get('b.service')?.activated).toBe(10_000_000);
  });

  test('from a journal, of its last boot, the first start of each unit', () => {
    const entries = [
      entry('old', STARTED, 99),
      entry('new', STARTING, 1),
      entry('new', STARTED, 5),
      entry('new', STARTING, 8),
      entry('new', STARTED, 9),
      { MESSAGE: 'noise', _BOOT_ID: 'new' },
    ];
    const json = entries.map((one) => JSON.stringify(one)).join('\n');
    const pretty = entries.map((one) => JSON.stringify(one, null, '\t')).join('\n');
    const seq = entries.map((one) => `\x1e${JSON.stringify(one)}`).join('\n');
    const sse = entries.map((one) => `data: ${JSON.stringify(one)}\n`).join('\n');
    const exported = entries
      .map((one) =>
        Object.entries(one)
          .map(([key, value]) => `${key}=${value}`)
          .join('\n'),
      )
      .join('\n\n');
    for (const text of [json, pretty, seq, sse, exported])
      expect([...read(text).units.values()]).toEqual([{ unit: 'a.service', activating: 1, activated: 5 }]);
  });

  test('from an export in which every entry has a field with line feeds in it, as under AppArmor', () => {
    const value = Buffer.from('unconfined\n\n__MONOTONIC_TIMESTAMP=7\n\n');
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(value.length));
    const binary = Buffer.concat([Buffer.from('_SELINUX_CONTEXT\n'), length, value, Buffer.from('\n')]);
    const lines = (id: string, at: number) =>
      Object.entries(entry('b', id, at))
        .map(([key, one]) => `${key}=${one}\n`)
        .join('');
    const bytes = Buffer.concat([
      Buffer.from(lines(STARTING, 3)),
      binary,
      Buffer.from(`\n${lines(STARTED, 5)}`),
      binary,
    ]);
    const found = readTimings([bytes]);
    expect(typeof found === 'string' ? found : [...found.units.values()]).toEqual([
      { unit: 'a.service', activating: 3, activated: 5 },
    ]);
    // Cut off within the field: what came before is read.
    const cut = readTimings([bytes.subarray(0, bytes.length - 9)]);
    expect(typeof cut === 'string' ? cut : cut.units.size).toBe(1);
  });

  test('a start that failed took as long as until the failure; one that was skipped for a condition took none', () => {
    const failed = {
      ...entry('b', 'be02cf6855d2428ba40df7e9d022f03d', 90_000_000),
      JOB_TYPE: 'start',
      JOB_RESULT: 'timeout',
    };
    const skipped = {
      ...entry('b', STARTED, 5, 'c.service'),
      MESSAGE: 'c.service - C was skipped because of an unmet condition check (ConditionPathExists=/x).',
    };
    const text = [entry('b', STARTING, 1_000_000), failed, skipped].map((one) => JSON.stringify(one)).join('\n');
    expect(blame(read(text)).units).toEqual([{ unit: 'a.service', took: 89_000_000, activating: 1_000_000 }]);
    expect(read(text).units.has('c.service')).toBe(false);
  });

  test('a oneshot that does not remain took as long as until it was done: in a plot, a dump and systemctl show', () => {
    const end = 250_000_000;
    const plot = [
      {
        name: 'load.service',
        activating: 2_000_000,
        activated: 242_000_000,
        time: 240_000_000,
        deactivated: 242_000_000,
        deactivating: 242_000_000,
      },
      {
        name: 'fast.service',
        activating: 1_000_000,
        activated: 2_000_000,
        time: 1_000_000,
        deactivated: end,
        deactivating: end,
      },
    ];
    const dump = [
      '-> Unit load.service:',
      '\tInactive Exit Timestamp: Tue 2026-11-24 21:00:02 UTC',
      '\tActive Enter Timestamp: n/a',
      '\tInactive Enter Timestamp: Tue 2026-11-24 21:04:02 UTC',
    ].join('\n');
    const show =
      'Id=load.service\nInactiveExitTimestampMonotonic=2000000\nActiveEnterTimestampMonotonic=0\nInactiveEnterTimestampMonotonic=242000000\n';
    for (const text of [`${JSON.stringify(plot)}\n\n2 Units listed.\n`, dump, show])
      expect(blame(read(text)).units[0]).toMatchObject({ unit: 'load.service', took: 240_000_000 });
  });

  test('a start after the boot was finished stands by itself: of the one at boot no time is left', () => {
    const rows = [
      { name: 'a.service', activating: 1000, activated: 5000, time: 4000, deactivated: 9000, deactivating: 9000 },
      { name: 'b.service', activating: 20_000, activated: 9000, time: 700, deactivated: 9000, deactivating: 9000 },
    ];
    const { units, later } = blame(read(JSON.stringify(rows)));
    expect([units.map(({ unit }) => unit), later.map(({ unit }) => unit)]).toEqual([['a.service'], ['b.service']]);
  });

  test('and what holds none says so', () => {
    expect(readTimings([Buffer.from('hello')])).toMatch(/neither systemd-analyze plot/);
    expect(readTimings([Buffer.from('[1,2')])).toMatch(/not the JSON/);
    expect(readTimings([Buffer.from('[]')])).toMatch(/no unit with a time/);
    expect(readTimings([Buffer.from('{"MESSAGE":"x"}')])).toMatch(/no start of a unit/);
    expect(readTimings([Buffer.from('\t-> Unit a.service:\n\t\tActive Enter Timestamp: n/a\n')])).toMatch(
      /started nothing/,
    );
  });
});

describe('the critical chain', () => {
  const service = (unit: string): string => `[Unit]\nDefaultDependencies=no\n${unit}[Service]\nExecStart=/bin/true\n`;
  const { graph } = exampleRoot(
    {},
    {
      '/etc/systemd/system/web.service': service('After=db.service cache.service\n'),
      '/etc/systemd/system/db.service': service('After=disk.service\n'),
      '/etc/systemd/system/cache.service': service(''),
      '/etc/systemd/system/disk.service': service(''),
    },
  );
  const timings = read(
    JSON.stringify([
      { name: 'web.service', activating: 900, activated: 1000 },
      { name: 'db.service', activating: 300, activated: 880 },
      { name: 'cache.service', activating: 10, activated: 400 },
      { name: 'disk.service', activating: 20, activated: 290 },
    ]),
  );

  test('follows what became active last, and each step names the line that made it wait', () => {
    const { chain } = criticalChain(graph, timings, 'web.service');
    expect(chain.map(({ timing }) => timing.unit)).toEqual(['web.service', 'db.service', 'disk.service']);
    expect(chain[1]?.edge?.declared[0]).toMatchObject({ file: '/etc/systemd/system/web.service', line: 3 });
  });

  test('of a unit without a time is empty: nothing is made up', () => {
    expect(criticalChain(graph, timings, 'multi-user.target').chain).toEqual([]);
  });

  test('what never became active is not in it, but is told where it was waited for longest', () => {
    const failing = read(
      JSON.stringify([
        { name: 'web.service', activating: 900, activated: 1000, time: 100, deactivated: 5000, deactivating: 5000 },
        { name: 'db.service', activating: 300, activated: 890, time: 590, deactivated: 890, deactivating: 890 },
        { name: 'cache.service', activating: 10, activated: 400, time: 390, deactivated: 5000, deactivating: 5000 },
      ]),
    );
    const { chain, unseen } = criticalChain(graph, failing, 'web.service');
    expect(chain.map(({ timing }) => timing.unit)).toEqual(['web.service', 'cache.service']);
    expect(unseen.map(({ timing, edge }) => [edge.from, timing.unit])).toEqual([['web.service', 'db.service']]);
  });

  test('blame names the longest start first', () => {
    expect(blame(timings).units.map(({ unit, took }) => [unit, took])).toEqual([
      ['db.service', 580],
      ['cache.service', 390],
      ['disk.service', 270],
      ['web.service', 100],
    ]);
  });
});

test('the order shows a recorded time beside its unit, and nothing where there is none', () => {
  const timings = read(JSON.stringify([{ name: 'basic.target', activating: 2_000_000, activated: 2_345_678 }]));
  const text = orderText(order(exampleRoot({})), { width: 80 }, recordedTimes(timings));
  expect(text).toContain('basic.target @2.345s +345ms');
  expect(text).toMatch(/sysinit\.target\n/);
});

test('a span is written as systemd-analyze writes it', () => {
  expect([999, 67_900, 2_345_678, 3_000_100, 62_345_000, 3_723_000_000, 0].map(spanWords)).toEqual([
    '999us',
    '67ms',
    '2.345s',
    '3.000s',
    '1min 2.345s',
    '1h 2min 3s',
    '0',
  ]);
});

test('the drawing has a bar for each unit, and a hostile name stays text', () => {
  const svg = bootPlot(
    read(JSON.stringify([{ name: '<script>x</script>.service', activating: 1, activated: 2 }])),
    'a & b',
  );
  expect(svg).toContain('&lt;script&gt;x&lt;/script&gt;.service');
  expect(svg).not.toMatch(/<script/);
  expect(svg).toContain('<title>a &amp; b</title>');
});

import { describe, expect, test } from 'vitest';
import { order } from '../../src/answers/order.ts';
import { blame, criticalChain } from '../../src/engine/critical-chain.ts';
import { readTimings } from '../../src/recorded/read-timings.ts';
import type { Timings } from '../../src/recorded/timing.ts';
import { bootPlot } from '../../src/report/boot-plot.ts';
import { spanWords } from '../../src/report/critical-chain.ts';
import { orderText, recordedTimes } from '../../src/report/order.ts';
import { exampleRoot } from '../audit/example-root.ts';

const read = (text: string): Timings => {
  const result = readTimings(text);
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
      { unit: 'a.service', activating: 1000, activated: 5000 },
      { unit: 'b.service', activating: 2000 },
    ]);
  });

  test('from a dump, in whole seconds since the first of them', () => {
    const text = [
      '\t-> Unit a.service:',
      '\t\tInactive Exit Timestamp: Tue 2026-11-24 21:34:59 UTC',
      '\t\tActive Enter Timestamp: Tue 2026-11-24 21:35:02 UTC',
      '\t→ Unit b.service:',
      '\t\tInactive Exit Timestamp: n/a',
      '\t\tActive Enter Timestamp: Tue 2026-11-24 21:35:00 UTC',
    ].join('\n');
    const { units, resolution } = read(text);
    expect(resolution).toBe(1_000_000);
    expect([...units.values()]).toEqual([
      { unit: 'a.service', activating: 0, activated: 3_000_000 },
      { unit: 'b.service', activated: 1_000_000 },
    ]);
  });

  test('from a journal, of its last boot, the first start of each unit', () => {
    const entries = [
      entry('old', STARTED, 99),
      entry('new', STARTING, 1),
      entry('new', STARTED, 5),
      entry('new', STARTED, 9),
      { MESSAGE: 'noise', _BOOT_ID: 'new' },
    ];
    const json = entries.map((one) => JSON.stringify(one)).join('\n');
    const exported = entries
      .map((one) =>
        Object.entries(one)
          .map(([key, value]) => `${key}=${value}`)
          .join('\n'),
      )
      .join('\n\n');
    for (const text of [json, exported])
      expect([...read(text).units.values()]).toEqual([{ unit: 'a.service', activating: 1, activated: 5 }]);
  });

  test('and what holds none says so', () => {
    expect(readTimings('hello')).toMatch(/neither systemd-analyze plot/);
    expect(readTimings('[1,2')).toMatch(/not the JSON/);
    expect(readTimings('[]')).toMatch(/no unit with a time/);
    expect(readTimings('{"MESSAGE":"x"}')).toMatch(/no start of a unit/);
    expect(readTimings('\t-> Unit a.service:\n\t\tActive Enter Timestamp: n/a\n')).toMatch(/started nothing/);
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
    const chain = criticalChain(graph, timings, 'web.service');
    expect(chain.map(({ timing }) => timing.unit)).toEqual(['web.service', 'db.service', 'disk.service']);
    expect(chain[1]?.edge?.declared[0]).toMatchObject({ file: '/etc/systemd/system/web.service', line: 3 });
  });

  test('of a unit without a time is empty: nothing is made up', () => {
    expect(criticalChain(graph, timings, 'multi-user.target')).toEqual([]);
  });

  test('blame names the longest start first', () => {
    expect(blame(timings).map(({ unit, took }) => [unit, took])).toEqual([
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
  expect(text).toContain('basic.target @2.346s +346ms');
  expect(text).toMatch(/sysinit\.target\n/);
});

test('a span is written as systemd-analyze writes it', () => {
  expect([999, 67_400, 2_345_678, 62_345_000].map(spanWords)).toEqual(['999us', '67ms', '2.346s', '1min 2.345s']);
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

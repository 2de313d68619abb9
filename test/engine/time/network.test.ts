/** A boot as a network of durations: by hand, and as two machines recorded theirs. */
import { describe, expect, test } from 'vitest';
import { bootTime } from '../../../src/answers/boot-time.ts';
import { forecast } from '../../../src/engine/time/forecast.ts';
import { openTree } from '../../../src/open.ts';
import { readTimings } from '../../../src/recorded/read-timings.ts';
import { memoryTree } from '../../../src/snapshot/memory-tree.ts';
import { viewOfRoot } from '../../../src/view/of-root.ts';
import { BOOTS, type Boot, recordedBytes } from '../../recorded/boots.ts';
import { rootOf, timesOf } from './boot.ts';

const BASE = { 'sysinit.target': 100, 'basic.target': 200 };

/** slow and quick start together; last waits for both. */
const UNITS = { 'slow.service': '', 'quick.service': '', 'last.service': 'After=slow.service quick.service' };
const TIMES = timesOf({
  ...BASE,
  'slow.service': [210, 3210],
  'quick.service': [205, 705],
  'last.service': [3220, 4220],
  'multi-user.target': 4230,
});

const names = (rests: ReturnType<typeof bootTime>['rests']): readonly string[] => rests.map(({ start }) => start.unit);

test('the length rests on the start that ended last of all that each waited for', () => {
  const { rests, reached, target } = bootTime(rootOf(UNITS), TIMES);
  expect([target, reached]).toEqual(['multi-user.target', 4_230_000]);
  expect(names(rests)).toEqual(['multi-user.target', 'last.service', 'slow.service', 'basic.target', 'sysinit.target']);
  expect(rests[1]?.wait?.edge).toMatchObject({ from: 'multi-user.target', to: 'last.service', type: 'After' });
});

test('a start that ends long before what waits for it goes on has that much time; one of the chain has none', () => {
  const { slack } = bootTime(rootOf(UNITS), TIMES);
  expect(slack.get('slow.service')).toBe(0);
  expect(slack.get('quick.service')).toBe(2_505_000);
  expect(slack.get('last.service')).toBe(0);
});

test('what the target does not wait for has no bound', () => {
  const later = { ...UNITS, 'after.service': 'After=multi-user.target' };
  const { slack } = bootTime(
    rootOf(later),
    timesOf({ ...BASE, 'multi-user.target': 4230, 'after.service': [4240, 9000] }),
  );
  expect(slack.has('after.service')).toBe(false);
});

test('without an order its unit starts when the rest that it waits for is done, with the lag that it had', () => {
  const { network } = bootTime(rootOf(UNITS), TIMES);
  const waits = new Map(network.waits);
  waits.set(
    'last.service',
    (network.waits.get('last.service') ?? []).filter(({ earlier }) => earlier !== 'slow.service'),
  );
  const other = forecast(network, waits);
  expect(other.get('last.service')).toEqual({ began: 715_000, ended: 1_715_000 });
  // Then the slow one alone holds the target back.
  expect(other.get('multi-user.target')?.ended).toBe(3_220_000);
});

test('an order that the record breaks held nothing back: that job had ended early, or was another start', () => {
  const times = timesOf({
    ...BASE,
    'slow.service': [210, 9000],
    'last.service': [300, 400],
    'multi-user.target': 9010,
  });
  const { network } = bootTime(rootOf({ 'slow.service': '', 'last.service': 'After=slow.service' }), times);
  expect(network.unheeded.map(({ later, earlier }) => [later, earlier])).toEqual([['last.service', 'slow.service']]);
});

test('a start that begins long after all that it waited for comes from outside, and never sooner than it did', () => {
  const times = timesOf({ ...BASE, 'odd.service': [5000, 5100], 'multi-user.target': 5110 });
  const { network } = bootTime(rootOf({ 'odd.service': '' }), times);
  expect(network.starts.get('odd.service')?.outside).toBe('late');
  expect(forecast(network, new Map()).get('odd.service')).toEqual({ began: 5_000_000, ended: 5_100_000 });
});

test('a record later than the boot is none of it: such a unit takes no time', () => {
  const times = timesOf({ ...BASE, 'slow.service': [60_000, 90_000], 'multi-user.target': 4230 }, 4300);
  const { network } = bootTime(rootOf({ 'slow.service': '' }), times);
  expect(network.starts.get('slow.service')).toMatchObject({ known: 'none', ended: 200_000 });
});

test('a target without a time is refused by name; without one asked for, the last that was reached counts', () => {
  const times = timesOf(BASE);
  expect(() => bootTime(rootOf({}), times, 'multi-user.target')).toThrow(
    expect.objectContaining({ fault: expect.objectContaining({ kind: 'no-time', unit: 'multi-user.target' }) }),
  );
  expect(bootTime(rootOf({}), times)).toMatchObject({ target: 'basic.target', insteadOf: 'multi-user.target' });
});

test("the page's timeline has the same chain and slack, by the numbers of its own columns", () => {
  const opened = rootOf(UNITS);
  const { rests, slack } = bootTime(opened, TIMES);
  const data = viewOfRoot(opened, TIMES);
  const length = data.timings?.length;
  const name = (n: number): string => data.strings[data.nodes.id[n] ?? 0] ?? '';
  expect(length?.rests.map(([n]) => name(n))).toEqual(names(rests));
  for (const [at, [node, edge]] of (length?.rests ?? []).entries()) {
    if (at === 0) expect(edge).toBe(-1);
    else {
      expect(data.edges.to[edge]).toBe(node);
      expect(data.edges.from[edge]).toBe(length?.rests[at - 1]?.[0]);
    }
  }
  expect(new Map(length?.slack.map(([n, left]) => [name(n), left]))).toEqual(new Map(slack));
});

describe.each(BOOTS)('%s as its machine recorded it', (boot) => {
  const time = timeOf(boot);

  test('every recorded end comes out again when durations and lags are played through the orders', () => {
    const { network } = time;
    const played = forecast(network, network.waits);
    const off = [...network.starts.values()].filter(
      ({ unit, known, ended }) =>
        known === 'recorded' && Math.abs((played.get(unit)?.ended ?? 0) - ended) > network.tolerance,
    );
    expect(off).toEqual([]);
    expect(network.starts.size).toBeGreaterThan(100);
  });

  test('the durations alone explain most of its length; the rest is what PID 1 and the processors took, and is told', () => {
    const { recorded, replayed } = time.check;
    expect(replayed).toBeLessThanOrEqual(recorded);
    expect(replayed / recorded).toBeGreaterThan(0.7);
  });

  test('each of the chain began when the next in it had ended, and none of them has time to lose', () => {
    for (const { start } of time.rests) expect(time.slack.get(start.unit)).toBeLessThanOrEqual(time.network.tolerance);
    for (const [at, { start }] of time.rests.slice(1).entries())
      expect(time.rests[at]?.start.began).toBeGreaterThanOrEqual(start.ended - time.network.tolerance);
  });
});

function timeOf(boot: Boot): ReturnType<typeof bootTime> {
  const tree = memoryTree();
  const content = recordedBytes(boot, 'analyze-dump.txt');
  tree.add('/dump.txt', { kind: 'file', size: content.length, mode: 0o644, content, uid: 0, gid: 0 });
  const names = ['analyze-dump.txt', 'analyze-plot.txt', 'journal.export'];
  const timings = readTimings(names.map((name) => recordedBytes(boot, name)));
  if (typeof timings === 'string') throw new Error(timings);
  return bootTime(openTree(tree, boot), timings);
}

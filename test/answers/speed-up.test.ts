/** What would make a boot shorter: each change tried on the root, with the gain that recorded times give. */
import { describe, expect, test } from 'vitest';
import { speedUp } from '../../src/answers/speed-up.ts';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { rootOf, timesOf } from '../engine/time/boot.ts';

const BASE = { 'sysinit.target': 100, 'basic.target': 200 };
const ONESHOT = '[Service]\nType=oneshot\nExecStart=/bin/true\n';
const told = (found: ReturnType<typeof speedUp>) =>
  found.proposals.map(({ kind, units, gain }) => [kind, units.join(' '), gain / 1000]);

describe('a oneshot that only its target waits for', () => {
  const units = { 'slow.service': '', 'quick.service': '' };
  const times = timesOf({
    ...BASE,
    'slow.service': [210, 5210],
    'quick.service': [210, 1210],
    'multi-user.target': 5220,
  });

  test('may start after it: the boot is as long as the rest of it', () => {
    const found = speedUp(rootOf(units), times);
    expect(told(found)).toEqual([['later', 'slow.service', 4000]]);
    const [proposal] = found.proposals;
    expect(proposal?.files).toEqual([
      {
        path: '/etc/systemd/system/slow.service.d/after-target.conf',
        content: '[Unit]\nAfter=multi-user.target\n',
      },
    ]);
    expect(proposal?.goes.map(({ from, to, type }) => [from, type, to])).toEqual([
      ['multi-user.target', 'After', 'slow.service'],
    ]);
    expect(proposal?.goes[0]?.declared.length).toBeGreaterThan(0);
    expect(proposal?.asks.map(({ type, declared }) => [type, declared[0]?.file])).toEqual([
      ['Wants', '/etc/systemd/system/multi-user.target.wants/slow.service'],
    ]);
    expect(proposal?.restsMostOn).toBe('quick.service');
    expect(proposal).toMatchObject({ tried: true, gone: [], reached: 1_220_000 });
    // It is done later than it was: nothing is won but that nobody waits.
    expect(proposal?.moved[0]?.after).toEqual({ began: 1_230_000, ended: 6_230_000 });
  });

  test('with its drop-in, the graph has the order the other way round, and the same units start', () => {
    const opened = rootOf(units);
    const [proposal] = speedUp(opened, times).proposals;
    const other = bootOf(opened.reopen(proposal?.files ?? []));
    expect(other.out('slow.service', 'After').map(({ to }) => to)).toContain('multi-user.target');
    expect(other.in('slow.service', 'After').map(({ from }) => from)).not.toContain('multi-user.target');
    expect([...other.plan.started].sort()).toEqual([...bootOf(opened).plan.started].sort());
  });

  test('what is put on top of it is told with what it saves then', () => {
    const { together } = speedUp(rootOf(units), times);
    expect(together.map(({ units: moved, gain }) => [moved.join(' '), gain / 1000])).toEqual([
      ['slow.service', 4000],
      ['quick.service', 1010],
    ]);
  });
});

test('what waits for it by a line of its own goes with it', () => {
  const found = speedUp(
    rootOf({ 'slow.service': '', 'next.service': 'After=slow.service\nRequires=slow.service' }),
    timesOf({ ...BASE, 'slow.service': [210, 3210], 'next.service': [3210, 4210], 'multi-user.target': 4210 }),
  );
  expect(found.proposals.map(({ kind, units, gain }) => [kind, [...units].sort().join(' '), gain / 1000])).toEqual([
    ['later', 'next.service slow.service', 4010],
    ['later', 'next.service', 1000],
  ]);
});

test('a unit whose own file orders it before the target loses that word, and is put after it', () => {
  const own = { 'slow.service': 'Before=multi-user.target' };
  const times = timesOf({ ...BASE, 'slow.service': [210, 5210], 'multi-user.target': 5220 });
  const [proposal] = speedUp(rootOf(own), times).proposals;
  expect([proposal?.kind, proposal?.gain]).toEqual(['later', 5_010_000]);
  expect(proposal?.files.map(({ path, content }) => [path, /Before=/.test(content)])).toEqual([
    ['/etc/systemd/system/slow.service', false],
    ['/etc/systemd/system/slow.service.d/after-target.conf', false],
  ]);
});

test('what is to be done before a passive target is not put after it: the target would say what is not so', () => {
  const net: ExampleFiles = {
    '/usr/lib/systemd/system/network.target': '[Unit]\nDescription=Network\n',
    '/usr/lib/systemd/system/up.service': `[Unit]\nBefore=network.target\nWants=network.target\n${ONESHOT}`,
    '/etc/systemd/system/network.target.wants/up.service': { link: '/usr/lib/systemd/system/up.service' },
  };
  const times = timesOf({
    ...BASE,
    'up.service': [210, 4210],
    'network.target': 4210,
    'app.service': [4210, 4310],
    'multi-user.target': 4310,
  });
  const { proposals } = speedUp(rootOf({ 'app.service': 'After=network.target\nWants=network.target' }, net), times);
  expect(proposals.flatMap(({ after }) => after.flatMap(({ targets }) => targets))).not.toContain('network.target');
});

test('what an early target is ordered after by a line cannot be put after the boot: nothing is proposed', () => {
  const early = {
    '/etc/systemd/system/early.service': `[Unit]\nDefaultDependencies=no\nBefore=sysinit.target\n${ONESHOT}`,
    '/etc/systemd/system/sysinit.target.wants/early.service': { link: '../early.service' },
  };
  const times = timesOf({ 'early.service': [10, 3010], 'sysinit.target': 3010, 'multi-user.target': 3020 });
  expect(speedUp(rootOf({}, early), times).proposals).toEqual([]);
});

describe('an order that nothing needs', () => {
  const times = timesOf({
    ...BASE,
    'slow.service': [210, 3210],
    'app.service': [3210, 5210],
    'multi-user.target': 5210,
  });
  const order = (lines: string, slow = '') =>
    told(speedUp(rootOf({ 'slow.service': slow, 'app.service': lines }), times)).filter(([kind]) => kind === 'order');

  test('is that of a unit that neither requires nor wants the one it waits for', () => {
    expect(order('After=slow.service')).toEqual([['order', 'app.service', 2000]]);
    expect(order('', 'Before=app.service')).toEqual([['order', 'app.service', 2000]]);
    expect(order('After=slow.service\nWants=slow.service')).toEqual([]);
    expect(order('After=slow.service\nRequires=slow.service')).toEqual([]);
  });

  test('goes where its word goes: an own file is edited, a packaged one covered', () => {
    const files = (root: Parameters<typeof rootOf>) =>
      speedUp(rootOf(...root), times).proposals.find(({ kind }) => kind === 'order')?.files;
    expect(files([{ 'slow.service': '', 'app.service': 'After=slow.service' }])).toMatchObject([
      { path: '/etc/systemd/system/app.service', content: expect.not.stringContaining('slow') },
    ]);
    const packaged: ExampleFiles = {
      '/usr/lib/systemd/system/app.service': `[Unit]\nAfter=slow.service\n${ONESHOT}`,
      '/etc/systemd/system/multi-user.target.wants/app.service': { link: '/usr/lib/systemd/system/app.service' },
    };
    expect(files([{ 'slow.service': '' }, packaged])?.map(({ path }) => path)).toEqual([
      '/etc/systemd/system/app.service',
    ]);
  });
});

describe('network-online.target', () => {
  const online = (more: string, target = ''): ExampleFiles => ({
    '/usr/lib/systemd/system/network-online.target': `[Unit]\nDescription=Online\n${target}`,
    '/usr/lib/systemd/system/wait.service': `[Unit]\nBefore=network-online.target\n${more}\n${ONESHOT}[Install]\nWantedBy=network-online.target\n`,
    '/etc/systemd/system/network-online.target.wants/wait.service': { link: '/usr/lib/systemd/system/wait.service' },
  });
  const app = 'Wants=network-online.target\nAfter=network-online.target';
  const times = timesOf({
    ...BASE,
    'wait.service': [210, 4210],
    'network-online.target': 4210,
    'one.service': [4210, 4310],
    'two.service': [4210, 4410],
    'multi-user.target': 4410,
  });
  const units = { 'one.service': app, 'two.service': app };

  test('those that wait for it may go after the target, start without it, or its waiter may be left out', () => {
    expect(told(speedUp(rootOf(units, online('')), times))).toEqual([
      ['later', 'wait.service one.service two.service', 4210],
      ['online', 'one.service two.service', 4010],
      ['waiter', 'wait.service', 4010],
      // Alone the slower one saves what it takes beyond the other.
      ['later', 'two.service', 100],
      ['online', 'two.service', 100],
    ]);
  });

  test('of one unit that is to be up sooner, only its own wait goes: that of others saves it nothing', () => {
    const found = speedUp(rootOf(units, online('')), times, 'one.service').proposals;
    expect(found.filter(({ kind }) => kind === 'online').map(({ units: moved }) => moved)).toEqual([['one.service']]);
  });

  test('its waiter is disabled, and those who no longer wait are named', () => {
    const waiter = speedUp(rootOf(units, online('')), times).proposals.find(({ kind }) => kind === 'waiter');
    expect(waiter?.operation).toEqual({ verb: 'disable', names: ['wait.service'] });
    expect(waiter?.free).toEqual(['one.service', 'two.service']);
    expect(waiter?.gone).toEqual(['wait.service']);
  });

  test('what brings the network up is no waiter: it is ordered before network.target too, or somebody else asks for it', () => {
    const network = { '/usr/lib/systemd/system/network.target': '[Unit]\nDescription=Network\n' };
    const kinds = (...more: readonly ExampleFiles[]) =>
      speedUp(rootOf(units, ...more), times).proposals.map(({ kind }) => kind);
    expect(kinds(network, online('Before=network.target\nWants=network.target'))).not.toContain('waiter');
    expect(
      kinds(online(''), {
        '/etc/systemd/system/multi-user.target.wants/wait.service': { link: '/usr/lib/systemd/system/wait.service' },
      }),
    ).not.toContain('waiter');
  });
});

describe('systemd-udev-settle.service', () => {
  const settle = (by: string): ExampleFiles => ({
    '/usr/lib/systemd/system/systemd-udev-settle.service': `[Unit]\nDefaultDependencies=no\nBefore=sysinit.target\n${ONESHOT}`,
    '/usr/lib/systemd/system/pool.service': `[Unit]\nDefaultDependencies=no\nBefore=sysinit.target\nAfter=systemd-udev-settle.service\n${by}=systemd-udev-settle.service\n${ONESHOT}`,
    '/etc/systemd/system/sysinit.target.wants/pool.service': { link: '/usr/lib/systemd/system/pool.service' },
  });
  const times = timesOf({
    'systemd-udev-settle.service': [10, 3010],
    'pool.service': [3010, 3110],
    'sysinit.target': 3110,
    'basic.target': 3120,
    'multi-user.target': 3130,
  });
  const found = (by: string) => speedUp(rootOf({}, settle(by)), times).proposals;

  test('is masked, where it is only wanted, and who waited for it is named', () => {
    const [first] = found('Wants');
    expect(first).toMatchObject({
      kind: 'waiter',
      gain: 3_000_000,
      operation: { verb: 'mask', names: ['systemd-udev-settle.service'] },
      free: ['pool.service'],
      gone: ['systemd-udev-settle.service'],
      tried: true,
    });
  });
  test('is left where a unit requires it', () => expect(found('Requires')).toEqual([]));
});

test('a service whose socket is started is left to it, unless disabling takes the socket along', () => {
  const files = (also: string): ExampleFiles => ({
    '/usr/lib/systemd/system/api.socket': '[Socket]\nListenStream=/run/api\n[Install]\nWantedBy=sockets.target\n',
    '/usr/lib/systemd/system/api.service': `[Service]\nType=notify\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n${also}`,
    '/etc/systemd/system/sockets.target.wants/api.socket': { link: '/usr/lib/systemd/system/api.socket' },
    '/etc/systemd/system/multi-user.target.wants/api.service': { link: '/usr/lib/systemd/system/api.service' },
  });
  const times = timesOf({ ...BASE, 'api.socket': 150, 'api.service': [210, 4210], 'multi-user.target': 4210 });
  const kinds = (also: string) => speedUp(rootOf({}, files(also)), times).proposals.map(({ kind }) => kind);
  expect(kinds('')).toContain('on-demand');
  expect(kinds('Also=api.socket\n')).not.toContain('on-demand');
});

test('the length may be measured to any unit: what that does not wait for is no gain', () => {
  const times = timesOf({ ...BASE, 'slow.service': [210, 5210], 'multi-user.target': 5220 });
  const found = speedUp(rootOf({ 'slow.service': '' }), times, 'basic.target');
  expect([found.time.target, found.time.reached, found.proposals]).toEqual(['basic.target', 200_000, []]);
});

test('under another init nothing is proposed', () => {
  expect(() => speedUp(rootOf({}).reopen([], { init: 'sysv' }), timesOf(BASE))).toThrow(
    expect.objectContaining({ fault: { kind: 'other-init', what: 'speed-up', init: 'sysv' } }),
  );
});

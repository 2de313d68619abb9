import { expect, test } from 'vitest';
import type { ExampleFiles } from '../../src/audit/rule.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { type Boot, diffBoots, sameBoot } from '../../src/engine/diff.ts';
import { exampleRoot } from '../audit/example-root.ts';

const wanted = (name: string): ExampleFiles => ({
  [`/etc/systemd/system/multi-user.target.wants/${name}`]: { link: `../${name}` },
});
const service = (unit = ''): string => `[Unit]\n${unit}[Service]\nExecStart=/bin/true\n`;

const files: ExampleFiles = {
  '/etc/systemd/system/a.service': service('After=b.service\n'),
  '/etc/systemd/system/b.service': service('After=c.service\n'),
  '/etc/systemd/system/c.service': service(),
  ...wanted('a.service'),
  ...wanted('b.service'),
  ...wanted('c.service'),
};

function boot(...layers: readonly ExampleFiles[]): Boot {
  return bootOf(exampleRoot({}, files, ...layers));
}

const order = (edges: readonly { from: string; to: string }[]) => edges.map(({ from, to }) => `${from} after ${to}`);

test('a root and itself boot the same', () => {
  const diff = diffBoots(boot(), boot());
  expect(sameBoot(diff)).toBe(true);
  expect(diff.settings).toEqual([]);
});

test('a unit that is no longer enabled is gone from the boot, though still there', () => {
  const diff = diffBoots(boot(), boot({ '/etc/systemd/system/multi-user.target.wants/c.service': null }));
  expect(diff.gone).toEqual([{ unit: 'c.service', known: true }]);
  expect(diff.started).toEqual([]);
});

test('a mask changes the state of the unit', () => {
  const diff = diffBoots(boot(), boot({ '/etc/systemd/system/c.service': { link: '/dev/null' } }));
  expect(diff.states).toEqual([{ unit: 'c.service', before: 'loaded', after: 'masked' }]);
});

test('an order that follows from others is no new order; one that does not is, with its line', () => {
  expect(
    diffBoots(boot(), boot({ '/etc/systemd/system/a.service': service('After=b.service c.service\n') })).newOrder,
  ).toEqual([]);
  const lost = diffBoots(boot(), boot({ '/etc/systemd/system/b.service': service() }));
  expect(order(lost.lostOrder)).toEqual(['b.service after c.service']);
  expect(lost.lostOrder[0]?.declared[0]).toMatchObject({ file: '/etc/systemd/system/b.service', line: 2 });
});

test('a changed setting is told with both values, a moved file is none', () => {
  const changed = diffBoots(boot(), boot({ '/etc/systemd/system/c.service.d/x.conf': '[Service]\nUser=www\n' }));
  expect(changed.settings.map(({ unit, key, before, after }) => [unit, key, before.length, after[0]?.value])).toEqual([
    ['c.service', 'User', 0, 'www'],
  ]);
  expect(sameBoot(changed)).toBe(true);
  const moved = diffBoots(
    boot(),
    boot({ '/etc/systemd/system/c.service': null, '/usr/lib/systemd/system/c.service': service() }),
  );
  expect(moved.settings).toEqual([]);
});

test('another default target is another boot', () => {
  const diff = diffBoots(
    boot(),
    boot({ '/etc/systemd/system/default.target': { link: '/usr/lib/systemd/system/rescue.target' } }),
  );
  expect(diff.target).toEqual({ before: 'multi-user.target', after: 'rescue.target' });
  expect(diff.gone.map(({ unit }) => unit)).toContain('multi-user.target');
  expect(sameBoot(diff)).toBe(false);
});

const early = (...lines: readonly string[]): string => service(`DefaultDependencies=no\n${lines.join('\n')}\n`);

const turns = (before: ExampleFiles, after: ExampleFiles) => {
  const { reversed, complete } = diffBoots(boot(before), boot(after)).turned;
  expect(complete).toBe(true);
  return reversed.map(({ unit, now, others }) => [unit, now, ...others.map((other) => other.unit)].join(' '));
};

test('a service that waited for the mounts and that a mount waits for now, over a target pulled in by it, changed places', () => {
  const disk = early('Before=local-fs.target', 'After=local-fs-pre.target');
  const before = {
    '/etc/systemd/system/disk.service': disk,
    '/etc/systemd/system/local-fs.target.wants/disk.service': { link: '../disk.service' },
  };
  const cure = {
    ...before,
    '/etc/systemd/system/c.service.d/early.conf':
      '[Unit]\nDefaultDependencies=no\nBefore=local-fs-pre.target\nWants=local-fs-pre.target\n',
  };
  const { turned, newOrder } = diffBoots(boot(before), boot(cure));
  expect(turned.reversed.map(({ unit, now }) => [unit, now])).toEqual([['c.service', 'earlier']]);
  const disks = turned.reversed[0]?.others.find(({ unit }) => unit === 'disk.service');
  expect(order(disks?.after ?? [])).toEqual([
    'disk.service after local-fs-pre.target',
    'local-fs-pre.target after c.service',
  ]);
  expect(order(disks?.before ?? []).at(-1)).toBe('local-fs.target after disk.service');
  expect(order(newOrder)).toContain('disk.service after local-fs-pre.target');
});

test('an order is turned round by a line in either unit, and by two lines through a third one', () => {
  const lines = (b: string, c = '') => ({
    '/etc/systemd/system/b.service': service(b),
    '/etc/systemd/system/c.service': service(c),
  });
  expect(turns({}, lines('', 'After=b.service\n'))).toEqual(['b.service earlier c.service']);
  expect(turns({}, lines('Before=c.service\n'))).toEqual(['b.service earlier c.service']);
  const { reversed } = diffBoots(boot(), boot(lines('', 'After=a.service\n'))).turned;
  expect(reversed.map(({ unit, now }) => [unit, now])).toEqual([['c.service', 'later']]);
  expect(reversed[0]?.others.map(({ unit }) => unit)).toEqual(['a.service', 'b.service']);
});

test('what only comes to wait, or lies on a circle, has not changed places', () => {
  expect(turns({}, { '/etc/systemd/system/c.service': service('Before=a.service\n') })).toEqual([]);
  expect(turns({ '/etc/systemd/system/b.service': service() }, {})).toEqual([]);
  expect(turns({}, { '/etc/systemd/system/c.service': service('After=b.service\n') })).toEqual([]);
});

test('a unit that is gone takes along the order that led through it, not one that others still make', () => {
  const masked = { '/etc/systemd/system/b.service': { link: '/dev/null' } } as const;
  expect(order(diffBoots(boot(), boot(masked)).lostOrder)).toEqual(['a.service after b.service']);
  const own = { '/etc/systemd/system/a.service': service('After=b.service c.service\n') };
  expect(diffBoots(boot(own), boot(own, masked)).lostOrder).toEqual([]);
});

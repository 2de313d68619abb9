/** What one root's rows say, and when two hosts have the same. */
import { describe, expect, test } from 'vitest';
import { bootOf } from '../../src/boot/boot.ts';
import { type Facts, factsOf } from '../../src/fleet/facts.ts';
import { type Cell, TABLES, type TableName } from '../../src/fleet/tables.ts';
import type { OpenedRoot } from '../../src/open.ts';
import { DISKS, type Files, smallHost } from './small-host.ts';

const OPTIONS = { hostFrom: 'path', group: null, messages: true, audit: true, tool: 'test' } as const;

function factsFor(opened: OpenedRoot, options: Partial<typeof OPTIONS | { messages: boolean }> = {}): Facts {
  return factsOf({ n: 1, root: '/roots/one' }, opened, { ...OPTIONS, ...options }, new Set());
}

function rowsOf(facts: Facts, table: TableName): readonly Readonly<Record<string, Cell>>[] {
  const columns = facts[table];
  return (columns[0] ?? []).map((_, row) =>
    Object.fromEntries(TABLES[table].map(({ name }, k) => [name, columns[k]?.[row] ?? null])),
  );
}

const hostOf = (opened: OpenedRoot) => rowsOf(factsFor(opened), 'hosts')[0] ?? {};
const sameIn = (digest: string, changes: Files): boolean =>
  hostOf(smallHost())[digest] === hostOf(smallHost(DISKS, changes))[digest];

describe('the same machine with other disks', () => {
  const other = { data: '77777777-0000-4000-8000-000000000002', logs: '11111111-0000-4000-8000-000000000001' };
  const [one, two] = [factsFor(smallHost()), factsFor(smallHost(other))];

  test('boots the same, whatever its file systems are called', () => {
    const [a, b] = [rowsOf(one, 'hosts')[0], rowsOf(two, 'hosts')[0]];
    for (const digest of ['set_digest', 'order_digest', 'boot_digest', 'units_digest'])
      expect(a?.[digest], digest).toBe(b?.[digest]);
    expect(a?.['devices_digest']).not.toBe(b?.['devices_digest']);
  });
  test('has two disks, not one: each mount waits for its own', () => {
    const waits = rowsOf(one, 'edges').filter(
      ({ type, dst }) => type === 'After' && /^dev-disk.*device$/.test(String(dst)),
    );
    const devices = new Map(waits.map(({ src, dst }) => [src, dst]));
    expect(devices.get('srv-data.mount')).toMatch(/uuid-\{\d\}\.device$/);
    expect(devices.get('var-log.mount')).toMatch(/uuid-\{\d\}\.device$/);
    expect(devices.get('srv-data.mount')).not.toBe(devices.get('var-log.mount'));
  });
  test('keeps its own names beside the common ones', () => {
    const raw = rowsOf(two, 'units').flatMap(({ raw }) => (raw === null ? [] : [raw]));
    expect(raw).toContain('dev-disk-by\\x2duuid-77777777\\x2d0000\\x2d4000\\x2d8000\\x2d000000000002.device');
  });
});

describe('what makes a boot another', () => {
  test('a comment makes other files, and the same boot', () => {
    const changes = { '/usr/lib/systemd/system/db.service': '# said\n[Service]\nExecStart=/bin/x\n' };
    expect(sameIn('files_digest', changes)).toBe(false);
    expect(sameIn('set_digest', changes)).toBe(true);
    expect(sameIn('order_digest', changes)).toBe(true);
  });
  test('an order that follows from others already makes no other order', () => {
    const changes = {
      '/etc/systemd/system/web.service.d/more.conf': '[Unit]\nAfter=basic.target\n',
    };
    expect(sameIn('order_digest', changes)).toBe(true);
    expect(sameIn('units_digest', changes)).toBe(false);
  });
  test('a line less is another order of the same units', () => {
    const changes = { '/usr/lib/systemd/system/web.service': '[Service]\nExecStart=/bin/x\n' };
    expect(sameIn('order_digest', changes)).toBe(false);
    expect(sameIn('set_digest', changes)).toBe(true);
  });
  test('a mask is another set', () => {
    expect(sameIn('set_digest', { '/etc/systemd/system/db.service': { link: '/dev/null' } })).toBe(false);
  });
});

describe('rows', () => {
  test('hold what the answers hold: every unit with its fate, every edge with its proof', () => {
    const opened = smallHost();
    const boot = bootOf(opened);
    const facts = factsFor(opened);
    const units = rowsOf(facts, 'units');
    expect(units.map(({ unit, raw }) => raw ?? unit).sort()).toEqual([...opened.graph.nodes.keys()].sort());
    for (const { unit, raw, started } of units) expect(started).toBe(boot.fate(String(raw ?? unit)));
    const declared = opened.graph.edges.flatMap((edge) => edge.declared);
    expect(rowsOf(facts, 'edges')).toHaveLength(declared.length);
  });
  test('say what a generator read', () => {
    const edges = rowsOf(factsFor(smallHost()), 'edges');
    expect(edges).toContainEqual(
      expect.objectContaining({ src: 'var-log.mount', source: '/etc/fstab', source_line: 2 }),
    );
  });
  test('tell a graph and the lines of a unit once, however many hosts have them', () => {
    const known = new Set<string>();
    const [first, second] = [1, 2].map((n) => factsOf({ n, root: `/roots/${n}` }, smallHost(), OPTIONS, known));
    expect(rowsOf(first as Facts, 'edges').length).toBeGreaterThan(20);
    expect(rowsOf(second as Facts, 'edges')).toEqual([]);
    expect(rowsOf(second as Facts, 'settings')).toEqual([]);
    expect(rowsOf(second as Facts, 'units').length).toBe(rowsOf(first as Facts, 'units').length);
  });
  test('are the same whichever roots were read before: only what equal bytes make is kept', () => {
    const changed = {
      '/usr/lib/systemd/system/web.service': '[Unit]\nAfter=basic.target\n[Service]\nExecStart=/bin/x\n',
    };
    const [first, other, again] = [smallHost(), smallHost(DISKS, changed), smallHost()].map((root) => factsFor(root));
    expect(again).toEqual(first);
    const lines = (facts: Facts | undefined) =>
      rowsOf(facts as Facts, 'settings').flatMap(({ file, key, value }) =>
        file === '/usr/lib/systemd/system/web.service' && key === 'After' ? [value] : [],
      );
    expect([lines(first), lines(other)]).toEqual([['db.service'], ['basic.target']]);
  });
  test('without messages quote nothing of the host', () => {
    const secret = { '/etc/systemd/system/db.service.d/key.conf': '[Service]\nEnvironment=KEY=hunter2\n' };
    const told = JSON.stringify(factsFor(smallHost(DISKS, secret), { messages: false }));
    expect(told).not.toContain('hunter2');
    expect(JSON.stringify(factsFor(smallHost(DISKS, secret)))).toContain('hunter2');
    const [host] = rowsOf(factsFor(smallHost(), { messages: false }), 'hosts');
    expect(host).toMatchObject({ root: null });
    expect(
      rowsOf(factsFor(smallHost(), { messages: false }), 'findings').every(({ message }) => message === null),
    ).toBe(true);
  });
});

/** What a fleet is asked: the answers are those that each host would give by itself. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bootOf } from '../../src/boot/boot.ts';
import { type OpenFleet, openFleet } from '../../src/cli/fleet/database.ts';
import { fleetCycles } from '../../src/fleet/questions/cycles.ts';
import { drift } from '../../src/fleet/questions/drift.ts';
import { fleetFindings } from '../../src/fleet/questions/findings.ts';
import { groups } from '../../src/fleet/questions/groups.ts';
import { fleetOrder } from '../../src/fleet/questions/order.ts';
import { outliers } from '../../src/fleet/questions/outliers.ts';
import { type OpenedRoot, openFolder } from '../../src/open.ts';
import { change, factsOfRoots, variation } from './fleet-folder.ts';
import { heldAgainst, pairsOf } from './pairs.ts';

const [BEFORE, NOW] = ['2026-10-01', '2026-11-29'];
const scratch = mkdtempSync(join(tmpdir(), 'bootscope-fleet-'));
const out = join(scratch, 'fleet');
let fleet: OpenFleet;
const roots: string[] = [];

/** Of twelve like servers two have a line more, and one masks a unit; beside them other systems, some with cycles. */
beforeAll(async () => {
  for (let k = 1; k <= 12; k++) roots.push(variation(join(scratch, `server-${k}`), 'modern-server'));
  for (let k = 1; k <= 3; k++) roots.push(variation(join(scratch, `broken-${k}`), 'broken'));
  for (const sample of ['ubuntu-16.04-compute', 'ubuntu-14.04-controller', 'debian-7-sysv'])
    roots.push(variation(join(scratch, sample), sample));
  factsOfRoots(out, BEFORE, roots);
  for (const k of [4, 9])
    change(roots[k - 1] ?? '', { '/etc/systemd/system/nginx.service.d/late.conf': '[Unit]\nAfter=ssh.service\n' });
  change(roots[6] ?? '', { '/etc/systemd/system/ssh.service': { link: '/dev/null' } });
  factsOfRoots(out, NOW, [...roots, '/not/there'], '--shard', '1/2');
  factsOfRoots(out, NOW, [...roots, '/not/there'], '--shard', '2/2');
  fleet = await openFleet(out);
}, 600_000);
afterAll(() => {
  fleet?.close();
  rmSync(scratch, { recursive: true, force: true });
});

test('hosts that start the same units in the same order are one kind of boot', async () => {
  const answer = await groups(fleet.ask, NOW);
  const servers = answer.groups.find(({ hosts }) => hosts === 12);
  expect(servers?.boots.map(({ hosts, example, fewer }) => [hosts, example, fewer])).toEqual([
    [9, roots[0], 0],
    // Two have another order, one a unit less.
    [2, roots[3], 0],
    [1, roots[6], 1],
  ]);
  expect(answer.unread).toEqual([{ status: 'unreadable', hosts: 1, example: '/not/there' }]);
});

describe('a host that is not as most of its group', () => {
  test('is named with the file and the line that it has more', async () => {
    const { outliers: found } = await outliers(fleet.ask, NOW, 50);
    const planted = found.find(({ unit, lines }) => unit === 'nginx.service' && lines.length > 0);
    expect(planted).toMatchObject({
      hosts: 2,
      of: 12,
      names: [roots[3], roots[8]],
      lines: [
        {
          kind: 'more',
          section: 'Unit',
          key: 'After',
          value: 'ssh.service',
          file: '/etc/systemd/system/nginx.service.d/late.conf',
          line: 2,
        },
      ],
    });
  });
  test('that masks a unit is told so, before what follows from it', async () => {
    const { outliers: found } = await outliers(fleet.ask, NOW, 50);
    const masked = found.findIndex(({ unit }) => unit === 'ssh.service');
    expect(found[masked]?.states).toContainEqual({ state: 'load', before: 'loaded', after: 'masked' });
    expect(found[masked]?.states).toContainEqual({
      state: 'fragment',
      before: '/usr/lib/systemd/system/ssh.service',
      after: '/etc/systemd/system/ssh.service',
    });
    const follows = found.findIndex(({ own }) => !own);
    expect(follows).toBeGreaterThan(masked);
  });
  test('is none where all of them are alike', async () => {
    const { outliers: found } = await outliers(fleet.ask, BEFORE, 50);
    expect(found).toEqual([]);
  });
});

test('what changed between two days is told with its lines, once for all hosts that have made the change', async () => {
  const answer = await drift(fleet.ask, BEFORE, NOW, 50);
  expect(answer).toMatchObject({ hosts: 18, same: 15, otherSet: 1, otherOrder: 2, gone: [], appeared: ['/not/there'] });
  const line = answer.changes.find(({ unit }) => unit === 'nginx.service');
  expect(line).toMatchObject({ hosts: 2, lines: [{ kind: 'more', value: 'ssh.service', line: 2 }] });
});

describe('order says of each host what why --after says of it', () => {
  /** One of each kind: a server, one with a line more, one with a mask, and the other systems. */
  const openedHosts = (): ReadonlyMap<string, OpenedRoot> =>
    new Map([0, 3, 6, 12, 15, 16, 17].map((k) => [roots[k] as string, openFolder(roots[k] as string)]));

  test('on 200 sampled pairs', async () => {
    const opened = openedHosts();
    const { wrong, asked, holds } = await heldAgainst(fleet.ask, NOW, opened, pairsOf([...opened.values()], 200));
    expect(wrong).toEqual([]);
    expect(asked).toBe(200);
    expect(holds).toBeGreaterThan(30);
  }, 600_000);
  test('on the members of an ordering cycle, which wait for each other in a circle', async () => {
    const { cycles } = bootOf(openFolder(roots[12] ?? '')).cycles;
    const pairs = cycles.map(({ members }) => [members[0] as string, members[1] as string] as const);
    expect(pairs.length).toBeGreaterThan(0);
    const { wrong, circle } = await heldAgainst(fleet.ask, NOW, openedHosts(), pairs);
    expect(wrong).toEqual([]);
    expect(circle).toBe(pairs.length);
  }, 600_000);
  test('with the proof of one of the hosts', async () => {
    const { kinds } = await fleetOrder(fleet.ask, NOW, ['nginx', 'ssh']);
    const [holds] = kinds.filter(({ verdict }) => verdict === 'holds');
    expect(holds?.path[0]?.declared[0]).toMatchObject({
      file: '/etc/systemd/system/nginx.service.d/late.conf',
      line: 2,
    });
    expect(kinds.map(({ verdict, hosts }) => [verdict, hosts])).toEqual(
      expect.arrayContaining([
        ['holds', 2],
        ['unordered', 9],
        ['not-started', 1],
      ]),
    );
  });
});

test('an ordering cycle is told once, with its hosts and its line', async () => {
  const answer = await fleetCycles(fleet.ask, NOW);
  const own = bootOf(openFolder(roots[12] ?? '')).cycles.cycles;
  expect(answer.tangled).toBe(3);
  expect(answer.cycles).toHaveLength(own.length);
  expect(answer.cycles.every(({ hosts }) => hosts === 3)).toBe(true);
  expect(answer.cycles.some(({ file, line }) => file !== null && line !== null)).toBe(true);
});

test('findings are counted by hosts, and a rule place by place', async () => {
  const answer = await fleetFindings(fleet.ask, NOW);
  expect(answer).toMatchObject({ hosts: 18, audited: 18 });
  const rule = answer.findings.find(({ hosts }) => hosts >= 12)?.rule ?? '';
  const places = await fleetFindings(fleet.ask, NOW, rule);
  expect(places.findings.length).toBeGreaterThan(0);
  expect(places.findings.every((one) => one.rule === rule)).toBe(true);
});

describe('a SELECT of one’s own', () => {
  test('reads every table', async () => {
    const { rows } = await fleet.select(
      "SELECT count(*)::INT FROM hosts JOIN units USING (taken, n) WHERE unit = 'nginx.service'",
      10,
    );
    expect(rows).toEqual([[24]]);
  });
  test('of more rows than memory holds so many are read, and the fleet closes', async () => {
    const own = await openFleet(out);
    const { rows, cut } = await own.select('SELECT * FROM range(1000000000000)', 3000);
    own.close();
    expect([rows.length, cut]).toEqual([3000, true]);
  });
  test('that has just as many rows as are read is whole', async () => {
    const { rows, cut } = await fleet.select('SELECT * FROM range(2048)', 2048);
    expect([rows.length, cut]).toEqual([2048, false]);
  });
  test.each([
    ["COPY hosts TO 'FILE'", /one SELECT|Permission/],
    ['CREATE TABLE x AS SELECT 1', /one SELECT/],
    ['SELECT 1; SELECT 2', /one SELECT/],
    ["ATTACH 'FILE'", /one SELECT|Permission/],
    ['SET enable_external_access = true', /one SELECT/],
    ["SELECT * FROM read_text('/etc/passwd')", /Permission/],
    ["SELECT * FROM glob('/etc/*')", /Permission/],
    ["SELECT * FROM read_text('DIR/taken=2026-11-29/manifest.json')", /Permission/],
    ["SELECT * FROM enable_logging('QueryLog', storage = 'file', storage_path = 'FILE')", /does more than read/],
    [
      "SELECT * FROM enable_logging /* a */ ('QueryLog', storage = 'file', storage_path = 'FILE')",
      /does more than read/,
    ],
    ["SELECT * FROM query--\n('SELECT 1')", /does more than read/],
    ["SELECT * FROM query('COPY hosts TO ''FILE''')", /does more than read/],
    ['SELECT nothing', /sql: /],
  ])('%s is refused, and writes nothing', async (sql, said) => {
    const file = join(scratch, 'written');
    const own = await openFleet(out);
    const before = readdirSync(out, { recursive: true }).length;
    try {
      const asked = own
        .select(sql.replaceAll('FILE', file).replaceAll('DIR', out), 10)
        .then(() => own.select('SELECT count(*) FROM duckdb_settings()', 10));
      await expect(asked).rejects.toThrow(said);
    } finally {
      own.close();
    }
    expect(existsSync(file)).toBe(false);
    expect(readdirSync(out, { recursive: true }).length).toBe(before);
  });
});

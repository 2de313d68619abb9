import { describe, expect, test } from 'vitest';
import { openTree } from '../../src/open.ts';
import { graphOf } from '../../src/recorded/dump-graph.ts';
import { listedUnits } from '../../src/recorded/list-units.ts';
import { parseRecord } from '../../src/recorded/parse-record.ts';
import { showBlocks } from '../../src/recorded/show.ts';
import { memoryTree } from '../../src/snapshot/memory-tree.ts';
import { recordedText } from './boots.ts';

const file = (text: string) => ({
  kind: 'file' as const,
  mode: 0o644,
  size: Buffer.byteLength(text),
  content: Buffer.from(text),
});

describe('systemctl show', () => {
  test('has a block a unit, with the times to the microsecond', () => {
    const blocks = showBlocks(recordedText('bookworm-vm', 'show.txt'));
    const networking = blocks.find(({ values }) => values.get('Id') === 'networking.service');
    expect(networking?.values.get('InactiveExitTimestampMonotonic')).toMatch(/^\d{8,9}$/);
    const lines = recordedText('bookworm-vm', 'show.txt').split('\n');
    for (const { values, lines: at } of blocks)
      for (const [key, value] of values) expect(lines[(at.get(key) ?? 0) - 1]).toBe(`${key}=${value}`);
  });

  // As a supportconfig has it: every block sorted, the manager's among them.
  const units = [
    'Features=+PAM',
    'UserspaceTimestampMonotonic=5',
    'Version=254.27-150600.4',
    '',
    'After=b.service',
    'ConditionResult=no',
    'ConditionTimestampMonotonic=9',
    'Id=multi-user.target',
    'LoadState=loaded',
    'Names=multi-user.target default.target',
    'Wants=b.service',
    '',
    'Before=multi-user.target',
    'FragmentPath=/usr/lib/systemd/system/b.service',
    'Id=b.service',
    'LoadState=loaded',
    'NeedDaemonReload=yes',
    'Type=oneshot',
    'WantedBy=multi-user.target',
  ].join('\n');

  test('of units that depend on each other is a graph, each edge proven by its lines; reasons are not in it', () => {
    const dump = parseRecord(units);
    expect(dump?.manager.version?.major).toBe(254);
    const graph = graphOf(dump ?? expect.fail(), '/show.txt');
    expect([graph.target, graph.init.version]).toEqual(['multi-user.target', 254]);
    expect(graph.edges.map(({ from, type, to, declared }) => [from, type, to, declared[0]?.line])).toEqual([
      ['multi-user.target', 'Wants', 'b.service', 11],
      ['multi-user.target', 'After', 'b.service', 5],
    ]);
    expect(graph.edges[0]?.origins).toEqual(['unsaid']);
    expect(graph.diagnostics.map(({ code }) => code)).toContain('needs-reload');
    expect(graph.nodes.get('b.service')?.facts.serviceType).toBe('oneshot');
  });

  test('of every unit, as a machine wrote it, says what the dump of the same minute says', () => {
    const [shown, dump] = ['show-all.txt', 'analyze-dump.txt'].map((name) =>
      parseRecord(recordedText('bookworm-unfinished', name)),
    );
    if (shown === undefined || dump === undefined) throw new Error('not read');
    expect([...shown.units.keys()].sort()).toEqual([...dump.units.keys()].sort());
    for (const [id, unit] of shown.units)
      for (const key of ['load', 'fragment', 'description', 'defaultDependencies', 'activeState', 'transient'] as const)
        expect([id, key, unit[key]]).toEqual([id, key, dump.units.get(id)?.[key]]);
    // A slice is a property of a unit's own, no dependency that D-Bus tells, where systemd met the unit in /proc.
    const missed = [...dump.edges.values()].filter(
      ({ from, type, to }) => !shown.edges.has(`${from} ${type} ${to}`) && type !== 'InSlice',
    );
    expect(missed).toEqual([]);
  });

  test('of services alone is none: what the boot aims for is not in it', () => {
    expect(parseRecord(recordedText('bookworm-vm', 'show.txt'))).toBeUndefined();
  });
});

describe('systemctl list-units', () => {
  test.each([
    ['bookworm-vm', 263],
    ['trixie-container', 273],
  ] as const)('of %s lists as many units as its last line counts', (boot, least) => {
    const text = recordedText(boot, 'list-units.txt');
    const rows = listedUnits(text);
    expect(rows.length).toBe(Number(/^(\d+) loaded units listed/m.exec(text)?.[1]));
    expect(rows.length).toBeGreaterThanOrEqual(least - 5);
  });

  test('with bullets, jobs and names that were cut, as a terminal has it', () => {
    const text = [
      '  UNIT            LOAD   ACTIVE     SUB     JOB   DESCRIPTION',
      '  a.service       loaded activating start   start The A',
      '● b.service       loaded failed     failed        The B',
      '* c.service       not-found inactive dead         c.service',
      '  long-na….device loaded active     plugged       Disk',
      '',
      'LOAD   = Reflects whether the unit definition was properly loaded.',
    ].join('\n');
    expect(listedUnits(text).map(({ unit, active, description }) => [unit, active, description])).toEqual([
      ['a.service', 'activating', 'The A'],
      ['b.service', 'failed', 'The B'],
      ['c.service', 'inactive', 'c.service'],
    ]);
  });

  test('tells the state of a unit beside its file, with its line', () => {
    const tree = memoryTree();
    tree.add('/usr/lib/systemd/system/basic.target', file('[Unit]\n'));
    tree.add('/usr/lib/systemd/system/multi-user.target', file('[Unit]\n'));
    tree.add('/usr/lib/systemd/systemd', file(''));
    tree.add('/sos_commands/systemd/systemctl_list-units_--all', file(recordedText('bookworm-vm', 'list-units.txt')));
    const { graph } = openTree(tree, 'copy', { version: 252 });
    expect(graph.nodes.get('multi-user.target')?.recorded).toMatchObject({ state: 'active' });
  });
});

import { describe, expect, test } from 'vitest';
import { planBoot } from '../../src/engine/plan.ts';
import { openTree } from '../../src/open.ts';
import { parseDump } from '../../src/recorded/dump.ts';
import { graphOfDump } from '../../src/recorded/dump-graph.ts';
import { memoryTree } from '../../src/snapshot/memory-tree.ts';
import { memoryTree as written } from '../memory-root.ts';
import { BOOTS, type Boot, recordedText } from './boots.ts';

const dumpOf = (boot: Boot) => recordedText(boot, 'analyze-dump.txt');

/** The unit's name of each line of `systemctl list-units --all`, with its load and active state. */
function listed(boot: Boot): readonly (readonly string[])[] {
  const lines = recordedText(boot, 'list-units.txt').split('\n').slice(1);
  return lines.slice(0, lines.indexOf('')).map((line) => line.trim().split(/\s+/).slice(0, 3));
}

describe.each(BOOTS)('the dump of a running manager (%s)', (boot) => {
  const dump = parseDump(dumpOf(boot));

  test('holds the units that systemctl list-units --all lists, in the same states', () => {
    const here = listed(boot).filter(([id]) => dump.units.has(id ?? ''));
    // A unit that nothing refers to may have gone between the two commands.
    expect(here.length).toBeGreaterThan(listed(boot).length - 8);
    const moved = here.filter(([id = '', load]) => dump.units.get(id)?.load !== load);
    expect(moved).toEqual([]);
    const others = here.filter(([id = '', , active]) => dump.units.get(id)?.activeState !== active);
    expect(others.length).toBeLessThan(4);
  });

  test('every edge stands in the line that proves it', () => {
    const lines = dumpOf(boot).split('\n');
    const { edges } = graphOfDump(dumpOf(boot), '/dump');
    expect(edges.length).toBe(dump.edges.size);
    for (const { from, to, declared } of edges)
      for (const { line = 0, key, how, file } of declared) {
        expect([how, file]).toEqual(['record', '/dump']);
        expect([`\t${key}: ${to}`, `\t${key}: ${from}`]).toContain(lines[line - 1]?.replace(/ \(.*/, ''));
      }
  });

  test.each([
    [
      'indented as systemd --test has it',
      (text: string) => text.replace(/^(?!Manager|Features|Timestamp|Subscribed)/gm, '\t'),
    ],
    ['with spaces for tabs, as pasted', (text: string) => text.replaceAll('\t', '        ')],
    ['with the other arrow', (text: string) => text.replace(/^(->|→)/gm, (arrow) => (arrow === '->' ? '→' : '->'))],
    ['with the arrow escaped for HTML', (text: string) => text.replace(/^(->|→)/gm, '-&gt;')],
    ['with the line ends of Windows', (text: string) => text.replaceAll('\n', '\r\n')],
  ])('says the same %s', (_, written) => {
    const other = parseDump(written(dumpOf(boot)));
    expect([...other.units.keys()]).toEqual([...dump.units.keys()]);
    expect([...other.edges.keys()]).toEqual([...dump.edges.keys()]);
    expect(other.manager).toEqual(dump.manager);
  });

  test('starts what the machine started: what was up and is no device, no mount of the kernel, is predicted', () => {
    const { version } = dump.manager;
    const { started } = planBoot(graphOfDump(dumpOf(boot), '/dump'), { version: version?.major ?? 0 });
    const up = recordedText(boot, 'list-units.txt')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([id, , active]) => active === 'active' && /\.(service|socket|target|timer|path)$/.test(id ?? ''))
      .map(([id = '']) => id);
    // Started by a bus name (systemd-analyze plot asks hostnamed), by a socket or by udev: not by the first transaction.
    expect(up.filter((id) => !started.has(id))).toEqual(
      boot === 'bookworm-vm' ? ['systemd-hostnamed.service'] : expect.arrayContaining(['polkit.service']),
    );
    expect(up.length).toBeGreaterThan(50);
  });
});

test('a dump says which systemd it is, from 249 on', () => {
  expect(parseDump(dumpOf('bookworm-vm')).manager.version).toEqual({
    text: '252 (252.39-1~deb12u2)',
    major: 252,
    line: 1,
  });
  expect(graphOfDump(dumpOf('trixie-container'), '/d').init.version).toBe(257);
});

describe('a copy that holds no unit files but a dump', () => {
  const file = (text: string) => ({
    kind: 'file' as const,
    mode: 0o644,
    size: Buffer.byteLength(text),
    content: Buffer.from(text),
  });

  test('is answered from it: the dump alone, or a sosreport', () => {
    const text = dumpOf('bookworm-vm');
    for (const path of ['/dump.txt', '/sos_commands/systemd/systemd-analyze_dump']) {
      const tree = memoryTree();
      tree.add(path, file(text));
      if (path !== '/dump.txt') tree.add('/etc/fstab', file('# none\n'));
      const { graph, version } = openTree(tree, 'copy');
      expect([version, graph.target, graph.nodes.size]).toEqual([252, 'graphical.target', 263]);
      expect(graph.diagnostics.map(({ code }) => code)).toEqual(['from-dump']);
    }
  });

  test('but where the vendor has left its units, they answer', () => {
    const tree = memoryTree();
    tree.add('/sos_commands/systemd/systemd-analyze_dump', file(dumpOf('bookworm-vm')));
    tree.add('/usr/lib/systemd/system/basic.target', file('[Unit]\n'));
    expect(openTree(tree, 'copy').graph.nodes.has('nova-compute.service')).toBe(false);
  });

  test('what it would make of other files, it does not say', () => {
    const tree = memoryTree();
    tree.add('/dump.txt', file(dumpOf('bookworm-vm')));
    const opened = openTree(tree, 'copy');
    expect(() =>
      opened.reopen([{ path: '/etc/systemd/system/x.service', kind: 'file', content: '' } as never]),
    ).toThrow(/needs the unit files/);
    expect(opened.reopen([], { target: 'rescue.target' }).graph.target).toBe('rescue.target');
  });
});

test('a dump of 219 has all names of a unit under one word, bare dependencies, and requirements that could be overridden', () => {
  const text = [
    '-> Unit a.service:',
    '\tDescription: A',
    '\tUnit Load State: loaded',
    '\tUnit Active State: active',
    '\tInactive Exit Timestamp: Mon 2026-11-23 10:00:00 UTC',
    '\tGC Check Good: yes',
    '\tName: a.service',
    '\tName: other.service',
    '\tRequiresOverridable: b.mount',
    '\tBefore: c.target',
    '\tRequiresMountsFor: /var /srv',
    '\tDefaultDependencies: no',
    '\tIgnoreOnSnapshot: no',
    '-> Unit c.target:',
    '\tUnit Load State: not-found',
  ].join('\n');
  const graph = graphOfDump(text, '/d');
  expect(graph.edges.map(({ from, type, to, origins }) => [from, type, to, origins])).toEqual([
    ['a.service', 'Requires', 'b.mount', ['unsaid']],
    ['c.target', 'After', 'a.service', ['unsaid']],
  ]);
  expect(graph.names.get('other.service')).toBe('a.service');
  // It was loaded, or it was not found: a dump of some units does not tell.
  expect(graph.nodes.get('b.mount')?.load).toBe('loaded');
  expect(graph.diagnostics.map(({ code }) => code)).toContain('dump-of-some-units');
  expect(graph.nodes.get('a.service')?.facts).toEqual({ defaultDependencies: false });
});

const unit = (id: string, ...lines: readonly string[]): string =>
  [`-> Unit ${id}:`, ...lines.map((line) => `\t${line}`)].join('\n');

test.each([
  ['219', ['GC Check Good: yes', 'Name: a.service', 'Wants: b.service', 'IgnoreOnSnapshot: no'], 219],
  ['229', ['State Change Timestamp: n/a', 'GC Check Good: yes', 'Name: a.service', 'Wants: b.service'], 229],
  ['237', ['GC Check Good: yes', 'Perpetual: no', 'Name: a.service', 'Wants: b.service (origin-file)'], 237],
  ['239', ['May GC: no', 'Name: a.service', 'Wants: b.service (origin-file)'], 239],
  ['247', ['May GC: no', 'Alias: c.service', 'Wants: b.service (origin-file)'], 247],
])('a dump of %s tells by its words about how old systemd is', (_, lines, version) => {
  const opened = openTree(written({ '/dump': unit('a.service', ...lines) }), 'dump');
  expect(opened.version).toBe(version);
  expect(opened.assumptions.map(({ code }) => code)).toContain('version-assumed');
});

test('a dump of one unit says what starts it, by whom it is named', () => {
  const text = unit(
    'web.service',
    'Unit Load State: loaded',
    'Unit Active State: active',
    'WantedBy: multi-user.target (destination-file)',
    'Conflicts: shutdown.target (origin-default)',
  );
  const opened = openTree(written({ '/dump': text }), 'dump');
  expect(planBoot(opened.graph, { version: opened.version }).started).toContain('web.service');
  const codes = opened.assumptions.map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['anchor-assumed', 'dump-of-some-units']));
});

test('hostile text is no dump, and does no harm', () => {
  for (const text of [
    '',
    '\n'.repeat(1000),
    '-> Unit x:',
    `-> Unit ${'a'.repeat(1e5)}.service:\n\tAfter: (`,
    '\t-> Job 1:\n',
  ])
    expect(() => graphOfDump(text, '/d')).not.toThrow();
});

import { expect, test } from 'vitest';
import { parseDump } from '../../src/recorded/dump.ts';
import { explainedDifferences } from '../../src/recorded/explain.ts';
import { exampleRoot } from '../audit/example-root.ts';

const { graph } = exampleRoot(
  {},
  {
    '/etc/systemd/system/a.target': '[Unit]\nDefaultDependencies=no\nAfter=b.target\n',
    '/etc/systemd/system/b.target': '[Unit]\nDefaultDependencies=no\n',
  },
);

function dumpWith(a: readonly string[], more: readonly string[] = []) {
  return parseDump(
    [
      '\t-> Unit a.target:',
      '\t\tDescription: a.target',
      '\t\tUnit Load State: loaded',
      '\t\tFragment Path: /etc/systemd/system/a.target',
      ...a,
      '\t-> Unit b.target:',
      '\t\tDescription: b.target',
      '\t\tUnit Load State: loaded',
      '\t\tFragment Path: /etc/systemd/system/b.target',
      ...more,
    ].join('\n'),
  );
}

const AFTER = '\t\tAfter: b.target (origin-file)';

test('a dump that says what the files say has no difference', () => {
  expect(explainedDifferences(dumpWith([AFTER]), graph)).toEqual([]);
});

test('a unit whose file was edited without daemon-reload is told as such', () => {
  const found = explainedDifferences(dumpWith(['\t\tNeed Daemon Reload: yes']), graph);
  expect(found.map(({ unit, reason, differences }) => [unit, reason, differences.map(({ kind }) => kind)])).toEqual([
    ['a.target', 'edited', ['extra-edge']],
  ]);
});

test('the same difference without that mark is not explained away', () => {
  expect(explainedDifferences(dumpWith([]), graph)[0]?.reason).toBe('unexplained');
});

test('transient and generated units are told apart; what only the kernel knows is no difference', () => {
  const unit = (name: string, ...lines: readonly string[]) => [
    `\t-> Unit ${name}:`,
    '\t\tUnit Load State: loaded',
    ...lines,
  ];
  const found = explainedDifferences(
    dumpWith(
      [AFTER],
      [
        ...unit('run-u1.service', '\t\tTransient: yes'),
        ...unit('gen.service', '\t\tFragment Path: /run/systemd/generator/gen.service'),
        ...unit('dev-sda.device'),
      ],
    ),
    graph,
  );
  expect(found.map(({ unit: name, reason }) => [name, reason])).toEqual([
    ['gen.service', 'generated'],
    ['run-u1.service', 'runtime'],
  ]);
});

test('an edge that only a kernel with one control group hierarchy has is no difference, as other extra edges are', () => {
  const dump = dumpWith([AFTER], ['\t-> Unit systemd-oomd.service:', '\t\tUnit Load State: not-found']);
  const edge = { from: 'a.target', to: 'systemd-oomd.service', type: 'Wants' as const, origins: ['file' as const] };
  const declaration = { by: 'a.target', origin: 'file' as const, how: 'rule' as const };
  const extra = (rule: string) => ({
    ...graph,
    edges: [...graph.edges, { ...edge, declared: [{ ...declaration, rule }] }],
  });
  const kinds = (rule: string) =>
    explainedDifferences(dump, extra(rule)).flatMap(({ differences }) => differences.map(({ kind }) => kind));
  expect(kinds('managed-oom')).not.toContain('extra-edge');
  expect(kinds('another')).toContain('extra-edge');
});

test('a dump of 229 tells names, edges and, after all units, jobs, but no origins: edges are compared without them', () => {
  const dump = parseDump(
    [
      '\t-> Unit a.target:',
      '\t\tUnit Load State: loaded',
      '\t\tName: a.target',
      '\t\tName: c.target',
      '\t\tAfter: b.target',
      '\t-> Unit b.target:',
      '\t\tUnit Load State: loaded',
      '\t\tName: b.target',
      '-> By jobs:',
      '\t-> Job 1:',
      '\t\tAction: a.target -> start',
    ].join('\n'),
  );
  expect(dump.origins).toBe(false);
  expect(dump.units.get('a.target')).toMatchObject({ aliases: ['c.target'], jobs: ['start'] });
  expect([...dump.edges.keys()]).toEqual(['a.target After b.target']);
});

const file = (id: string, path: string): readonly string[] => [
  `\t-> Unit ${id}:`,
  '\t\tUnit Load State: loaded',
  `\t\tFragment Path: ${path}`,
];

test('what has no bearing on the boot is told with all only: origins, descriptions, what happens when the machine goes down', () => {
  const dump = dumpWith(
    ['\t\tAfter: b.target (origin-file origin-path)', '\t\tDescription: other', '\t\tBefore: off.target (origin-file)'],
    file('off.target', '/etc/systemd/system/off.target'),
  );
  const inBoot = (unit: string): boolean => unit === 'a.target' || unit === 'b.target';
  expect(explainedDifferences(dump, graph, { inBoot })).toEqual([]);
  const all = explainedDifferences(dump, graph, { inBoot, all: true });
  expect(all.flatMap(({ differences }) => differences.map(({ kind }) => kind)).sort()).toEqual([
    'missing-edge',
    'missing-unit',
    'origins',
  ]);
});

test('a unit that only the dump has is one finding, with the slice and the device that it brings along', () => {
  const dump = dumpWith(
    [AFTER, '\t\tWants: console@x.service (origin-file)'],
    [
      ...file('console@x.service', '/usr/lib/systemd/system/console@.service'),
      '\t\tRequires: system-console.slice (origin-file)',
      '\t\tBindsTo: dev-x.device (origin-file)',
      '\t-> Unit system-console.slice:',
      '\t\tUnit Load State: loaded',
      '\t-> Unit dev-x.device:',
      '\t\tUnit Load State: loaded',
    ],
  );
  const found = explainedDifferences(dump, graph);
  expect(found.map(({ unit, reason, with: others }) => [unit, reason, others])).toEqual([
    ['console@x.service', 'link', ['dev-x.device', 'system-console.slice']],
  ]);
});

test('one file by two names is no difference', () => {
  const dump = dumpWith([AFTER]);
  const moved = {
    ...graph,
    nodes: new Map([...graph.nodes].map(([id, node]) => [id, { ...node, fragment: `/usr${node.fragment}` }])),
  };
  const sameFile = (a: string, b: string): boolean => a === b || `/usr${a}` === b;
  expect(explainedDifferences(dump, moved).map(({ unit }) => unit)).toEqual(['a.target', 'b.target']);
  expect(explainedDifferences(dump, moved, { sameFile })).toEqual([]);
});

test('a unit that the files start and a whole dump does not have is told; a dump of some units only says nothing of others', () => {
  const started = ['a.target', 'new.service'];
  expect(explainedDifferences(dumpWith([AFTER]), graph, { started })).toEqual([]);
  const whole = dumpWith([AFTER], ['\t-> Unit -.slice:', '\t\tUnit Load State: loaded', '\t\tPerpetual: yes']);
  const found = explainedDifferences(whole, graph, { started, inBoot: (unit) => started.includes(unit) });
  expect(found.map(({ unit, differences }) => [unit, differences[0]?.kind])).toEqual([['new.service', 'extra-unit']]);
});

test('a unit that both know but only one starts is the finding: somebody has a link to it, or has one no more', () => {
  const wants = '\t\tWants: b.target (origin-file)';
  const found = explainedDifferences(dumpWith([AFTER, wants]), graph, { oneSided: (unit) => unit === 'b.target' });
  expect(found.map(({ unit, reason }) => [unit, reason])).toEqual([['b.target', 'link']]);
});

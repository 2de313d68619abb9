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

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asFilesWouldSay, compareGraph } from '../../src/recorded/compare-graph.ts';
import { parseDump } from '../../src/recorded/dump.ts';
import { oracleAvailable, runOnTree } from './oracle.ts';

const text = (arrow: string): string =>
  `-> By units:
\t${arrow} Unit a.service:
\t\tAlias: b.service
\t\tDescription: First
\t\tUnit Load State: loaded
\t\tPerpetual: no
\t\tFragment Path: /etc/systemd/system/a.service
\t\tRequires: c.service (origin-file)
\t\tBefore: d.target (origin-file destination-default)
\t\tReferences: c.service (origin-file)
\t\t${arrow} Job 7:
\t\t\tAction: a.service ${arrow} start
\t${arrow} Unit c.service:
\t\tDescription: c.service
\t\tUnit Load State: not-found
\t\tPerpetual: no
\t\tRequiredBy: a.service (destination-file)
\t${arrow} Unit d.target:
\t\tDescription: d
\t\tUnit Load State: loaded
\t\tPerpetual: no
\t\tAfter: a.service (origin-default destination-file)
${arrow === '->' ? '' : '-> By jobs:\n'}`;

for (const arrow of ['->', '→']) {
  test(`a dump drawn with ${arrow} says who declared each edge`, () => {
    const dump = parseDump(text(arrow));
    expect([...dump.edges.keys()].sort()).toEqual(['a.service Requires c.service', 'd.target After a.service']);
    expect([...(dump.edges.get('d.target After a.service')?.sides ?? [])].sort()).toEqual(['from:default', 'to:file']);
    expect(dump.units.get('a.service')?.jobs).toEqual(['start']);
    expect(dump.units.get('a.service')?.aliases).toEqual(['b.service']);
  });
}

test('a graph made of the dump itself has no difference, and a mutated one exactly its mutation', () => {
  const dump = parseDump(text('->'));
  const graph = asFilesWouldSay(dump);
  expect(compareGraph(dump, graph)).toEqual([]);
  expect(compareGraph(dump, { ...graph, edges: graph.edges.slice(1) }).map((d) => [d.kind, d.what])).toEqual([
    ['missing-edge', 'a.service Requires c.service'],
  ]);
  const wrong = graph.edges.map((edge, i) => (i === 0 ? { ...edge, origins: ['default'] } : edge));
  expect(compareGraph(dump, { ...graph, edges: wrong }).map((d) => d.kind)).toEqual(['origins']);
});

test.runIf(oracleAvailable())("the machine's systemd reads a tree and its dump compares equal to itself", () => {
  const tree = mkdtempSync(join(tmpdir(), 'bootscope-tree-'));
  chmodSync(tree, 0o755);
  try {
    writeFileSync(join(tree, 'default.target'), '[Unit]\nDescription=Top\nWants=x.service\n');
    writeFileSync(join(tree, 'x.service'), '[Service]\nExecStart=/bin/true\n');
    const dump = parseDump(runOnTree([tree]).dump);
    expect(dump.edges.has('default.target Wants x.service')).toBe(true);
    expect(compareGraph(dump, asFilesWouldSay(dump))).toEqual([]);
  } finally {
    rmSync(tree, { recursive: true });
  }
});

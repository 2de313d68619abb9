import { expect, test } from 'vitest';
import { bareNode } from '../../src/graph/bare-node.ts';
import { createGraphBuilder } from '../../src/graph/builder.ts';
import { mergeGraphs } from '../../src/graph/merge.ts';
import type { BootGraph, BootNode } from '../../src/graph/model.ts';

const head = { root: '/', init: { system: 'systemd', version: 252, evidence: [] }, target: 'a' } as const;

function graphOf(init: BootNode['init'], pairs: readonly (readonly [string, string])[]): BootGraph {
  const builder = createGraphBuilder();
  for (const id of new Set(pairs.flat()))
    builder.addNode({ ...bareNode(id, init, 'service'), aliases: [`${id}-alias`], description: init });
  for (const [from, to] of pairs)
    builder.declare(from, 'After', to, { by: from, origin: 'file', how: 'line', file: `/${init}`, line: 1 });
  return builder.finish(head);
}

test('two graphs side by side are sorted as one graph is, aliases and edges alike', () => {
  const merged = mergeGraphs(head, [
    graphOf('systemd', [
      ['a', 'd'],
      ['m', 'a'],
    ]),
    graphOf('sysv', [
      ['b', 'z'],
      ['n', 'b'],
    ]),
  ]);
  expect([...merged.nodes.keys()]).toEqual(['a', 'b', 'd', 'm', 'n', 'z']);
  expect(merged.edges.map((edge) => edge.from)).toEqual(['a', 'b', 'm', 'n']);
  expect(merged.names.get('z-alias')).toBe('z');
});

test('an id known twice keeps its first node, and both declarations of its edge', () => {
  const merged = mergeGraphs(head, [graphOf('systemd', [['a', 'b']]), graphOf('sysv', [['a', 'b']])]);
  expect(merged.nodes.get('a')?.init).toBe('systemd');
  expect(merged.edges.map((edge) => edge.declared.map((d) => d.file))).toEqual([['/systemd', '/sysv']]);
});

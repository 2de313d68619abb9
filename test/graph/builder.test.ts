import { expect, test } from 'vitest';
import { bareNode } from '../../src/graph/bare-node.ts';
import { createGraphBuilder } from '../../src/graph/builder.ts';
import type { BootNode, Declaration } from '../../src/graph/model.ts';

const init = { system: 'systemd', version: 252, evidence: [] } as const;
const unit = (id: string, aliases: string[] = []): BootNode => ({
  ...bareNode(id, 'systemd', 'service'),
  aliases,
  description: id,
});
const line = (by: string, n: number): Declaration => ({ by, origin: 'file', how: 'line', file: `/${by}`, line: n });

test('one edge carries every declaration of it, with the union of their origins in the order of ORIGINS', () => {
  const builder = createGraphBuilder();
  builder.addNode(unit('b.service'));
  builder.addNode(unit('a.service'));
  builder.declare('a.service', 'After', 'b.service', { by: 'a.service', origin: 'default', how: 'rule', rule: 'r' });
  builder.declare('a.service', 'After', 'b.service', line('b.service', 3));
  builder.declare('a.service', 'After', 'b.service', line('b.service', 3));
  const graph = builder.finish({ root: '/r', init, target: 'a.service' });
  expect(graph.edges).toHaveLength(1);
  expect(graph.edges[0]?.origins).toEqual(['file', 'default']);
  expect(graph.edges[0]?.declared).toHaveLength(2);
  expect([...graph.nodes.keys()]).toEqual(['a.service', 'b.service']);
});

test('edges come sorted by from, type, to, and an edge of a thing to itself is dropped', () => {
  const builder = createGraphBuilder();
  for (const id of ['__proto__', 'b', 'a']) builder.addNode(unit(id));
  builder.declare('b', 'After', '__proto__', line('b', 1));
  builder.declare('b', 'Requires', 'b', line('b', 2));
  builder.declare('a', 'After', 'b', line('a', 1));
  builder.declare('a', 'Requires', 'b', line('a', 1));
  const graph = builder.finish({ root: '/r', init, target: 'a' });
  expect(graph.edges.map((e) => `${e.from} ${e.type} ${e.to}`)).toEqual([
    'a Requires b',
    'a After b',
    'b After __proto__',
  ]);
});

test('every alias leads to its unit', () => {
  const builder = createGraphBuilder();
  builder.addNode(unit('ntpsec.service', ['ntp.service']));
  const graph = builder.finish({ root: '/r', init, target: 'ntpsec.service' });
  expect(graph.names.get('ntp.service')).toBe('ntpsec.service');
});

test('an edge to a node that nobody added is a bug of the caller', () => {
  const builder = createGraphBuilder();
  builder.addNode(unit('a'));
  builder.declare('a', 'After', 'b', line('a', 1));
  expect(() => builder.finish({ root: '/r', init, target: 'a' })).toThrow('never added: b');
});

import { describe, expect, test } from 'vitest';
import { targetChain } from '../../src/engine/chain.ts';
import { cheapestPath } from '../../src/engine/cheapest-path.ts';
import { selectGraph } from '../../src/engine/select.ts';
import { bareNode } from '../../src/graph/bare-node.ts';
import { createGraphBuilder } from '../../src/graph/builder.ts';
import type { BootGraph, EdgeType } from '../../src/graph/model.ts';

function graphOf(edges: readonly (readonly [string, EdgeType, string])[]): BootGraph {
  const builder = createGraphBuilder();
  for (const id of new Set(edges.flatMap(([from, , to]) => [from, to])))
    builder.addNode(bareNode(id, 'systemd', 'service'));
  for (const [from, type, to] of edges) builder.declare(from, type, to, { by: from, origin: 'file', how: 'line' });
  return builder.finish({ root: '', init: { system: 'systemd', version: 252, evidence: [] }, target: 'a' });
}

const list = (graph: BootGraph): string[] => graph.edges.map((e) => `${e.from} ${e.type} ${e.to}`);

describe('a part of a graph', () => {
  const graph = graphOf([
    ['a', 'After', 'b'],
    ['b', 'After', 'c'],
    ['a', 'After', 'c'],
    ['a', 'Wants', 'c'],
    ['x', 'After', 'a'],
  ]);
  test('an order that follows from two others is left out, a wish beside it is not', () => {
    expect(list(selectGraph(graph, { reduce: true }))).toEqual(['a Wants c', 'a After b', 'b After c', 'x After a']);
  });
  test('between two units: what lies on a way from one to the other', () => {
    const part = selectGraph(graph, { from: 'a', to: 'b' });
    expect(list(part)).toEqual(['a After b']);
    expect([...part.nodes.keys()]).toEqual(['a', 'b']);
  });
  test('a name keeps the edges that touch it, with their other ends', () => {
    expect(list(selectGraph(graph, { touching: (id) => id === 'b' }))).toEqual(['a After b', 'b After c']);
  });
});

test('the strongest way avoids built-in rules even where it is longer', () => {
  const graph = graphOf([
    ['a', 'After', 'z'],
    ['a', 'After', 'b'],
    ['b', 'After', 'z'],
  ]);
  const way = cheapestPath(graph, 'a', 'z', (edge) => (edge.from === 'a' && edge.to === 'z' ? 'dear' : 'free'));
  expect(way?.map((edge) => edge.to)).toEqual(['b', 'z']);
});

test('a chain of 20 000 units is walked without recursion', () => {
  const edges = Array.from({ length: 20_000 }, (_, k) => [`u${k}`, 'After', `u${k + 1}`] as const);
  expect(cheapestPath(graphOf(edges), 'u0', 'u20000', () => 'dear')?.length).toBe(20_000);
});

test('of two targets that it wants, the chain goes on with the one that has more behind it', () => {
  const graph = graphOf([
    ['a', 'Wants', 'near.target'],
    ['a', 'After', 'near.target'],
    ['a', 'Wants', 'far.target'],
    ['a', 'After', 'far.target'],
    ['far.target', 'Wants', 'x'],
  ]);
  expect(targetChain(graph, 'a').map((step) => step.target)).toEqual(['a', 'far.target']);
});

/** graphlib as an oracle: another program's answers to the questions that our own walks answer. */
import { alg, Graph, json } from '@dagrejs/graphlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cheapestPath } from '../../src/engine/cheapest-path.ts';
import { buildCsr } from '../../src/engine/csr.ts';
import { stronglyConnected } from '../../src/engine/scc.ts';
import { waves } from '../../src/engine/waves.ts';
import type { BootEdge, BootGraph } from '../../src/graph/model.ts';
import { graphlibGraph } from '../../src/report/graph/graphlib.ts';

const SIZE = 12;
const pairs = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1)), { maxLength: 30 });
const ids = Array.from({ length: SIZE }, (_, k) => `u${k}.service`);

function both(list: readonly (readonly [number, number])[]): { readonly ours: BootGraph; readonly theirs: Graph } {
  const theirs = new Graph({ directed: true });
  theirs.setNodes(ids);
  const edges: BootEdge[] = [];
  for (const [a, b] of list) {
    const [from, to] = [ids[a] as string, ids[b] as string];
    if (from === to || theirs.hasEdge(from, to)) continue;
    theirs.setEdge(from, to);
    edges.push({ from, to, type: 'After', origins: ['file'], declared: [{ by: from, origin: 'file', how: 'line' }] });
  }
  const nodes = new Map(ids.map((id) => [id, { id, type: 'service', load: 'loaded', description: '' }]));
  return { ours: { nodes, edges } as unknown as BootGraph, theirs };
}

describe('our walks and graphlib agree on random graphs', () => {
  test('which units are in one ordering cycle', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const { ours, theirs } = both(list);
        const csr = buildCsr(ours, ['After']);
        const mine = stronglyConnected(csr.forward).members.map((m) =>
          m
            .map((node) => csr.ids[node])
            .sort()
            .join(' '),
        );
        expect([...mine].sort()).toEqual(
          alg
            .tarjan(theirs)
            .map((m: string[]) => [...m].sort().join(' '))
            .sort(),
        );
      }),
    );
  });
  test('how long the shortest order between two units is', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const { ours, theirs } = both(list);
        const far = alg.dijkstra(theirs, ids[0] as string, () => 1);
        for (const id of ids) {
          const mine = cheapestPath(ours, ids[0] as string, id, () => 'free')?.length ?? Number.POSITIVE_INFINITY;
          expect(mine).toBe(far[id]?.distance);
        }
      }),
    );
  });
  test('in a graph without cycles every unit is in a later wave than all that it waits for', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const { ours, theirs } = both(list.filter(([a, b]) => a < b));
        expect(alg.isAcyclic(theirs)).toBe(true);
        const csr = buildCsr(ours, ['After']);
        const wave = waves(csr.backward);
        for (const { from, to } of ours.edges)
          expect(wave[csr.index.get(from) ?? -1]).toBeGreaterThan(wave[csr.index.get(to) ?? -1] as number);
      }),
    );
  });
  test('what is exported for graphlib is read back by it, edge for edge', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const { ours } = both(list);
        const read = json.read(JSON.parse(graphlibGraph(ours)));
        expect(read.edges().map(({ v, w, name }) => `${v} ${name} ${w}`)).toEqual(
          ours.edges.map(({ from, type, to }) => `${from} ${type} ${to}`),
        );
      }),
    );
  });
});

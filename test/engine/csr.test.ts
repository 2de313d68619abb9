import { describe, expect, it } from 'vitest';
import { buildCsr } from '../../src/engine/csr.ts';
import type { BootEdge, BootNode, EdgeType } from '../../src/graph/model.ts';

const edge = (from: string, type: EdgeType, to: string): BootEdge => ({
  from,
  to,
  type,
  origins: ['file'],
  declared: [{ by: from, origin: 'file', how: 'line', file: `/etc/systemd/system/${from}`, line: 1 }],
});

describe('the rows of a graph', () => {
  const nodes = new Map<string, BootNode>(['a.service', '__proto__', 'c.service'].map((id) => [id, {} as BootNode]));
  const edges = [
    edge('a.service', 'After', 'c.service'),
    edge('a.service', 'Wants', '__proto__'),
    edge('c.service', 'After', '__proto__'),
    edge('c.service', 'After', 'unknown.service'),
  ];
  const rows = buildCsr({ nodes, edges }, ['After']);
  const neighbours = (side: 'forward' | 'backward', id: string) => {
    const { start, to, edge: proof } = rows[side];
    const i = rows.index.get(id)!;
    return Array.from({ length: start[i + 1]! - start[i]! }, (_, k) => [
      rows.ids[to[start[i]! + k]!],
      proof[start[i]! + k],
    ]);
  };

  it('holds only the types asked for, each with the way back to its proof', () => {
    expect(neighbours('forward', 'a.service')).toEqual([['c.service', 0]]);
    expect(neighbours('backward', '__proto__')).toEqual([['c.service', 2]]);
  });

  it('loses no edge to a unit that the graph has no node for', () => {
    expect(neighbours('forward', 'c.service')).toEqual([
      ['__proto__', 2],
      ['unknown.service', 3],
    ]);
    expect(neighbours('backward', 'unknown.service')).toEqual([['c.service', 3]]);
  });
});

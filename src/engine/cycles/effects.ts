/** What a mend changes beside the cycle: who no longer waits for whom, or does so now. */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { buildCsr, type Csr } from '../csr.ts';

export interface Effect {
  readonly unit: string;
  /** `free`: it may start before these are up; `waits`: it waits for these, as it did not; `unneeded`: it no longer requires these. */
  readonly kind: 'free' | 'waits' | 'unneeded';
  readonly others: readonly string[];
}

/** @param started who takes part: an order counts between two of them only */
export function effectsOf(before: BootGraph, after: BootGraph, started: (id: string) => boolean): readonly Effect[] {
  const counts = ({ from, to }: BootEdge): boolean => started(from) && started(to);
  const lost = onlyIn(before, after, 'After').filter(counts);
  const gained = onlyIn(after, before, 'After').filter(counts);
  const orders = buildCsr(after, ['After'], counts);
  const free = lost.filter(({ from, to }) => !reaches(orders, from, to));
  const waiting = new Set(lost.map(({ from, to }) => `${from} ${to}`));
  const needs = ['Requires', 'BindsTo'] as const;
  const unneeded = needs
    .flatMap((type) => onlyIn(before, after, type))
    .filter((edge) => started(edge.from) && !waiting.has(`${edge.from} ${edge.to}`));
  return [...grouped(free, 'free'), ...grouped(gained, 'waits'), ...grouped(unneeded, 'unneeded')];
}

function onlyIn(one: BootGraph, other: BootGraph, type: BootEdge['type']): readonly BootEdge[] {
  const known = new Set(other.edges.flatMap((e) => (e.type === type ? [`${e.from} ${e.to}`] : [])));
  return one.edges.filter((e) => e.type === type && !known.has(`${e.from} ${e.to}`));
}

function grouped(edges: readonly BootEdge[], kind: Effect['kind']): readonly Effect[] {
  const units = new Map<string, string[]>();
  for (const { from, to } of edges) units.set(from, [...(units.get(from) ?? []), to]);
  return [...units].map(([unit, others]) => ({ unit, kind, others: others.sort() }));
}

function reaches({ index, forward: { start, to } }: Csr, from: string, goal: string): boolean {
  const [first, last] = [index.get(from), index.get(goal)];
  if (first === undefined || last === undefined) return false;
  const seen = new Uint8Array(start.length);
  const open = [first];
  for (let node = open.pop(); node !== undefined; node = open.pop())
    for (let k = start[node]!; k < start[node + 1]!; k++) {
      const next = to[k]!;
      if (next === last) return true;
      if (seen[next] === 1) continue;
      seen[next] = 1;
      open.push(next);
    }
  return false;
}

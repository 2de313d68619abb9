/**
 * Which units PID 1 has loaded when it builds a transaction: the anchor's, all that they mention, and so on. A graph holds
 * every unit of the root; one that nothing mentions has no say yet, whatever it says of others (manager_load_unit).
 */
import { type Adjacency, buildAdjacency } from '../csr.ts';
import type { Compiled } from './compile.ts';

interface Loads {
  /** Who mentions whom: a unit's own lines, links and built-in rules, whichever way the dependency is stored. */
  readonly mentions: Adjacency;
  readonly from: Map<number, Uint8Array>;
}

const known = new WeakMap<Compiled, Loads>();

/** 1 for each unit, by its number, that is loaded once `anchor` is. Linear, and kept for the next time. */
export function loadedFrom(compiled: Compiled, anchor: number): Uint8Array {
  const loads = known.get(compiled) ?? { mentions: mentionsOf(compiled), from: new Map() };
  known.set(compiled, loads);
  const done = loads.from.get(anchor);
  if (done !== undefined) return done;
  const loaded = new Uint8Array(compiled.ids.length);
  const open = [anchor];
  compiled.nodes.forEach((node, number) => {
    if (node.facts.perpetual) open.push(number);
  });
  for (const unit of open) loaded[unit] = 1;
  const { start, to } = loads.mentions;
  for (let unit = open.pop(); unit !== undefined; unit = open.pop())
    for (let k = start[unit]!; k < start[unit + 1]!; k++) {
      const other = to[k]!;
      if (loaded[other] === 1) continue;
      loaded[other] = 1;
      open.push(other);
    }
  loads.from.set(anchor, loaded);
  return loaded;
}

function mentionsOf({ graph, ends, ids }: Compiled): Adjacency {
  const by: number[] = [];
  const other: number[] = [];
  for (const [k, edge] of graph.edges.entries()) {
    const from = ends.from(k);
    const to = ends.to(k);
    if (from < 0 || to < 0) continue;
    for (const declared of edge.declared) {
      const forward = declared.by !== edge.to;
      by.push(forward ? from : to);
      other.push(forward ? to : from);
    }
  }
  return buildAdjacency(ids.length, by, other);
}

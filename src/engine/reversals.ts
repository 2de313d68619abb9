/** Orders that are the other way round in another boot of the same units. Pure. */
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { type Adjacency, buildCsr, type Csr } from './csr.ts';

/** Steps of all walks: a second's work. */
const MAX_STEPS = 20_000_000;

/** Edges of all paths of one moved unit: what somebody may read, not what a hostile root may hold. */
const PROOF_EDGES = 20_000;

export interface Reversal {
  /** The unit that moved. */
  readonly unit: string;
  /** `earlier`: the others wait for it now, and it waited for them; `later`: it waits for them now. */
  readonly now: 'earlier' | 'later';
  readonly others: readonly {
    readonly unit: string;
    /** Why the one waited for the other before, and why the other waits for the one now; cut where all paths together are endless. */
    readonly before: readonly BootEdge[];
    readonly after: readonly BootEdge[];
  }[];
}

export interface Reversals {
  readonly reversed: readonly Reversal[];
  /** False where not all could be looked at in bounded work. */
  readonly complete: boolean;
}

interface Side {
  readonly graph: BootGraph;
  readonly takesPart: (id: string) => boolean;
}

/**
 * Every pair of units that is turned round is so because of two units at changed edges that are (what lies between is ordered as it was): so
 * only those are asked, and of them as few as have a hand in every turned pair are told, with all that they changed places with.
 * @param changed edges between units that both boots start, which one of them has and the other does not imply
 */
export function reversals(before: Side, after: Side, changed: readonly BootEdge[]): Reversals {
  const both = (id: string): boolean => before.takesPart(id) && after.takesPart(id);
  const changedEdges = [...changed, ...edgesOfOne(before, after), ...edgesOfOne(after, before)];
  const ends = [...new Set(changedEdges.flatMap(({ from, to }) => [from, to]))].filter(both).sort();
  const [old, now] = [orderOf(before), orderOf(after)];
  const budget = { steps: MAX_STEPS };
  const turned = new Map<string, Turned>();
  for (const id of ends) {
    const found = turnedRound(old, now, id, both, budget);
    if (budget.steps < 0) break;
    if (found.earlier.length + found.later.length > 0) turned.set(id, found);
  }
  return { reversed: movedUnits(turned).flatMap((id) => told(before, after, id, turned)), complete: budget.steps >= 0 };
}

/** Edges of units that only the one starts: an order may lead through them. */
function edgesOfOne(one: Side, other: Side): readonly BootEdge[] {
  return one.graph.edges.filter(
    ({ type, from, to }) =>
      type === 'After' && one.takesPart(from) && one.takesPart(to) && !(other.takesPart(from) && other.takesPart(to)),
  );
}

interface Turned {
  readonly earlier: readonly string[];
  readonly later: readonly string[];
}

function orderOf({ graph, takesPart }: Side): Csr {
  return buildCsr(graph, ['After'], ({ from, to }) => takesPart(from) && takesPart(to));
}

function turnedRound(old: Csr, now: Csr, id: string, both: (id: string) => boolean, budget: { steps: number }): Turned {
  const waitedFor = reach(old, 'forward', id, budget);
  const waited = reach(old, 'backward', id, budget);
  const waitsFor = reach(now, 'forward', id, budget);
  const waits = reach(now, 'backward', id, budget);
  // What waits both ways lies on a circle: no order that could be turned.
  const only = (set: ReadonlySet<string>, not: ReadonlySet<string>, other: string): boolean =>
    set.has(other) && !not.has(other);
  return {
    earlier: [...waits].filter((one) => both(one) && only(waits, waitsFor, one) && only(waitedFor, waited, one)).sort(),
    later: [...waitsFor]
      .filter((one) => both(one) && only(waitsFor, waits, one) && only(waited, waitedFor, one))
      .sort(),
  };
}

function reach(csr: Csr, way: 'forward' | 'backward', id: string, budget: { steps: number }): ReadonlySet<string> {
  const rows: Adjacency = csr[way];
  const first = csr.index.get(id);
  const seen = new Set<number>();
  const open = first === undefined ? [] : [first];
  for (let node = open.pop(); node !== undefined && budget.steps >= 0; node = open.pop())
    for (let k = rows.start[node]!; k < rows.start[node + 1]!; k++) {
      budget.steps--;
      const next = rows.to[k]!;
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  return new Set([...seen].map((number) => csr.ids[number] as string));
}

/** As few as have a hand in every turned pair: each time the one with most pairs that are not told yet. */
function movedUnits(turned: ReadonlyMap<string, Turned>): readonly string[] {
  const left = new Map<string, Set<string>>();
  for (const [id, { earlier, later }] of turned)
    left.set(id, new Set([...earlier, ...later].filter((other) => turned.has(other))));
  const moved: string[] = [];
  for (;;) {
    let most: string | undefined;
    for (const [id, others] of left)
      if (others.size > 0 && (most === undefined || isMoved(id, others.size, most, left.get(most)?.size ?? 0)))
        most = id;
    if (most === undefined) return moved;
    moved.push(most);
    for (const other of left.get(most) ?? []) left.get(other)?.delete(most);
    left.delete(most);
  }
}

/** Of two with as many pairs the one that does something is said to have moved, not the target. */
function isMoved(id: string, pairs: number, other: string, otherPairs: number): boolean {
  if (pairs !== otherPairs) return pairs > otherPairs;
  return other.endsWith('.target') && !id.endsWith('.target');
}

function told(before: Side, after: Side, id: string, turned: ReadonlyMap<string, Turned>): readonly Reversal[] {
  const { earlier, later } = turned.get(id) ?? { earlier: [], later: [] };
  const room = { edges: PROOF_EDGES };
  const group = (units: readonly string[], now: Reversal['now']): Reversal => {
    const [was, is] = now === 'earlier' ? (['forward', 'backward'] as const) : (['backward', 'forward'] as const);
    const [old, new_] = [pathsOf(before, was, id, room), pathsOf(after, is, id, room)];
    return { unit: id, now, others: units.map((unit) => ({ unit, before: old(unit), after: new_(unit) })) };
  };
  return [group(earlier, 'earlier'), group(later, 'later')].filter(({ others }) => others.length > 0);
}

/** Shortest order paths between one unit and others: from it (`forward`) or to it. */
function pathsOf(
  { graph, takesPart }: Side,
  way: 'forward' | 'backward',
  id: string,
  room: { edges: number },
): (other: string) => readonly BootEdge[] {
  const [near, far] = way === 'forward' ? (['from', 'to'] as const) : (['to', 'from'] as const);
  const next = new Map<string, BootEdge[]>();
  for (const edge of graph.edges) {
    if (edge.type !== 'After' || !takesPart(edge.from) || !takesPart(edge.to)) continue;
    const list = next.get(edge[near]);
    if (list) list.push(edge);
    else next.set(edge[near], [edge]);
  }
  const came = new Map<string, BootEdge | undefined>([[id, undefined]]);
  for (const [unit] of came)
    for (const edge of next.get(unit) ?? []) if (!came.has(edge[far])) came.set(edge[far], edge);
  return (other) => {
    const path: BootEdge[] = [];
    for (let edge = came.get(other); edge !== undefined && path.length < room.edges; edge = came.get(edge[near]))
      path.push(edge);
    room.edges -= path.length;
    return way === 'forward' ? path.reverse() : path;
  };
}

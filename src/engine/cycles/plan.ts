/** Which changes end all cycles of a knot: the sets of least effort, by a uniform-cost search that is exact where it ends. */
import type { BootGraph, Declaration } from '../../graph/model.ts';
import { type Blame, blame, blaming } from './blame.ts';
import { type Change, changeKey, changeOf } from './change.ts';
import type { CycleEdge, Knot } from './cycle.ts';

/** A change that may be made, and where in the knot it takes an order away. */
export interface Candidate extends Blame {
  readonly change: Change;
  /** Edges of the knot that it takes away, alone or with others. */
  readonly edges: readonly CycleEdge[];
}

export interface Plans {
  /** Sets of changes that leave no cycle, least effort first; none holds another. */
  readonly plans: readonly (readonly Candidate[])[];
  /** Whether the search went through to its end, so that no set of less effort exists. */
  readonly exact: boolean;
  /** Cycles every order of which is built in or cannot be taken away here. */
  readonly hopeless: number;
}

export interface PlanBounds {
  /** How many edges may be looked at. */
  readonly steps: number;
  /** How many plans are wanted. */
  readonly plans: number;
}

const BOUNDS: PlanBounds = { steps: 4_000_000, plans: 6 };
/** Of a knot with more orders than these none is at fault, and no few changes end it. */
const MANY = 20_000;
/** Effort before weight, whatever the number of changes. */
const EFFORT = 1000;

interface Net {
  readonly candidates: readonly Candidate[];
  /** By node: the edges that leave it. */
  readonly out: readonly (readonly number[])[];
  readonly to: Int32Array;
  /** By edge: which candidates it takes to remove it; null where nothing does. */
  readonly takes: readonly (readonly number[] | null)[];
}

/** @throws never; where the bounds end the search a plan may be larger than need be, and `exact` is false */
export function planKnot(graph: BootGraph, knot: Knot, bounds: PlanBounds = BOUNDS): Plans {
  if (knot.edges.length > MANY) return { plans: [], exact: false, hopeless: 0 };
  const net = netOf(graph, knot);
  const given = giveUp(net, bounds.steps);
  const found = search(net, given.dead, bounds);
  if (found.plans.length > 0 || found.exact) return { ...named(net, found), hopeless: given.count };
  const greedy = greedily(net, given.dead, bounds.steps);
  return { ...named(net, { plans: greedy === undefined ? [] : [greedy], exact: false }), hopeless: given.count };
}

function named(net: Net, { plans, exact }: { plans: readonly (readonly number[])[]; exact: boolean }) {
  return {
    plans: plans.map((plan) => plan.map((n) => net.candidates[n]!).sort((a, b) => cost(a) - cost(b))),
    exact,
  };
}

export function cost({ effort, weight }: Blame): number {
  return effort * EFFORT + weight;
}

function netOf(graph: BootGraph, knot: Knot): Net {
  const at = blaming(graph, knot);
  const index = new Map(knot.members.map((id, number) => [id, number]));
  const found = new Map<string, { change: Change; edges: CycleEdge[]; blame: Blame; number: number }>();
  const out: number[][] = knot.members.map(() => []);
  const to = new Int32Array(knot.edges.length);
  const takes = knot.edges.map((edge, number): readonly number[] | null => {
    out[index.get(edge.first) ?? 0]?.push(number);
    to[number] = index.get(edge.next) ?? 0;
    const needed = new Set<number>();
    for (const declared of edge.edge.declared) {
      const change = changeOf(graph, edge.edge, declared);
      if (change === undefined) return null;
      needed.add(numberOf(change, edge, declared));
    }
    return [...needed];
  });
  return { candidates: [...found.values()].map((one) => ({ ...one.blame, ...one })), out, to, takes };

  function numberOf(change: Change, edge: CycleEdge, declared: Declaration): number {
    const key = changeKey(change);
    const known = found.get(key);
    if (known === undefined) {
      const made = { change, edges: [edge], blame: blame(at, change, edge.edge, declared), number: found.size };
      found.set(key, made);
      return made.number;
    }
    if (known.edges.at(-1) !== edge) known.edges.push(edge);
    return known.number;
  }
}

/** Cycles that nothing can end are left out of the search, so that it can end the others. */
function giveUp(net: Net, steps: number): { readonly dead: Uint8Array; readonly count: number } {
  const dead = new Uint8Array(net.to.length);
  const fixed = (edge: number): boolean => dead[edge] === 0 && net.takes[edge] === null;
  const budget = { steps };
  let count = 0;
  for (let cycle = anyCycle(net, fixed, budget); cycle !== undefined; cycle = anyCycle(net, fixed, budget)) {
    count++;
    for (const edge of cycle) dead[edge] = 1;
  }
  return { dead, count };
}

interface State {
  readonly chosen: readonly number[];
  readonly cost: number;
}

/** Every plan must take an edge out of the cycle that is met first: so all of them are found, the least first. */
function search(
  net: Net,
  dead: Uint8Array,
  bounds: PlanBounds,
): { plans: readonly (readonly number[])[]; exact: boolean } {
  const budget = { steps: bounds.steps };
  const plans: (readonly number[])[] = [];
  const seen = new Set<string>();
  const heap: State[] = [{ chosen: [], cost: 0 }];
  for (let state = pop(heap); state !== undefined; state = pop(heap)) {
    const { chosen } = state;
    if (plans.some((plan) => plan.every((n) => chosen.includes(n)))) continue;
    const made = new Set(chosen);
    const cycle = anyCycle(net, (edge) => dead[edge] === 0 && !isTaken(net, edge, made), budget);
    if (cycle === undefined && budget.steps >= 0) {
      plans.push(chosen);
      if (plans.length >= bounds.plans) return { plans, exact: true };
      continue;
    }
    if (budget.steps < 0 || heap.length > HEAP) return { plans, exact: plans.length > 0 };
    for (const edge of cycle ?? []) {
      const more = net.takes[edge]?.filter((n) => !made.has(n)) ?? [];
      if (more.length === 0) continue;
      const next = [...chosen, ...more].sort((a, b) => a - b);
      const key = next.join(' ');
      if (seen.has(key)) continue;
      seen.add(key);
      push(heap, { chosen: next, cost: state.cost + more.reduce((sum, n) => sum + cost(net.candidates[n]!), 0) });
    }
  }
  return { plans, exact: true };
}

/** States that wait at most. */
const HEAP = 50_000;

function isTaken(net: Net, edge: number, made: ReadonlySet<number>): boolean {
  const takes = net.takes[edge];
  return takes?.every((n) => made.has(n)) ?? false;
}

/** Cycle by cycle the cheapest change for what it ends; then what proved needless is taken back. */
function greedily(net: Net, dead: Uint8Array, steps: number): readonly number[] | undefined {
  const budget = { steps };
  const made = new Set<number>();
  const alive = (edge: number): boolean => dead[edge] === 0 && !isTaken(net, edge, made);
  for (let cycle = anyCycle(net, alive, budget); cycle !== undefined; cycle = anyCycle(net, alive, budget)) {
    const options = cycle.flatMap((edge) => (net.takes[edge] === null ? [] : [net.takes[edge] ?? []]));
    const price = (option: readonly number[]): number =>
      option.reduce(
        (sum, n) => sum + (made.has(n) ? 0 : cost(net.candidates[n]!) / net.candidates[n]!.edges.length),
        0,
      );
    const best = options.sort((a, b) => price(a) - price(b))[0];
    if (best === undefined || made.size > GREEDY) return undefined;
    for (const n of best) made.add(n);
  }
  if (budget.steps < 0) return undefined;
  for (const n of [...made]) {
    made.delete(n);
    if (anyCycle(net, alive, budget) !== undefined || budget.steps < 0) made.add(n);
  }
  return [...made];
}

/** A knot that takes more changes than these has no line at fault. */
const GREEDY = 40;

/** The edges of some cycle, as short as one walk and one search make it; undefined where there is none or the budget is spent. */
function anyCycle(
  net: Net,
  alive: (edge: number) => boolean,
  budget: { steps: number },
): readonly number[] | undefined {
  const closing = closingEdge(net, alive, budget);
  if (closing === undefined) return undefined;
  const [start, goal] = [net.to[closing.edge]!, closing.from];
  const came = new Int32Array(net.out.length).fill(-1);
  const via = new Int32Array(net.out.length).fill(-1);
  came[start] = start;
  for (const queue = [start]; queue.length > 0 && came[goal] === -1; ) {
    const level = queue.splice(0);
    for (const node of level)
      for (const edge of net.out[node] ?? []) {
        budget.steps--;
        const next = net.to[edge]!;
        if (came[next] !== -1 || !alive(edge)) continue;
        came[next] = node;
        via[next] = edge;
        queue.push(next);
      }
  }
  const edges = [closing.edge];
  for (let node = goal; node !== start; node = came[node]!) edges.push(via[node]!);
  return edges;
}

/** Depth first: the first edge that leads back onto the path. */
function closingEdge(net: Net, alive: (edge: number) => boolean, budget: { steps: number }) {
  const state = new Uint8Array(net.out.length);
  for (let root = 0; root < net.out.length; root++) {
    if (state[root] !== 0) continue;
    const path = [{ node: root, next: 0 }];
    state[root] = 1;
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = net.out[top.node]?.[top.next++];
      if (edge === undefined) {
        state[top.node] = 2;
        path.pop();
        continue;
      }
      if (--budget.steps < 0) return undefined;
      if (!alive(edge)) continue;
      const to = net.to[edge]!;
      if (state[to] === 1) return { edge, from: top.node };
      if (state[to] === 0) {
        state[to] = 1;
        path.push({ node: to, next: 0 });
      }
    }
  }
  return undefined;
}

function push(heap: State[], state: State): void {
  let at = heap.push(state) - 1;
  for (let up = (at - 1) >> 1; at > 0 && heap[up]!.cost > state.cost; up = (at - 1) >> 1) {
    heap[at] = heap[up]!;
    at = up;
  }
  heap[at] = state;
}

function pop(heap: State[]): State | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.cost < heap[child]!.cost) child++;
    if (heap[child]!.cost >= last.cost) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}

/** The milestones of a boot: the steps that its target waits for, and which step waits for each unit. */
import type { Adjacency } from '../engine/csr.ts';
import type { BootEdge, BootNode, EdgeType, NodeType } from '../graph/model.ts';

const STEPS: ReadonlySet<NodeType> = new Set(['target', 'runlevel', 'event']);

/**
 * From the target down: of the milestones that each step itself waits for, the one that most units wait for, until
 * none is left; returned from the earliest to the target. No name is special: graphical → multi-user → basic → sysinit → local-fs falls out.
 */
export function chainSteps(
  target: number,
  nodes: readonly BootNode[],
  before: Adjacency,
  after: Adjacency,
  wave: Int32Array,
): number[] {
  const chain: number[] = [];
  const seen = new Set<number>();
  let step = target;
  while (step >= 0 && !seen.has(step) && chain.length < 24) {
    seen.add(step);
    chain.push(step);
    let next = -1;
    for (let k = at(after.start, step); k < at(after.start, step + 1); k++) {
      const candidate = at(after.to, k);
      if (!STEPS.has(nodes[candidate]?.type ?? 'service') || seen.has(candidate)) continue;
      if (at(wave, candidate) >= at(wave, step)) continue;
      if (next < 0 || rank(candidate, before, wave) > rank(next, before, wave)) next = candidate;
    }
    step = next;
  }
  return chain.reverse();
}

/** What more units wait for is the milestone; among equals the later one. */
function rank(node: number, before: Adjacency, wave: Int32Array): number {
  return (at(before.start, node + 1) - at(before.start, node)) * 1e5 + at(wave, node);
}

/** For every node the number of the first step that waits for it, directly or not; -1 where none does. */
export function stepOfEach(chain: readonly number[], after: Adjacency): Int32Array {
  const step = new Int32Array(after.start.length - 1).fill(-1);
  chain.forEach((milestone, number) => {
    const queue = [milestone];
    for (let head = 0; head < queue.length; head++) {
      const node = queue[head] as number;
      if (step[node] !== -1) continue;
      step[node] = number;
      for (let k = at(after.start, node); k < at(after.start, node + 1); k++) {
        if (step[at(after.to, k)] === -1) queue.push(at(after.to, k));
      }
    }
  });
  return step;
}

/** Breadth first from the target over the edges that ask for a unit: for each, the edge that reaches it soonest. */
export function pulledBy(
  size: number,
  target: number,
  edges: readonly BootEdge[],
  from: readonly number[],
  to: readonly number[],
  types: readonly EdgeType[],
): { readonly by: Int32Array; readonly reached: Uint8Array } {
  const by = new Int32Array(size).fill(-1);
  const reached = new Uint8Array(size);
  if (target < 0) return { by, reached };
  const outgoing: number[][] = Array.from({ length: size }, () => []);
  for (const type of types) {
    edges.forEach((edge, e) => {
      if (edge.type === type) outgoing[from[e] as number]?.push(e);
    });
  }
  const queue = [target];
  reached[target] = 1;
  for (let head = 0; head < queue.length; head++) {
    for (const e of outgoing[queue[head] as number] ?? []) {
      const next = to[e] as number;
      if (reached[next] === 1) continue;
      reached[next] = 1;
      by[next] = e;
      queue.push(next);
    }
  }
  return { by, reached };
}

function at(array: ArrayLike<number>, index: number): number {
  return array[index] as number;
}

/**
 * How sure an order is. PID 1 looks at direct After= edges between units that still have a job (job_is_runnable): where a unit in between
 * loses its job early, since something that it requires failed, nothing holds the last one back any more.
 */
import type { BootEdge, BootGraph, BootNode, Setting } from '../graph/model.ts';
import type { Interruption } from './failure/activate.ts';
import { waitLimit } from './failure/time-limit.ts';
import { REQUIREMENTS } from './why.ts';

export interface OrderDoubt {
  /** The unit in between whose job may end before the earlier one is done. */
  readonly through: string;
  /** Why it may: what it requires, on and on, to the unit that may fail. */
  readonly because: readonly BootEdge[];
  /** Or that it does not wait for ever: its JobTimeoutSec=. */
  readonly timeout?: Setting;
  /** Or that another's failure takes its job away: the OnFailure= that starts what it conflicts with. */
  readonly cancelledBy?: BootEdge;
}

/**
 * @param path After edges from the later unit to the earlier one
 * @param stops failures whose OnFailure= stops others
 * @returns null where the order is sure: another way, or this one, goes only through units whose job cannot end early
 */
export function orderDoubt(
  graph: BootGraph,
  path: readonly BootEdge[],
  started: (id: string) => boolean,
  stops: readonly Interruption[] = [],
): OrderDoubt | null {
  const [first] = path;
  const last = path.at(-1);
  if (first === undefined || last === undefined || path.length === 1) return null;
  const unit = first.from;
  const other = last.to;
  const edges = edgesOf(graph, started);
  const lostWith = requiredBy(edges.requires, unit);
  // What is stopped as well does not start too early.
  const dangers = stops.filter(({ stopped }) => !stopped.has(unit));
  const cancelledBy = (id: string): BootEdge | undefined => dangers.find(({ stopped }) => stopped.has(id))?.edge;
  const sure = heldBack(
    edges,
    other,
    (id) => lostWith.has(id) || cannotFail(graph, edges, id, lostWith),
    (id) => !lostWith.has(id) && (givesUp(graph.nodes.get(id)) !== undefined || cancelledBy(id) !== undefined),
  );
  if ((edges.after.get(unit) ?? []).some((edge) => sure.has(edge.to))) return null;
  for (const { to } of path)
    if (to !== other && !sure.has(to)) {
      const because = failingWay(graph, edges, to, (id) => sure.has(id) || lostWith.has(id));
      const timeout = givesUp(graph.nodes.get(to));
      if (timeout !== undefined) return { through: to, because: [], timeout };
      if (because !== undefined) return { through: to, because };
      const cancelled = lostWith.has(to) ? undefined : cancelledBy(to);
      if (cancelled !== undefined) return { through: to, because: [], cancelledBy: cancelled };
    }
  return null;
}

interface Edges {
  readonly after: ReadonlyMap<string, readonly BootEdge[]>;
  readonly waiters: ReadonlyMap<string, readonly BootEdge[]>;
  readonly requires: ReadonlyMap<string, readonly BootEdge[]>;
}

function edgesOf(graph: BootGraph, started: (id: string) => boolean): Edges {
  const after = new Map<string, BootEdge[]>();
  const waiters = new Map<string, BootEdge[]>();
  const requires = new Map<string, BootEdge[]>();
  const add = (map: Map<string, BootEdge[]>, key: string, edge: BootEdge): void => {
    const list = map.get(key);
    if (list) list.push(edge);
    else map.set(key, [edge]);
  };
  for (const edge of graph.edges) {
    if (!started(edge.from) || !started(edge.to)) continue;
    if (edge.type === 'After') {
      add(after, edge.from, edge);
      add(waiters, edge.to, edge);
    } else if (REQUIREMENTS.has(edge.type)) add(requires, edge.from, edge);
  }
  return { after, waiters, requires };
}

/** What the unit itself cannot be without: if that goes, so does the unit, and no order is broken. */
function requiredBy(requires: Edges['requires'], unit: string): ReadonlySet<string> {
  const seen = new Set([unit]);
  for (const id of seen) for (const { to } of requires.get(id) ?? []) seen.add(to);
  return seen;
}

/** Units whose job surely does not end before that of `other`: they wait for it, and nothing that they require ends earlier. */
function heldBack(
  edges: Edges,
  other: string,
  harmless: (id: string) => boolean,
  timesOut: (id: string) => boolean,
): ReadonlySet<string> {
  const sure = new Set([other]);
  // One that was put off is looked at again when what it requires has become sure.
  const putOff = new Map<string, string[]>();
  const open = [other];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const next of [...(edges.waiters.get(id) ?? []).map((edge) => edge.from), ...(putOff.get(id) ?? [])]) {
      if (sure.has(next) || timesOut(next)) continue;
      const blocker = harmless(next)
        ? undefined
        : (edges.requires.get(next) ?? []).find(({ to }) => !sure.has(to) && !harmless(to));
      if (blocker === undefined) {
        sure.add(next);
        open.push(next);
      } else {
        const list = putOff.get(blocker.to);
        if (list) list.push(next);
        else putOff.set(blocker.to, [next]);
      }
    }
  }
  return sure;
}

/** Units that do nothing themselves, and require nothing that can fail. */
function cannotFail(graph: BootGraph, edges: Edges, id: string, lostWith: ReadonlySet<string>): boolean {
  const seen = new Set([id]);
  for (const one of seen) {
    if (lostWith.has(one)) continue;
    if (mayFail(graph.nodes.get(one)) || givesUp(graph.nodes.get(one)) !== undefined) return false;
    for (const { to } of edges.requires.get(one) ?? []) seen.add(to);
  }
  return true;
}

const NEVER_FAIL: ReadonlySet<string> = new Set(['target', 'slice', 'scope']);

function mayFail(node: BootNode | undefined): boolean {
  if (node === undefined || node.facts.perpetual === true || node.facts.activeAtBoot === true) return false;
  return !NEVER_FAIL.has(node.type) || node.facts.conditions?.some(({ key }) => key.startsWith('Assert')) === true;
}

/** The line by which its job does not wait for ever. */
function givesUp(node: BootNode | undefined): Setting | undefined {
  return node && waitLimit(node)?.setting;
}

/** From a unit along what it requires to one that may fail before. */
function failingWay(
  graph: BootGraph,
  edges: Edges,
  from: string,
  harmless: (id: string) => boolean,
): readonly BootEdge[] | undefined {
  const came = new Map<string, BootEdge | undefined>([[from, undefined]]);
  for (const [id] of came)
    for (const edge of edges.requires.get(id) ?? []) {
      if (came.has(edge.to) || harmless(edge.to)) continue;
      came.set(edge.to, edge);
      if (!mayFail(graph.nodes.get(edge.to))) continue;
      const path: BootEdge[] = [];
      for (let step = came.get(edge.to); step !== undefined; step = came.get(step.from)) path.push(step);
      return path.reverse();
    }
  return undefined;
}

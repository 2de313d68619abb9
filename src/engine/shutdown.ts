/**
 * The other end of a boot: which units the transaction of a shutdown stops, in which order, and which of them order each other in a
 * circle only then. A circle through units that are started later and one by one is met by no start, but by every shutdown.
 */
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';
import { buildAdjacency } from './csr.ts';
import type { CycleEdge, Knot, OrderingCycle } from './cycles/cycle.ts';
import { shortestCycles } from './cycles/shortest.ts';
import { stronglyConnected } from './scc.ts';
import { waves } from './waves.ts';
import { PULLS } from './why.ts';

export interface Shutdown {
  /** Units that get a stop job, of those that the boot starts or that come to run later. */
  readonly stopped: ReadonlySet<string>;
  /** Those among them that no boot starts: a socket, a timer, a bus name or such a unit's needs do. */
  readonly later: ReadonlySet<string>;
  /** The first wave is stopped first; those of one wave do not wait for each other. */
  readonly waves: readonly (readonly string[])[];
  /** Circles that are met at shutdown and not at boot. Any member may lose its stop job. */
  readonly cycles: readonly OrderingCycle[];
  readonly knots: readonly Knot[];
  readonly complete: boolean;
}

/** Where the stop jobs come from: what conflicts with one of these is stopped with it (DefaultDependencies=). */
export const ENDS: readonly string[] = ['shutdown.target', 'umount.target'];
/** A stop is passed on to what requires the unit (UNIT_ATOM_PROPAGATE_STOP). */
const PASSES_STOP: ReadonlySet<EdgeType> = new Set<EdgeType>(['Requires', 'Requisite', 'BindsTo', 'PartOf']);
const BOUNDS = { cycles: 20, steps: 500_000 };

/** @param started what the boot starts, for sure or by chance */
export function planShutdown(graph: BootGraph, started: (id: string) => boolean): Shutdown {
  return planStops(graph, started, { started: new Set(ENDS), stops: () => false });
}

/** What another transaction than a boot's asks for on a running machine. */
export interface Asked {
  /** What it starts, or finds running: what conflicts with one of these is stopped, they themselves are not. */
  readonly started: ReadonlySet<string>;
  /** What it stops besides, of what runs. */
  readonly stops: (id: string) => boolean;
}

/** The stop jobs of a transaction on a machine that has booted, and the circles among them. */
export function planStops(graph: BootGraph, started: (id: string) => boolean, asked: Asked): Shutdown {
  const later = runsLater(graph, started);
  const running = (id: string): boolean =>
    (started(id) || later.has(id)) && graph.nodes.get(id)?.init === 'systemd' && graph.nodes.get(id)?.load === 'loaded';
  const stopped = stoppedAt(graph, running, asked);
  const ids = [...stopped].sort();
  const index = new Map(ids.map((id, number) => [id, number]));
  const first: number[] = [];
  const next: number[] = [];
  const edge: number[] = [];
  for (const [number, { type, from, to }] of graph.edges.entries()) {
    const [a, b] = [index.get(from), index.get(to)];
    if (type !== 'After' || a === undefined || b === undefined) continue;
    // Stopped in reverse: what starts after another is stopped before it.
    first.push(a);
    next.push(b);
    edge.push(number);
  }
  const order = buildAdjacency(ids.length, first, next, edge);
  const components = stronglyConnected(order);
  const wave = waves(order, () => true, components);
  const lists: string[][] = [];
  wave.forEach((depth, node) => {
    while (lists.length <= depth) lists.push([]);
    lists[depth]?.push(ids[node] ?? '');
  });
  const { cycles, complete } = circles(graph, ids, order, later);
  return {
    stopped,
    later: new Set([...later].filter((id) => stopped.has(id))),
    waves: lists,
    cycles,
    knots: knotsOf(graph, ids, components, cycles),
    complete,
  };
}

/** What sockets, paths, timers and automounts activate, what a bus name starts, and what those units need. */
function runsLater(graph: BootGraph, started: (id: string) => boolean): ReadonlySet<string> {
  const follows = new Map<string, string[]>();
  for (const { from, to, type } of graph.edges) {
    if (type !== 'Triggers' && !PULLS.has(type)) continue;
    const list = follows.get(from);
    if (list) list.push(to);
    else follows.set(from, [to]);
  }
  const found = new Set<string>();
  const open: string[] = [];
  const add = (id: string): void => {
    if (found.has(id) || started(id)) return;
    found.add(id);
    open.push(id);
  };
  for (const edge of graph.edges) if (edge.type === 'Triggers' && started(edge.from)) add(edge.to);
  for (const node of graph.nodes.values())
    if (node.settings.some(({ section, key }) => section === 'Service' && key === 'BusName')) add(node.id);
  for (let id = open.pop(); id !== undefined; id = open.pop()) for (const to of follows.get(id) ?? []) add(to);
  return found;
}

function stoppedAt(graph: BootGraph, running: (id: string) => boolean, asked: Asked): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { type, from, to } of graph.edges) {
    if (type !== 'Conflicts') continue;
    if (asked.started.has(to) && running(from)) found.add(from);
    if (asked.started.has(from) && running(to)) found.add(to);
  }
  for (const id of graph.nodes.keys()) if (running(id) && asked.stops(id)) found.add(id);
  const passes = new Map<string, string[]>();
  for (const { type, from, to } of graph.edges)
    if (PASSES_STOP.has(type) && running(from)) passes.set(to, [...(passes.get(to) ?? []), from]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const id of found) for (const other of passes.get(id) ?? []) found.add(other);
  for (const id of asked.started) found.delete(id);
  return found;
}

/** Those with a member that the boot does not start: the others are the boot's own. */
function circles(
  graph: BootGraph,
  ids: readonly string[],
  order: ReturnType<typeof buildAdjacency>,
  later: ReadonlySet<string>,
): { readonly cycles: readonly OrderingCycle[]; readonly complete: boolean } {
  const { cycles, complete } = shortestCycles(order, () => true, BOUNDS);
  const described = cycles.flatMap(({ nodes, edges }): OrderingCycle[] => {
    const members = nodes.map((node) => ids[node] ?? '');
    if (!members.some((id) => later.has(id))) return [];
    const made = edges.map((number, at): CycleEdge => {
      const edge = graph.edges[number] as BootEdge;
      return { first: members[at] ?? '', next: members[(at + 1) % members.length] ?? '', edge };
    });
    return [{ members, edges: made, victims: members, protected: [], unbreakable: false, losses: [] }];
  });
  return { cycles: described, complete };
}

function knotsOf(
  graph: BootGraph,
  ids: readonly string[],
  { of, members }: ReturnType<typeof stronglyConnected>,
  cycles: readonly OrderingCycle[],
): readonly Knot[] {
  const index = new Map(ids.map((id, number) => [id, number]));
  const componentOf = (id: string): number => of[index.get(id) ?? -1] ?? -1;
  const knots = new Map<number, { cycles: OrderingCycle[]; edges: CycleEdge[] }>();
  for (const cycle of cycles) {
    const component = componentOf(cycle.members[0] ?? '');
    const known = knots.get(component) ?? { cycles: [], edges: [] };
    knots.set(component, known);
    known.cycles.push(cycle);
  }
  if (knots.size > 0)
    for (const edge of graph.edges) {
      if (edge.type !== 'After' || componentOf(edge.from) < 0) continue;
      const component = componentOf(edge.from);
      if (component !== componentOf(edge.to)) continue;
      // As they start: who is at fault for the order of a stop is at fault for that of a start.
      knots.get(component)?.edges.push({ first: edge.to, next: edge.from, edge });
    }
  return [...knots].map(([component, knot]) => ({
    members: (members[component] ?? []).map((node) => ids[node] ?? ''),
    ...knot,
  }));
}

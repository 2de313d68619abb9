/** Why a unit is in the boot, and why it starts after another: proven paths, each found in linear time. */
import type { BootEdge, BootGraph, EdgeType } from '../graph/model.ts';
import { isWritten } from '../graph/written.ts';
import { cheapestPath } from './cheapest-path.ts';

/** Dependencies along which a start is passed on, from the one that asks to the one that is asked for. */
export const PULLS: ReadonlySet<EdgeType> = new Set<EdgeType>(['Requires', 'BindsTo', 'Wants', 'Upholds']);

/** Under Upstart: events and jobs that start a job, and jobs that emit an event, each as it happens in this boot. */
const EVENT_PULLS: ReadonlySet<EdgeType> = new Set<EdgeType>(['Triggers']);

function pullsOf(graph: BootGraph): ReadonlySet<EdgeType> {
  return graph.init.system === 'upstart' ? EVENT_PULLS : PULLS;
}

/** Those among them without which the asking unit itself fails. */
export const REQUIREMENTS: ReadonlySet<EdgeType> = new Set<EdgeType>(['Requires', 'BindsTo', 'Requisite']);

/** Edges from the anchor to `unit` along which a start job is pulled in; shortest. */
export function pullInPath(
  graph: BootGraph,
  unit: string,
  target: string = graph.target,
): readonly BootEdge[] | undefined {
  return pathTo(reachByPulls(graph, target), unit);
}

/**
 * One path for each unit that pulls `unit` in directly, none of them through `unit` itself: requirements before wishes,
 * shorter before longer. `started` keeps out what does not take part.
 */
export function pullInPaths(
  graph: BootGraph,
  unit: string,
  started: (id: string) => boolean,
  target: string = graph.target,
): readonly (readonly BootEdge[])[] {
  const pulls = pullsOf(graph);
  const came = reachByPulls(graph, target, (edge) => edge.to !== unit && started(edge.to));
  const paths: (readonly BootEdge[])[] = [];
  for (const edge of graph.edges) {
    if (edge.to !== unit || !pulls.has(edge.type) || !came.has(edge.from)) continue;
    paths.push([...(pathTo(came, edge.from) ?? []), edge]);
  }
  const weak = (path: readonly BootEdge[]): number => Number(path.some((edge) => !REQUIREMENTS.has(edge.type)));
  return paths.sort((a, b) => weak(a) - weak(b) || a.length - b.length);
}

/** After edges from `unit` back to `other`: each says that its `from` waits for its `to`. undefined: nothing orders them so. */
export function orderPath(
  graph: BootGraph,
  unit: string,
  other: string,
  started: (id: string) => boolean,
): readonly BootEdge[] | undefined {
  return cheapestPath(graph, unit, other, (edge) => (orders(graph, edge, other, started) ? 'free' : undefined));
}

/** As `orderPath`, but the path with the fewest edges that nobody wrote down; the shortest among those. */
export function strongestOrderPath(
  graph: BootGraph,
  unit: string,
  other: string,
  started: (id: string) => boolean,
): readonly BootEdge[] | undefined {
  return cheapestPath(graph, unit, other, (edge) =>
    orders(graph, edge, other, started) ? (isWrittenEdge(edge) ? 'free' : 'dear') : undefined,
  );
}

/** Whether somebody wrote this edge down, rather than an init adding it by itself. */
export function isWrittenEdge(edge: BootEdge): boolean {
  return edge.declared.some(isWritten);
}

export interface Requirement {
  /** The weakest link of the path: what the loss of the other unit does. */
  readonly type: 'BindsTo' | 'Requires' | 'Requisite' | 'Wants';
  readonly path: readonly BootEdge[];
}

/** How `unit` depends on `other` for its own start: directly where it does, else through a chain of requirements. */
export function requirementOf(graph: BootGraph, unit: string, other: string): Requirement | undefined {
  const direct = graph.edges.filter((edge) => edge.from === unit && edge.to === other);
  for (const type of ['BindsTo', 'Requires', 'Requisite'] as const) {
    const edge = direct.find((candidate) => candidate.type === type);
    if (edge !== undefined) return { type, path: [edge] };
  }
  const path = cheapestPath(graph, unit, other, (edge) =>
    edge.type === 'Requires' || edge.type === 'BindsTo' ? 'free' : undefined,
  );
  if (path !== undefined && path.length > 0) return { type: 'Requires', path };
  const wanted = direct.find((edge) => edge.type === 'Wants' || edge.type === 'Upholds');
  return wanted === undefined ? undefined : { type: 'Wants', path: [wanted] };
}

/** An order through a unit that is not started binds nobody. */
function orders(graph: BootGraph, edge: BootEdge, other: string, started: (id: string) => boolean): boolean {
  return edge.type === 'After' && (edge.to === other || started(edge.to)) && isHeeded(graph, edge);
}

/** Under Upstart rc runs scripts by the names of their links: what a header asks for orders nothing. */
export function isHeeded(graph: BootGraph, edge: BootEdge): boolean {
  return graph.init.system !== 'upstart' || edge.origins.some((origin) => origin !== 'lsb-header');
}

/** Breadth first from the anchor: the edge by which each unit was first met. The anchor has none. */
function reachByPulls(
  graph: BootGraph,
  target: string,
  take: (edge: BootEdge) => boolean = () => true,
): ReadonlyMap<string, BootEdge | undefined> {
  const out = new Map<string, BootEdge[]>();
  const pulls = pullsOf(graph);
  for (const edge of graph.edges) {
    if (!pulls.has(edge.type) || !take(edge)) continue;
    const list = out.get(edge.from);
    if (list) list.push(edge);
    else out.set(edge.from, [edge]);
  }
  const came = new Map<string, BootEdge | undefined>([[target, undefined]]);
  const queue = [target];
  for (let at = 0; at < queue.length; at++)
    for (const edge of out.get(queue[at] as string) ?? []) {
      if (came.has(edge.to)) continue;
      came.set(edge.to, edge);
      queue.push(edge.to);
    }
  return came;
}

function pathTo(came: ReadonlyMap<string, BootEdge | undefined>, unit: string): readonly BootEdge[] | undefined {
  if (!came.has(unit)) return undefined;
  const path: BootEdge[] = [];
  for (let edge = came.get(unit); edge; edge = came.get(edge.from)) path.push(edge);
  return path.reverse();
}

/** The page's data, unpacked for reading: strings looked up, edges by end. Walks over shipped edges, no rules of an init. */
import type { RootFacts } from '../../src/boot/root-facts.ts';
import type { BootEdge } from '../../src/graph/model.ts';
import type { Written } from '../../src/report/proof.ts';
import { type Adjacency, buildAdjacency } from '../../src/view/adjacency.ts';
import { EDGE_TYPES, ORIGINS, PROOF_WIDTH, VIEW_STATES, type ViewData, type ViewState } from '../../src/view/format.ts';
import { edgeOfView, lazyFactsOfView, lazyLinksOfView, settingsOfView } from '../../src/view/graph.ts';
import { shortLabel } from '../../src/view/text.ts';

export interface Unit {
  readonly n: number;
  readonly id: string;
  readonly label: string;
  readonly type: string;
  readonly init: string;
  readonly load: string;
  readonly state: ViewState;
  readonly wave: number;
  readonly x: number;
  readonly y: number;
  readonly description: string;
  readonly step: number;
}

export interface Model {
  readonly data: ViewData;
  readonly units: readonly Unit[];
  readonly byId: ReadonlyMap<string, number>;
  /** All edges by their `from` and by their `to`. */
  readonly out: Adjacency;
  readonly in: Adjacency;
  /** The ends of each edge in time: order.ts says what that is. */
  readonly time: { readonly earlier: Int32Array; readonly later: Int32Array };
  /** The edges of the boot's order, and of these the ones that a whole picture draws: the others are implied. */
  readonly order: Int32Array;
  readonly drawn: Int32Array;
  readonly slice: readonly string[];
  readonly started: number;
  readonly waves: number;
  /** What the terminal's answers rest on: made when first asked for. */
  readonly facts: () => RootFacts;
  /** Of these only what proofs quote from: a proof does not wait for the graph. */
  readonly written: Written;
  /** Of these only what needs no graph. */
  readonly links: () => Pick<RootFacts, 'config' | 'snapshot'>;
}

export function createModel(data: ViewData): Model {
  const s = (k: number | undefined): string => data.strings[k ?? 0] ?? '';
  const { nodes, edges } = data;
  const units = nodes.id.map((id, n): Unit => {
    const state = VIEW_STATES[nodes.state[n] ?? 1] ?? 'idle';
    return {
      n,
      id: s(id),
      label: shortLabel(s(id)),
      type: s(nodes.type[n]),
      init: s(nodes.init[n]),
      load: s(nodes.load[n]),
      state,
      wave: nodes.wave[n] ?? -1,
      x: nodes.x[n] ?? 0,
      y: nodes.y[n] ?? 0,
      description: s(nodes.description[n]),
      step: nodes.step[n] ?? -1,
    };
  });
  const byId = new Map(units.map((unit) => [unit.id, unit.n]));
  nodes.aliases.forEach((names, n) => {
    for (const name of names) if (!byId.has(s(name))) byId.set(s(name), n);
  });
  const slice = units.map(() => '');
  const inSlice = EDGE_TYPES.indexOf('InSlice');
  edges.type.forEach((type, e) => {
    const to = units[edges.to[e] ?? -1];
    const from = edges.from[e] ?? -1;
    if (to?.type === 'slice' && (type === inSlice || (EDGE_TYPES[type] === 'Requires' && slice[from] === ''))) {
      slice[from] = to.id;
    }
  });
  const waits = (e: number): boolean => edges.type[e] === AFTER;
  const started = units.filter((unit) => unit.wave >= 0).length;
  return {
    data,
    units,
    byId,
    slice,
    time: {
      earlier: Int32Array.from(edges.from, (from, e) => (waits(e) ? (edges.to[e] as number) : from)),
      later: Int32Array.from(edges.to, (to, e) => (waits(e) ? (edges.from[e] as number) : to)),
    },
    order: edgesOf(data, (order) => order > 0),
    drawn: edgesOf(data, (order) => order === 2),
    out: buildAdjacency(units.length, edges.from, edges.to),
    in: buildAdjacency(units.length, edges.to, edges.from),
    started,
    waves: data.waveX.length,
    facts: lazyFactsOfView(data),
    written: {
      nodes: {
        get: (id) => {
          const n = byId.get(id);
          return n === undefined ? undefined : { settings: settingsOfView(data, n) };
        },
      },
    },
    links: lazyLinksOfView(data),
  };
}

function edgesOf({ edges }: ViewData, of: (order: number) => boolean): Int32Array {
  const found: number[] = [];
  for (let e = 0; e < edges.order.length; e++) if (of(edges.order[e] ?? 0)) found.push(e);
  return Int32Array.from(found);
}

const AFTER = EDGE_TYPES.indexOf('After');

export function unit(model: Model, n: number): Unit {
  return model.units[n] as Unit;
}

export function edgeType(model: Model, e: number): string {
  return EDGE_TYPES[model.data.edges.type[e] ?? -1] ?? '?';
}

/** Origins of an edge: those of its declarations. */
export function originsOf(model: Model, e: number): readonly string[] {
  const proof = model.data.proofs[model.data.edges.proof[e] ?? -1] ?? [];
  const found = new Set<string>();
  for (let k = 0; k < proof.length; k += PROOF_WIDTH) found.add(ORIGINS[proof[k + 1] ?? -1] ?? '?');
  return [...found];
}

/** An edge with its proof, as the engine and the reports take it. */
export function bootEdge(model: Model, e: number): BootEdge {
  return edgeOfView(model.data, e);
}

/** Numbers of the edges of a path that the engine found. */
export function numbersOf(model: Model, path: readonly BootEdge[]): number[] {
  return path.flatMap((edge) => {
    const [from, to] = [model.byId.get(edge.from), model.byId.get(edge.to)];
    if (from === undefined || to === undefined) return [];
    for (let k = model.out.start[from] as number; k < (model.out.start[from + 1] as number); k++)
      if (model.out.to[k] === to && edgeType(model, model.out.edge[k] as number) === edge.type)
        return [model.out.edge[k] as number];
    return [];
  });
}

/** Does the edge say that its `from` waits for its `to`? */
export function isOrder(model: Model, e: number): boolean {
  return model.data.edges.type[e] === AFTER;
}

/** The order edges that end (`back`) or begin at a unit in time: [edge, neighbour] pairs. */
export function orderNeighbours(
  model: Model,
  n: number,
  back: boolean,
  allowed: (e: number) => boolean,
): [number, number][] {
  const found: [number, number][] = [];
  const rows = back ? model.out : model.in;
  for (let k = rows.start[n] as number; k < (rows.start[n + 1] as number); k++) {
    const e = rows.edge[k] as number;
    if (isOrder(model, e) && allowed(e)) found.push([e, rows.to[k] as number]);
  }
  return found;
}

/** Everything before (`back`) or after a unit, with its distance; breadth first over allowed order edges. */
export function cone(
  model: Model,
  n: number,
  back: boolean,
  depth: number,
  allowed: (e: number) => boolean,
): Map<number, number> {
  const distance = new Map([[n, 0]]);
  const rows = back ? model.out : model.in;
  const queue = [n];
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head] as number;
    const steps = distance.get(at) as number;
    if (steps >= depth) continue;
    for (let k = rows.start[at] as number; k < (rows.start[at + 1] as number); k++) {
      const next = rows.to[k] as number;
      const e = rows.edge[k] as number;
      if (!isOrder(model, e) || distance.has(next) || !allowed(e)) continue;
      distance.set(next, steps + 1);
      queue.push(next);
    }
  }
  distance.delete(n);
  return distance;
}

/** The edges that pulled a unit into the boot, from the target down to it. */
export function pulledInBy(model: Model, n: number): number[] {
  const path: number[] = [];
  const seen = new Set<number>();
  let at = n;
  while (!seen.has(at)) {
    seen.add(at);
    const e = model.data.nodes.why[at] ?? -1;
    if (e < 0) break;
    path.push(e);
    at = model.data.edges.from[e] ?? at;
  }
  return path.reverse();
}

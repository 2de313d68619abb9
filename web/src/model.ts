/** The page's data, unpacked for reading: strings looked up, edges by end. Walks over shipped edges, no rules of an init. */
import { type Adjacency, buildAdjacency } from '../../src/engine/csr.ts';
import { EDGE_TYPES, ORIGINS } from '../../src/graph/model.ts';
import { HOWS, PROOF_WIDTH, VIEW_STATES, type ViewData, type ViewState } from '../../src/report/view-format.ts';
import { shortLabel } from '../../src/report/view-text.ts';

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

export interface Proof {
  readonly by: number;
  readonly origin: string;
  readonly how: string;
  readonly file: string;
  readonly line: number;
  readonly as: string;
  readonly key: string;
  readonly rule: string;
  readonly generator: string;
  readonly sourceFile: string;
  readonly sourceLine: number;
}

export interface Model {
  readonly data: ViewData;
  readonly units: readonly Unit[];
  readonly byId: ReadonlyMap<string, number>;
  /** All edges by their `from` and by their `to`. */
  readonly out: Adjacency;
  readonly in: Adjacency;
  readonly slice: readonly string[];
  readonly started: number;
  readonly waves: number;
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
  const started = units.filter((unit) => unit.wave >= 0).length;
  return {
    data,
    units,
    byId,
    slice,
    out: buildAdjacency(units.length, edges.from, edges.to),
    in: buildAdjacency(units.length, edges.to, edges.from),
    started,
    waves: data.waveX.length,
  };
}

export function unit(model: Model, n: number): Unit {
  return model.units[n] as Unit;
}

export function edgeType(model: Model, e: number): string {
  return EDGE_TYPES[model.data.edges.type[e] ?? -1] ?? '?';
}

/** Origins of an edge: those of its declarations. */
export function originsOf(model: Model, e: number): readonly string[] {
  const proof = model.data.edges.proof[e] ?? [];
  const found = new Set<string>();
  for (let k = 0; k < proof.length; k += PROOF_WIDTH) found.add(ORIGINS[proof[k + 1] ?? -1] ?? '?');
  return [...found];
}

export function proofsOf(model: Model, e: number): Proof[] {
  const { data } = model;
  const s = (k: number | undefined): string => data.strings[k ?? 0] ?? '';
  const flat = data.edges.proof[e] ?? [];
  const proofs: Proof[] = [];
  for (let k = 0; k < flat.length; k += PROOF_WIDTH) {
    const [by, origin, how, file, line, as, key, rule, generator, sourceFile, sourceLine] = flat.slice(
      k,
      k + PROOF_WIDTH,
    );
    proofs.push({
      by: (by === 1 ? data.edges.to[e] : data.edges.from[e]) ?? 0,
      origin: ORIGINS[origin ?? -1] ?? '?',
      how: HOWS[how ?? -1] ?? '?',
      file: s(file),
      line: line ?? 0,
      as: s(as),
      key: s(key),
      rule: s(rule),
      generator: s(generator),
      sourceFile: s(sourceFile),
      sourceLine: sourceLine ?? 0,
    });
  }
  return proofs;
}

/** Does the edge say that its `from` waits for its `to`? (`Emits` and `Provides` say it the other way round.) */
export function waitsForTo(type: string): boolean | undefined {
  if (type === 'After' || type === 'StartOn') return true;
  if (type === 'Emits' || type === 'Provides') return false;
  return undefined;
}

/** The order edges that end (`back`) or begin at a unit in time: [edge, neighbour] pairs. */
export function orderNeighbours(
  model: Model,
  n: number,
  back: boolean,
  allowed: (e: number) => boolean,
): [number, number][] {
  const found: [number, number][] = [];
  const collect = (rows: Adjacency, wanted: boolean): void => {
    for (let k = rows.start[n] as number; k < (rows.start[n + 1] as number); k++) {
      const e = rows.edge[k] as number;
      if (waitsForTo(edgeType(model, e)) === wanted && allowed(e)) found.push([e, rows.to[k] as number]);
    }
  };
  collect(model.out, back);
  collect(model.in, !back);
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
  const queue = [n];
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head] as number;
    const steps = distance.get(at) as number;
    if (steps >= depth) continue;
    for (const [, next] of orderNeighbours(model, at, back, allowed)) {
      if (distance.has(next)) continue;
      distance.set(next, steps + 1);
      queue.push(next);
    }
  }
  distance.delete(n);
  return distance;
}

/** Shortest chain of order edges from the later unit back to the earlier, or undefined. */
export function orderPath(
  model: Model,
  later: number,
  earlier: number,
  allowed: (e: number) => boolean,
): number[] | undefined {
  const via = new Map<number, [number, number]>();
  const queue = [later];
  const seen = new Set(queue);
  for (let head = 0; head < queue.length; head++) {
    const at = queue[head] as number;
    if (at === earlier) {
      const path: number[] = [];
      for (let step = at; step !== later; ) {
        const [e, from] = via.get(step) as [number, number];
        path.push(e);
        step = from;
      }
      return path.reverse();
    }
    for (const [e, next] of orderNeighbours(model, at, true, allowed)) {
      if (seen.has(next)) continue;
      seen.add(next);
      via.set(next, [e, at]);
      queue.push(next);
    }
  }
  return undefined;
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

/** What the picture shows right now, apart from how it is drawn: shared by the canvas and the exports. */
import { drawnEdges } from '../../src/engine/layout-edges.ts';
import { bootOrder, type Shown } from './filters.ts';
import { cone, edgeType, type Model, orderNeighbours, orderPath, waitsForTo } from './model.ts';
import type { State } from './state.ts';

export type Light = 'before' | 'after' | 'path' | 'centre';

export interface Picture {
  readonly shown: Shown;
  /** Lit units; empty where nothing is asked. */
  readonly lit: ReadonlyMap<number, Light>;
  /** Edges drawn strongly, each with its light. */
  readonly hot: ReadonlyMap<number, Light>;
  /** Edges drawn faintly. */
  readonly faint: readonly number[];
}

export function pictureOf(model: Model, shown: Shown, state: State): Picture {
  const allowed = bootOrder(model, shown);
  const lit = new Map<number, Light>();
  const hot = new Map<number, Light>();
  const [a, b] = [model.byId.get(state.a), model.byId.get(state.b)];
  const selected = model.byId.get(state.unit);
  if (state.view === 'why' && a !== undefined && b !== undefined) {
    for (const e of whyPath(model, a, b, shown) ?? []) {
      hot.set(e, 'path');
      lit.set(model.data.edges.from[e] as number, 'path');
      lit.set(model.data.edges.to[e] as number, 'path');
    }
    lit.set(a, 'path').set(b, 'path');
  } else if (selected !== undefined && (state.view === 'waves' || state.view === 'why')) {
    light(model, selected, state.depth === 0 ? Number.POSITIVE_INFINITY : state.depth, allowed, lit, hot);
  }
  return { shown, lit, hot, faint: state.faint ? faintEdges(model, shown, state, hot) : [] };
}

/** The order path of a why in either direction, strongest first: what the boot really orders, then any order written down. */
export function whyPath(model: Model, a: number, b: number, shown: Shown): number[] | undefined {
  const boot = bootOrder(model, shown);
  const written = (e: number): boolean => shown.edge(e) && waitsForTo(edgeType(model, e)) !== undefined;
  for (const allowed of [boot, written]) {
    const path = orderPath(model, a, b, allowed) ?? orderPath(model, b, a, allowed);
    if (path !== undefined) return path;
  }
  return undefined;
}

function light(
  model: Model,
  centre: number,
  depth: number,
  allowed: (e: number) => boolean,
  lit: Map<number, Light>,
  hot: Map<number, Light>,
): void {
  for (const [back, name] of [
    [true, 'before'],
    [false, 'after'],
  ] as const) {
    const members = cone(model, centre, back, depth, allowed);
    for (const n of members.keys()) lit.set(n, name);
    // Direct edges, and of the rest only those that no longer path implies.
    for (const [e, n] of orderNeighbours(model, centre, back, allowed))
      if (members.has(n) && model.data.edges.order[e] === 2) hot.set(e, name);
    model.data.edges.from.forEach((from, e) => {
      const to = model.data.edges.to[e] as number;
      if (model.data.edges.order[e] === 2 && members.has(from) && members.has(to) && allowed(e)) hot.set(e, name);
    });
  }
  lit.set(centre, 'centre');
}

/** With some edges filtered out, what is implied has to be found anew. */
function faintEdges(model: Model, shown: Shown, state: State, hot: ReadonlyMap<number, Light>): number[] {
  const { from, to, order } = model.data.edges;
  const visible = (e: number): boolean =>
    shown.unit[shown.as[from[e] as number] as number] === 1 &&
    shown.unit[shown.as[to[e] as number] as number] === 1 &&
    !hot.has(e);
  if (state.edges.length === 0 && state.origins.length === 0) {
    return from.flatMap((_, e) => (order[e] === 2 && visible(e) ? [e] : []));
  }
  const kept = from.flatMap((_, e) => ((order[e] ?? 0) > 0 && shown.edge(e) ? [e] : []));
  const ends = (first: boolean): number[] =>
    kept.map((e) => (waitsForTo(edgeType(model, e)) === first ? to[e] : from[e]) as number);
  const keep = drawnEdges(model.units.length, model.data.nodes.wave, ends(true), ends(false));
  return kept.filter((e, k) => keep[k] === 1 && visible(e));
}

/** The ends of an edge in time: [earlier, later]. */
export function inTime(model: Model, e: number): [number, number] {
  const { from, to } = model.data.edges;
  const [f, t] = [from[e] as number, to[e] as number];
  return waitsForTo(edgeType(model, e)) === false ? [f, t] : [t, f];
}

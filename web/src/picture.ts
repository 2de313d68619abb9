/** What the picture shows right now, apart from how it is drawn: shared by the canvas and the exports. */
import { drawnEdges } from '../../src/engine/layout-edges.ts';
import type { Asked } from './ask.ts';
import { type Changes, lightsOf } from './diff.ts';
import { bootOrder, type Shown } from './filters.ts';
import type { Light } from './light.ts';
import { cone, type Model, orderNeighbours } from './model.ts';
import { inTime } from './order.ts';
import { type Place, placeOf } from './place.ts';
import type { State } from './state.ts';

export interface Picture {
  readonly shown: Shown;
  readonly place: Place;
  /** Lit units; where there are any, all else fades. */
  readonly lit: ReadonlyMap<number, Light>;
  /** Edges drawn strongly: those of the selected unit, or of a path. */
  readonly hot: ReadonlyMap<number, Light>;
  /** Edges between lit units, drawn thinly in the colour of their light. */
  readonly soft: ReadonlyMap<number, Light>;
  /** Edges drawn faintly. */
  readonly faint: readonly number[];
}

/** @param path edges of the why that is asked, where one is; @param asked what is asked of the chosen unit */
export function pictureOf(
  model: Model,
  shown: Shown,
  state: State,
  path: readonly number[],
  changes: Changes | undefined,
  asked: Pick<Asked, 'lit' | 'path'> = { lit: new Map(), path: [] },
): Picture {
  const lit = new Map<number, Light>();
  const hot = new Map<number, Light>();
  const soft = new Map<number, Light>();
  const selected = model.byId.get(state.unit);
  if (state.view === 'why') {
    for (const e of path) {
      hot.set(e, 'path');
      for (const n of inTime(model, e)) lit.set(n, 'path');
    }
    for (const id of [state.a, state.b]) {
      const n = model.byId.get(id);
      if (n !== undefined) lit.set(n, 'centre');
    }
  } else if (asked.lit.size > 0) {
    const visible = bothShown(model, shown);
    for (const [n, light] of asked.lit) lit.set(n, light);
    for (const e of asked.path) if (visible(e)) hot.set(e, 'path');
  } else if (selected !== undefined) {
    lightCones(model, selected, state.depth === 0 ? Number.POSITIVE_INFINITY : state.depth, shown, { lit, hot, soft });
  } else if (state.view === 'diff' && changes !== undefined) {
    for (const [n, light] of lightsOf(model, changes)) lit.set(n, light);
  }
  const faint = state.faint ? faintEdges(model, shown, state).filter((e) => !hot.has(e) && !soft.has(e)) : [];
  return { shown, place: placeOf(model, shown), lit, hot, soft, faint };
}

function lightCones(
  model: Model,
  centre: number,
  depth: number,
  shown: Shown,
  { lit, hot, soft }: Record<'lit' | 'hot' | 'soft', Map<number, Light>>,
): void {
  const allowed = bootOrder(model, shown);
  const { from, to, order } = model.data.edges;
  for (const [back, name] of [
    [true, 'before'],
    [false, 'after'],
  ] as const) {
    const members = cone(model, centre, back, depth, allowed);
    for (const n of members.keys()) lit.set(n, name);
    // Of the direct edges those that no longer path implies; the panel lists them all.
    for (const [e, n] of orderNeighbours(model, centre, back, allowed))
      if (members.has(n) && order[e] === 2) hot.set(e, name);
    order.forEach((drawn, e) => {
      if (drawn === 2 && members.has(from[e] as number) && members.has(to[e] as number) && allowed(e))
        soft.set(e, name);
    });
  }
  lit.set(centre, 'centre');
  const visible = bothShown(model, shown);
  for (const edges of [hot, soft]) for (const e of edges.keys()) if (!visible(e)) edges.delete(e);
}

function bothShown(model: Model, shown: Shown): (e: number) => boolean {
  const { from, to } = model.data.edges;
  return (e) =>
    shown.unit[shown.as[from[e] as number] as number] === 1 && shown.unit[shown.as[to[e] as number] as number] === 1;
}

/** The order among what is shown, less what is implied; with some edges filtered out, that has to be found anew. */
function faintEdges(model: Model, shown: Shown, state: State): number[] {
  const { from, order } = model.data.edges;
  const visible = bothShown(model, shown);
  if (state.edges.length === 0 && state.origins.length === 0) {
    return from.flatMap((_, e) => (order[e] === 2 && visible(e) ? [e] : []));
  }
  const kept = from.flatMap((_, e) => ((order[e] ?? 0) > 0 && shown.edge(e) ? [e] : []));
  const ends = kept.map((e) => inTime(model, e));
  const keep = drawnEdges(
    model.units.length,
    model.data.nodes.wave,
    ends.map(([earlier]) => earlier),
    ends.map(([, later]) => later),
  );
  return kept.filter((e, k) => keep[k] === 1 && visible(e));
}

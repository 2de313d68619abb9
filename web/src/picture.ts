/** What the picture shows right now, apart from how it is drawn: shared by the canvas and the exports. */
import { drawnEdges } from '../../src/view/adjacency.ts';
import type { Asked } from './ask.ts';
import { bootOrder, type Shown } from './filters.ts';
import { bundled, type Group, groupUnit } from './groups.ts';
import type { Light } from './light.ts';
import { cone, type Model, orderNeighbours, type Unit } from './model.ts';
import { inTime } from './order.ts';
import { type Place, placeOf } from './place.ts';
import { type Trunks, trunksOf } from './run.ts';
import { hits } from './search.ts';
import type { State } from './state.ts';

export interface Picture {
  readonly shown: Shown;
  /** All units, and behind them the groups: numbers of the picture are places in this list. */
  readonly units: readonly Unit[];
  readonly place: Place;
  /** Lit units; where there are any, all else fades. */
  readonly lit: ReadonlyMap<number, Light>;
  /** Edges drawn strongly: those of the selected unit, or of a path. */
  readonly hot: ReadonlyMap<number, Light>;
  /** Edges between lit units, drawn thinly in the colour of their light. */
  readonly soft: ReadonlyMap<number, Light>;
  /** Edges drawn faintly. */
  readonly faint: readonly number[];
  readonly trunks: Trunks;
  /** Its hot lines run from what is lost to what is lost with it: from the unit that is asked for to the one that asks. */
  readonly flow: boolean;
  /** Its lights tell of a comparison. */
  readonly diff: boolean;
  /** How many edges one stands for, where it is one between groups. */
  readonly weight: ReadonlyMap<number, number>;
  /** How many members of a group are lit as the group is. */
  readonly litInside: ReadonlyMap<number, number>;
}

/**
 * Longer than 80 lines: what is lit, one question after the other, then the same by groups.
 * @param path edges of the why that is asked, where one is; @param marked what a comparison tells of, where there is one; @param asked what is asked of the chosen unit
 */
export function pictureOf(
  model: Model,
  shown: Shown,
  state: State,
  path: readonly number[],
  marked: ReadonlyMap<number, Light> | undefined,
  asked: Pick<Asked, 'lit' | 'path' | 'flow'> = { lit: new Map(), path: [], flow: false },
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
  } else if (state.find !== '' && selected === undefined) {
    for (const n of hits(model, state.find)) if (shown.unit[shown.as[n] as number] === 1) lit.set(n, 'found');
  } else if (asked.lit.size > 0) {
    const visible = bothShown(model, shown);
    for (const [n, light] of asked.lit) lit.set(n, light);
    for (const e of asked.path) if (visible(e)) hot.set(e, asked.flow ? 'lost' : 'path');
  } else if (selected !== undefined) {
    lightCones(model, selected, state.depth === 0 ? Number.POSITIVE_INFINITY : state.depth, shown, { lit, hot, soft });
  } else if (state.view === 'diff' && marked !== undefined) {
    for (const [n, light] of marked) lit.set(n, light);
  }
  const chosen = shown.groups.find(({ key }) => state.unit === `group:${key}`);
  if (chosen !== undefined && lit.size === 0) lightGroup(model, chosen, shown, lit, hot);
  const faint = state.faint ? faintEdges(model, shown, state).filter((e) => !hot.has(e) && !soft.has(e)) : [];
  const units =
    shown.groups.length === 0 ? model.units : [...model.units, ...shown.groups.map((one) => groupUnit(model, one))];
  const place = placeOf(model, shown, units, `${state.edges} ${state.origins}`);
  const diff = state.view === 'diff' && state.unit === '';
  const none = new Map<number, number>();
  if (shown.groups.length === 0) {
    const trunks = trunksOf(model, shown.as, faint);
    return {
      shown,
      units,
      place,
      lit,
      hot,
      soft,
      faint,
      trunks,
      diff,
      flow: asked.flow,
      weight: none,
      litInside: none,
    };
  }
  // What runs within one column, or back, is the business of the groups' inside.
  const { earlier, later } = model.time;
  const ends = (e: number): [number, number] => [
    shown.as[earlier[e] as number] as number,
    shown.as[later[e] as number] as number,
  ];
  const onward = (e: number): boolean => {
    const [a, b] = ends(e);
    return (place.x[a] ?? 0) < (place.x[b] ?? 0);
  };
  const faintly = bundled(faint.filter(onward), ends);
  const strongly = bundled(hot.keys(), ends);
  const softly = bundled([...soft.keys()].filter(onward), ends);
  const keep = (map: ReadonlyMap<number, Light>, kept: readonly number[]): ReadonlyMap<number, Light> =>
    new Map(kept.map((e) => [e, map.get(e) as Light]));
  return {
    shown,
    units,
    place,
    ...litGroups(lit, shown),
    hot: keep(hot, strongly.kept),
    soft: keep(soft, softly.kept),
    faint: faintly.kept,
    trunks: trunksOf(model, shown.as, faintly.kept),
    diff,
    flow: asked.flow,
    weight: new Map([...faintly.weight, ...softly.weight, ...strongly.weight]),
  };
}

/** Of the lights of its members a group wears the one that says most. */
const STRONGEST: readonly Light[] = [
  'centre',
  'found',
  'lost',
  'gone',
  'new',
  'path',
  'changed',
  'late',
  'before',
  'after',
];

function litGroups(
  lit: ReadonlyMap<number, Light>,
  shown: Shown,
): { readonly lit: ReadonlyMap<number, Light>; readonly litInside: ReadonlyMap<number, number> } {
  const all = new Map(lit);
  const litInside = new Map<number, number>();
  for (const { n, members } of shown.groups) {
    const lights = members.flatMap((member) => lit.get(member) ?? []);
    const light = all.get(n) ?? STRONGEST.find((one) => lights.includes(one));
    if (light === undefined) continue;
    all.set(n, light);
    litInside.set(n, lights.filter((one) => one === light).length);
  }
  return { lit: all, litInside };
}

/** A group that is chosen: what some member waits for, and what waits for some member. */
function lightGroup(model: Model, group: Group, shown: Shown, lit: Map<number, Light>, hot: Map<number, Light>): void {
  const allowed = bootOrder(model, shown);
  for (const [back, name] of [
    [true, 'before'],
    [false, 'after'],
  ] as const)
    for (const member of group.members)
      for (const [e, other] of orderNeighbours(model, member, back, allowed)) {
        const drawn = shown.as[other] as number;
        if (drawn === group.n || shown.unit[drawn] !== 1) continue;
        if (!lit.has(drawn)) lit.set(drawn, name);
        if (model.data.edges.order[e] === 2) hot.set(e, name);
      }
  lit.set(group.n, 'centre');
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
    const within = new Uint8Array(model.units.length);
    for (const n of members.keys()) within[n] = 1;
    for (const e of model.drawn)
      if (within[from[e] as number] === 1 && within[to[e] as number] === 1 && allowed(e)) soft.set(e, name);
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
  const visible = bothShown(model, shown);
  if (state.edges.length === 0 && state.origins.length === 0) return [...model.drawn].filter(visible);
  const kept = [...model.order].filter(shown.edge);
  const ends = kept.map((e) => inTime(model, e));
  const keep = drawnEdges(
    model.units.length,
    model.data.nodes.wave,
    ends.map(([earlier]) => earlier),
    ends.map(([, later]) => later),
  );
  return kept.filter((e, k) => keep[k] === 1 && visible(e));
}

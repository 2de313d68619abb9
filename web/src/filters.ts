/** Which units and edges the state lets through. */
import { type Group, groupsOf } from './groups.ts';
import { cone, edgeType, isOrder, type Model, originsOf, pulledInBy } from './model.ts';
import { hits } from './search.ts';
import type { State } from './state.ts';

export interface Shown {
  /** 1 for each unit that is drawn. */
  readonly unit: Uint8Array;
  /** How many members a collapsed target, or a group, has taken in. */
  readonly inside: Int32Array;
  /** The unit that a hidden member is drawn as: itself, the target that it is collapsed into, or its group. */
  readonly as: Int32Array;
  /** Numbered behind the units. */
  readonly groups: readonly Group[];
  readonly count: number;
  /** May this edge be walked and drawn? */
  readonly edge: (e: number) => boolean;
}

/**
 * Allowed edges first, then units; linear.
 * @param marked units that a comparison tells of: shown in it, started or not
 */
export function applyFilters(model: Model, state: State, marked: ReadonlyMap<number, unknown> = NONE): Shown {
  const size = model.units.length;
  const edge = edgeFilter(model, state);
  const as = Int32Array.from({ length: size }, (_, n) => n);
  const collapsed = new Set(state.collapsed.map((id) => model.byId.get(id)).filter((n) => n !== undefined));
  if (collapsed.size > 0) for (let n = 0; n < size; n++) as[n] = collapsedInto(model, n, collapsed);

  const within = state.target === '' ? undefined : membersOf(model, state.target);
  const near = neighbourhood(model, state, edge);
  const wanted = state.name.toLowerCase();
  const found = state.find === '' ? NONE : new Map(hits(model, state.find).map((n) => [n, true]));
  const unit = new Uint8Array(size);
  const inside = new Int32Array(size);
  let count = 0;
  for (const u of model.units) {
    const selected = u.id === state.unit;
    const pass =
      (u.state !== 'gone' || marked.has(u.n)) &&
      (state.all || u.wave >= 0 || selected || WORTH_SEEING.has(u.state) || marked.has(u.n) || found.has(u.n)) &&
      !state.kinds.includes(u.type) &&
      !state.states.includes(u.state) &&
      !state.inits.includes(u.init) &&
      (within === undefined || within.has(u.n)) &&
      (state.slice === '' || model.slice[u.n] === state.slice || u.id === state.slice) &&
      (wanted === '' || u.id.toLowerCase().includes(wanted) || u.description.toLowerCase().includes(wanted)) &&
      (near === undefined || near.has(u.n));
    if (!pass) continue;
    const drawnAs = as[u.n] as number;
    if (drawnAs !== u.n) inside[drawnAs] = (inside[drawnAs] ?? 0) + 1;
    else {
      unit[u.n] = 1;
      count++;
    }
  }
  return grouped(model, state, { unit, inside, as, groups: [], count, edge });
}

/** The same with groups in the place of their members. Units that are asked about stand for themselves. */
function grouped(model: Model, state: State, shown: Shown): Shown {
  const apart = new Set([state.unit, state.a, state.b].flatMap((id) => model.byId.get(id) ?? []));
  const groups = groupsOf(model, state, (n) => shown.unit[n] === 1 && (shown.inside[n] ?? 0) === 0, apart);
  if (groups.length === 0) return shown;
  const size = model.units.length + groups.length;
  const as = Int32Array.from({ length: size }, (_, n) => shown.as[n] ?? n);
  const unit = new Uint8Array(size);
  const inside = new Int32Array(size);
  unit.set(shown.unit);
  inside.set(shown.inside);
  for (const group of groups) {
    unit[group.n] = 1;
    inside[group.n] = group.members.length;
    for (const n of group.members) {
      unit[n] = 0;
      as[n] = group.n;
    }
  }
  return { ...shown, unit, inside, as, groups };
}

const NONE: ReadonlyMap<number, unknown> = new Map();

/** Not started, and that is the news: shown even where only what is started is asked for. */
const WORTH_SEEING: ReadonlySet<string> = new Set(['dropped', 'victim']);

/** True for order edges among started units that the type and origin filters leave. */
export function bootOrder(model: Model, shown: Shown): (e: number) => boolean {
  return (e) => (model.data.edges.order[e] ?? 0) > 0 && shown.edge(e);
}

/** What a target pulls in, itself included: its subtree of reasons and whatever it waits for. */
export function membersOf(model: Model, id: string): Set<number> {
  const target = model.byId.get(id);
  if (target === undefined) return new Set();
  const found = new Set([target]);
  for (const n of cone(
    model,
    target,
    true,
    Number.POSITIVE_INFINITY,
    (e) => (model.data.edges.order[e] ?? 0) > 0,
  ).keys())
    found.add(n);
  return found;
}

function edgeFilter(model: Model, state: State): (e: number) => boolean {
  if (state.edges.length === 0 && state.origins.length === 0) return () => true;
  const verdict = new Int8Array(model.data.edges.from.length);
  return (e) => {
    if (verdict[e] === 0) {
      const origins = originsOf(model, e);
      const hidden =
        state.edges.includes(edgeType(model, e)) ||
        (origins.length > 0 && origins.every((origin) => state.origins.includes(origin)));
      verdict[e] = hidden ? -1 : 1;
    }
    return verdict[e] === 1;
  };
}

/** The nearest collapsed target on the way by which a unit was pulled in; other targets stay visible. */
function collapsedInto(model: Model, n: number, collapsed: ReadonlySet<number>): number {
  if (model.units[n]?.type === 'target' || collapsed.has(n)) return n;
  const path = pulledInBy(model, n);
  for (let k = path.length - 1; k >= 0; k--) {
    const from = model.data.edges.from[path[k] as number] as number;
    if (collapsed.has(from)) return from;
    if (model.units[from]?.type === 'target') return n;
  }
  return n;
}

function neighbourhood(model: Model, state: State, edge: (e: number) => boolean): Set<number> | undefined {
  const centre = model.byId.get(state.unit);
  if (!state.near || centre === undefined) return undefined;
  const allowed = (e: number): boolean => edge(e) && isOrder(model, e);
  const depth = state.depth === 0 ? 1 : state.depth;
  return new Set([
    centre,
    ...cone(model, centre, true, depth, allowed).keys(),
    ...cone(model, centre, false, depth, allowed).keys(),
  ]);
}

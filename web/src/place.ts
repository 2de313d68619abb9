/** Where the shown units stand: the engine's layout as shipped, or computed anew for a small part of a boot. */
import { buildAdjacency } from '../../src/view/adjacency.ts';
import { layout, ROW, SHELF_GAP } from '../../src/view/layout.ts';
import { labelWidth } from '../../src/view/text.ts';
import type { Shown } from './filters.ts';
import type { Model, Unit } from './model.ts';

export interface Place {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** Wave's number and the left edge of its column; waves without a shown unit are left out. */
  readonly waves: readonly { readonly wave: number; readonly x: number }[];
  readonly shelves: readonly { readonly title: string; readonly y: number; readonly count: number }[];
}

/** Below this part of the whole the shipped places would be a sparse sky: the picture closes up. */
const CLOSE_UP = 0.6;

/** The last places of each boot: as long as the same is shown, another choice or question moves nothing. */
const LAST = new WeakMap<
  Model,
  { readonly unit: Uint8Array; readonly as: Int32Array; readonly edges: string; readonly place: Place }
>();

/**
 * @param units of the picture: those of the boot, and behind them its groups
 * @param edges what the filters say of edges
 */
export function placeOf(model: Model, shown: Shown, units: readonly Unit[], edges: string): Place {
  const last = LAST.get(model);
  if (last !== undefined && last.edges === edges && same(last.unit, shown.unit) && same(last.as, shown.as))
    return last.place;
  const place = placed(model, shown, units);
  LAST.set(model, { unit: shown.unit, as: shown.as, edges, place });
  return place;
}

function same(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  if (a.length !== b.length) return false;
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return false;
  return true;
}

function placed(model: Model, shown: Shown, units: readonly Unit[]): Place {
  const { data } = model;
  const visible = units.filter((u) => shown.unit[u.n] === 1);
  if (shown.groups.length === 0 && visible.length > CLOSE_UP * model.started) return shipped(model, shown);
  const numbers = [...new Set(visible.filter((u) => u.wave >= 0).map((u) => u.wave))].sort((a, b) => a - b);
  const rank = new Map(numbers.map((wave, k) => [wave, k]));
  const wave = Int32Array.from(units, (u) => (shown.unit[u.n] === 1 ? (rank.get(u.wave) ?? -1) : -1));
  const edges = linesAmong(model, shown, wave);
  const shelves = shelvesOf(model, shown);
  const made = layout({
    wave,
    width: units.map((u) => labelWidth(u.label, data.chain.includes(u.n))),
    before: buildAdjacency(units.length, edges.from, edges.to),
    many: edges.many,
    spine: new Set(data.chain),
    shelves: shelves.map((shelf) => shelf.members),
  });
  return {
    x: made.x,
    y: made.y,
    waves: made.waveX.map((x, k) => ({ wave: numbers[k] ?? k, x })),
    shelves: shelves.map((shelf, k) => ({ title: shelf.title, count: shelf.members.length, y: made.shelfY[k] ?? 0 })),
  };
}

/** The order among what is shown: of edges between the same two one, and beside it how many they are. */
function linesAmong(
  model: Model,
  shown: Shown,
  wave: Int32Array,
): { readonly from: readonly number[]; readonly to: readonly number[]; readonly many: readonly number[] } {
  const { earlier, later } = model.time;
  const known = new Map<number, number>();
  const [from, to, many]: [number[], number[], number[]] = [[], [], []];
  for (const e of model.order) {
    const a = shown.as[earlier[e] as number] as number;
    const b = shown.as[later[e] as number] as number;
    if (a === b || (wave[a] ?? -1) < 0 || (wave[b] ?? -1) < 0 || !shown.edge(e)) continue;
    const key = a * wave.length + b;
    const at = known.get(key);
    if (at !== undefined) many[at] = (many[at] as number) + 1;
    else {
      known.set(key, from.length);
      from.push(a);
      to.push(b);
      many.push(1);
    }
  }
  return { from, to, many };
}

function shipped(model: Model, shown: Shown): Place {
  const { data, units } = model;
  const place = {
    x: units.map((u) => u.x),
    y: units.map((u) => u.y),
    waves: data.waveX.map((x, wave) => ({ wave, x })),
  };
  const open = shelvesOf(model, shown);
  if (
    open.every(
      ({ title, members }, k) => title === data.shelves[k]?.title && members.length === data.shelves[k].members.length,
    )
  )
    return {
      ...place,
      shelves: data.shelves.slice(0, open.length).map((shelf) => ({ ...shelf, count: shelf.members.length })),
    };
  return { ...place, shelves: closeUp(model, open, place) };
}

/** The shelves anew, each as large as what of it is shown: where most is left out, the places of all would be a desert. */
function closeUp(
  model: Model,
  open: ReturnType<typeof shelvesOf>,
  { x, y }: { readonly x: number[]; readonly y: number[] },
): Place['shelves'] {
  const standing = model.units.filter((u) => u.wave >= 0);
  const right = standing.reduce((most, u) => Math.max(most, u.x), 0);
  let top = standing.reduce((most, u) => Math.max(most, u.y), 0) + SHELF_GAP;
  const columns = Math.max(2, Math.floor(right / SHELF_WIDE));
  return open.map(({ title, members }) => {
    const shelf = { title, y: top, count: members.length };
    members.forEach((n, k) => {
      x[n] = (k % columns) * SHELF_WIDE;
      y[n] = top + Math.floor(k / columns) * ROW;
    });
    top += Math.floor((members.length - 1) / columns) * ROW + SHELF_GAP;
    return shelf;
  });
}

/** Room for an icon and the longest of names. */
const SHELF_WIDE = 224;

/** Shelves with a shown member, in the order shipped. */
function shelvesOf(model: Model, shown: Shown): { readonly title: string; readonly members: number[] }[] {
  return model.data.shelves
    .map((shelf) => ({ title: shelf.title, members: shelf.members.filter((n) => shown.unit[n] === 1) }))
    .filter((shelf) => shelf.members.length > 0);
}

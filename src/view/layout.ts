/**
 * Where each unit stands in the picture of a boot: columns are start waves from left to right, rows keep connected
 * units near each other. What the boot does not start stands on shelves below, where no order is claimed.
 *
 * A column may begin under the labels of the one before, on rows that are free: a thin chain of waves becomes a
 * cascade instead of a mile of empty columns. The left edge of a unit is always its wave's.
 */
import type { Adjacency } from '../engine/csr.ts';

export interface LayoutInput {
  /** Wave of each node; -1 for what is on a shelf. */
  readonly wave: Int32Array;
  /** Width that icon and label need, in layout units. */
  readonly width: ArrayLike<number>;
  /** The order in the direction of time, earlier → later; reduced or not. */
  readonly before: Adjacency;
  /** How many lines each edge of the order stands for; one, where that is not said. */
  readonly many?: ArrayLike<number>;
  /** Nodes that keep to the middle row: the milestones. */
  readonly spine: ReadonlySet<number>;
  /** What stands below, in the order wanted. */
  readonly shelves: readonly (readonly number[])[];
}

export interface Layout {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Left edge of each wave's (first) column. */
  readonly waveX: readonly number[];
  /** Top of each shelf. */
  readonly shelfY: readonly number[];
  readonly width: number;
  readonly height: number;
}

export const ROW = 26;
const PITCH = 54;
const GAP = 18;
export const SHELF_GAP = 74;
const ASPECT = 1.45;
const MOST_STRETCH = 2;
/** Names are larger from afar, and on a shelf there is room. */
const SHELF_ROOM = 1.25;
const SWEEPS = 4;

/** Linear in nodes and edges up to the sort within each wave; the same input gives the same picture. */
export function layout(input: LayoutInput): Layout {
  const columns = wavesOf(input.wave);
  const area = columns.flat().reduce((sum, node) => sum + (at(input.width, node) + GAP) * ROW, 0);
  const ideal = Math.sqrt(area / ASPECT) / ROW;
  let best: Placement | undefined;
  for (const scale of [1, 1.3, 1.7]) {
    const rows = Math.max(7, Math.min(90, Math.round(ideal * scale)));
    const candidate = settle(input, columns, rows);
    if (best === undefined || misfit(candidate) < misfit(best)) best = candidate;
  }
  return withShelves(input, best as Placement);
}

interface Placement {
  readonly row: Float64Array;
  readonly x: Float64Array;
  readonly waveX: number[];
  readonly rows: number;
  readonly right: number;
}

function misfit(placement: Placement): number {
  return Math.abs(Math.log(misshapen(placement)));
}

/** Above 1: wider than a screen; below: higher. */
function misshapen({ right, rows }: Pick<Placement, 'right' | 'rows'>): number {
  return right / (rows * ROW) / ASPECT;
}

function wavesOf(wave: Int32Array): number[][] {
  const columns: number[][] = [];
  wave.forEach((depth, node) => {
    if (depth < 0) return;
    while (columns.length <= depth) columns.push([]);
    columns[depth]?.push(node);
  });
  return columns;
}

/** Barycentre sweeps: place, ask each node where its neighbours stand, place again; the shortest edges win. */
function settle(input: LayoutInput, columns: readonly (readonly number[])[], rows: number): Placement {
  const wish = new Float64Array(input.wave.length).fill(rows / 2);
  let best: Placement | undefined;
  let bestLength = Number.POSITIVE_INFINITY;
  for (let sweep = 0; sweep <= SWEEPS; sweep++) {
    const placement = place(input, columns, rows, wish, sweep === 0);
    const length = wishFromNeighbours(input, placement, wish);
    if (length < bestLength) {
      best = placement;
      bestLength = length;
    }
  }
  return best as Placement;
}

function place(
  input: LayoutInput,
  columns: readonly (readonly number[])[],
  rows: number,
  wish: Float64Array,
  followParents: boolean,
): Placement {
  const row = new Float64Array(input.wave.length);
  const x = new Float64Array(input.wave.length);
  const taken = new Float64Array(rows); // right end of each row so far
  const waveX: number[] = [];
  const sum = new Float64Array(input.wave.length);
  const count = new Int32Array(input.wave.length);
  let left = -PITCH;
  for (const column of columns) {
    const target = (node: number): number => {
      if (input.spine.has(node)) return rows / 2;
      if (followParents && at(count, node) > 0) return at(sum, node) / at(count, node);
      return at(wish, node);
    };
    const sorted = [...column].sort((a, b) => target(a) - target(b) || a - b);
    for (let from = 0; from < Math.max(1, sorted.length); from += rows) {
      const chunk = sorted.slice(from, from + rows);
      const ends = Float64Array.from(taken).sort();
      left = Math.max(left + PITCH, chunk.length === 0 ? 0 : at(ends, chunk.length - 1));
      if (from === 0) waveX.push(left);
      const free: number[] = [];
      for (let r = 0; r < rows; r++) if (at(taken, r) <= left) free.push(r);
      let next = 0;
      chunk.forEach((node, k) => {
        const last = free.length - (chunk.length - k);
        const wanted = target(node);
        let pick = next;
        while (pick < last && Math.abs(at(free, pick + 1) - wanted) <= Math.abs(at(free, pick) - wanted)) pick++;
        next = pick + 1;
        const chosen = at(free, pick);
        row[node] = chosen;
        x[node] = left;
        taken[chosen] = left + at(input.width, node) + GAP;
        for (let k2 = at(input.before.start, node); k2 < at(input.before.start, node + 1); k2++) {
          const later = at(input.before.to, k2);
          const many = manyOf(input, k2);
          sum[later] = at(sum, later) + chosen * many;
          count[later] = at(count, later) + many;
        }
      });
    }
  }
  return { row, x, waveX, rows, right: taken.reduce((a, b) => Math.max(a, b), 0) };
}

/** Sets each wish to the mean row of all neighbours; returns the total height that the edges span. */
function wishFromNeighbours(input: LayoutInput, placement: Placement, wish: Float64Array): number {
  const sum = new Float64Array(wish.length);
  const count = new Int32Array(wish.length);
  let length = 0;
  for (let node = 0; node < wish.length; node++) {
    for (let k = at(input.before.start, node); k < at(input.before.start, node + 1); k++) {
      const later = at(input.before.to, k);
      if (at(input.wave, node) < 0 || at(input.wave, later) < 0) continue;
      const many = manyOf(input, k);
      length += Math.abs(at(placement.row, node) - at(placement.row, later)) * many;
      sum[node] = at(sum, node) + at(placement.row, later) * many;
      sum[later] = at(sum, later) + at(placement.row, node) * many;
      count[node] = at(count, node) + many;
      count[later] = at(count, later) + many;
    }
  }
  for (let node = 0; node < wish.length; node++) {
    wish[node] = at(count, node) > 0 ? at(sum, node) / at(count, node) : at(placement.row, node);
  }
  return length;
}

function withShelves(input: LayoutInput, placement: Placement): Layout {
  const { x } = placement;
  // A boot of few units and many waves would be a thin strip of the screen: its rows stand further apart.
  const standing = placement.row.filter((_, node) => at(input.wave, node) >= 0);
  const used = standing.reduce((a, b) => Math.max(a, b), 0) - standing.reduce((a, b) => Math.min(a, b), 1e9) + 1;
  const row = ROW * Math.max(1, Math.min(MOST_STRETCH, misshapen({ ...placement, rows: used })));
  const y = placement.row.map((one) => one * row);
  const shelfY: number[] = [];
  const width = Math.max(placement.right, 900);
  let top = placement.waveX.length === 0 ? 0 : placement.rows * row;
  for (const shelf of input.shelves) {
    top += SHELF_GAP;
    shelfY.push(top);
    const widest = shelf.reduce((most, node) => Math.max(most, at(input.width, node)), 0) * SHELF_ROOM + GAP;
    const perRow = Math.max(1, Math.floor(width / widest));
    shelf.forEach((node, k) => {
      x[node] = (k % perRow) * widest;
      y[node] = top + Math.floor(k / perRow) * ROW;
    });
    top += Math.max(0, Math.ceil(shelf.length / perRow) - 1) * ROW;
  }
  return { x, y, waveX: placement.waveX, shelfY, width, height: top };
}

/** @param k place among the rows of the order */
function manyOf({ many, before }: LayoutInput, k: number): number {
  return many === undefined ? 1 : at(many, at(before.edge, k));
}

function at(array: ArrayLike<number>, index: number): number {
  return array[index] as number;
}

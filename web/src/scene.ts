/**
 * What is drawn of a picture and how strongly: lines, trunks, names, sizes. The screen (canvas-under.ts, canvas.ts) and a drawing
 * (picture-svg.ts) both draw this, each with its own pen, so that they show the same.
 */
import { hotWidth, LIGHT_COLOUR, type Light } from './light.ts';
import type { Model, Unit } from './model.ts';
import { inFlow, inTime } from './order.ts';
import type { Picture } from './picture.ts';
import { arrowOf, type Corner, type Run } from './run.ts';

/** Lines of one look. */
export interface Stroke {
  readonly edges: readonly number[];
  /** Of the palette. */
  readonly colour: string;
  readonly opacity: number;
  readonly width: number;
}

const BACK = new WeakMap<Picture, readonly Stroke[]>();
const HOT = new WeakMap<Picture, readonly Stroke[]>();

/** Lines behind the units: the faint ones, thicker where one stands for many, and those between lit units. Once a picture: it is painted anew for every frame. */
export function backStrokes(model: Model, picture: Picture): readonly Stroke[] {
  const strokes = BACK.get(picture) ?? strokesOf(model, picture);
  BACK.set(picture, strokes);
  return strokes;
}

function strokesOf(model: Model, picture: Picture): readonly Stroke[] {
  const { faint, lit, soft, weight } = picture;
  const dim = lit.size > 0 ? 0.3 : 1;
  const opacity = dim * Math.max(0.25, Math.min(0.9, 300 / Math.max(1, faint.length)));
  const byWidth = new Map<number, number[]>();
  for (const e of faint) {
    if (!isDrawn(model, picture, e)) continue;
    const width = Math.min(3, 1 + Math.floor(Math.log2(weight.get(e) ?? 1) / 2.5));
    const same = byWidth.get(width);
    if (same) same.push(e);
    else byWidth.set(width, [e]);
  }
  return [
    ...[...byWidth].map(([width, edges]) => ({ edges, colour: 'edge', opacity, width })),
    ...byLight(soft)
      .map(([light, all]) => ({
        edges: all.filter((e) => isDrawn(model, picture, e)),
        colour: LIGHT_COLOUR[light],
        opacity: Math.max(0.15, Math.min(0.45, 60 / Math.max(1, all.length))),
        width: 1,
      }))
      .filter(({ edges }) => edges.length > 0),
  ];
}

/** Lines with an arrow: those of the chosen unit, or of what is asked. */
export function hotStrokes(model: Model, picture: Picture): readonly Stroke[] {
  const strokes = HOT.get(picture) ?? hotOf(model, picture);
  HOT.set(picture, strokes);
  return strokes;
}

function hotOf(model: Model, picture: Picture): readonly Stroke[] {
  const { shown } = picture;
  const standing = (e: number): boolean => inTime(model, e).every((n) => shown.unit[shown.as[n] as number] === 1);
  return byLight(picture.hot).map(([light, edges]) => ({
    edges: edges.filter((e) => standing(e) && isDrawn(model, picture, e)),
    colour: LIGHT_COLOUR[light],
    opacity: 0.9,
    width: hotWidth(light),
  }));
}

function byLight(lines: ReadonlyMap<number, Light>): [Light, number[]][] {
  const found = new Map<Light, number[]>();
  for (const [e, light] of lines) {
    const same = found.get(light);
    if (same) same.push(e);
    else found.set(light, [e]);
  }
  return [...found];
}

/** Between two places, of which one at least is in the boot's order. */
function isDrawn({ time }: Model, { shown, units }: Picture, e: number): boolean {
  const [a, b] = [shown.as[time.earlier[e] as number] as number, shown.as[time.later[e] as number] as number];
  return a !== b && ((units[a]?.wave ?? -1) >= 0 || (units[b]?.wave ?? -1) >= 0);
}

/** How far the point of an arrow stands off the icon, and its length. */
const ARROW = { off: 1.5, length: 8 } as const;

/** The corners of the arrow of a line that was asked for. @param zoom the icon's measure, @param scale the arrow's */
export function arrowAt(
  model: Model,
  picture: Picture,
  e: number,
  run: Run,
  zoom: number,
  scale: number,
): readonly Corner[] {
  const end = picture.units[picture.shown.as[inFlow(model, e, picture.flow)[1]] as number];
  const icon = end === undefined ? 0 : iconSize(model, picture, end);
  return arrowOf(run, icon * zoom + ARROW.off, ARROW.length * scale);
}

export interface Trunk {
  readonly n: number;
  readonly side: 1 | -1;
  readonly width: number;
}

/** How far a trunk runs from its unit. */
export const TRUNK_LENGTH = 18;

export function trunkOpacity({ lit }: Picture): number {
  return lit.size > 0 ? 0.24 : 0.8;
}

/** Where many lines of a unit run as one, it is as thick as they are many. */
export function trunkMarks({ trunks }: Picture): Trunk[] {
  const marks = (map: ReadonlyMap<number, number>, side: 1 | -1): Trunk[] =>
    [...map].map(([n, lines]) => ({ n, side, width: Math.min(7, 1 + Math.log2(lines) * 0.9) }));
  return [...marks(trunks.in, -1), ...marks(trunks.out, 1)];
}

/** A target that has taken its members in says how many; a group that is lit in part, how many of it are. */
export function nameOf({ shown, litInside }: Picture, u: Unit): string {
  const inside = shown.inside[u.n] ?? 0;
  if (u.type !== 'group') return inside > 0 ? `${u.label}  + ${inside}` : u.label;
  const lit = litInside.get(u.n) ?? 0;
  return lit > 0 && lit < inside ? `${u.label} (${lit} lit)` : u.label;
}

export function isBold(model: Model, { lit }: Picture, u: Unit): boolean {
  const light = lit.get(u.n);
  return u.type === 'group' || light === 'path' || light === 'centre' || model.data.chain.includes(u.n);
}

/** Half of an icon's width, as it is seen from near by. */
export function iconSize(model: Model, picture: Picture, u: Unit): number {
  if (u.type === 'group' || picture.lit.get(u.n) === 'centre') return 10;
  return model.data.chain.includes(u.n) ? 10.5 : 6.5;
}

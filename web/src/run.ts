/** How a line runs between two units, on the screen and in a drawing: level at both ends; many lines of one unit share a trunk before it. */
import { bendOf, LEVEL_FROM } from './curve.ts';
import type { Model } from './model.ts';
import { inFlow } from './order.ts';

/** What it has to know of a picture. */
export interface Runs {
  readonly shown: { readonly as: ArrayLike<number> };
  readonly place: { readonly x: ArrayLike<number>; readonly y: ArrayLike<number> };
  readonly trunks: Trunks;
  readonly flow: boolean;
}

/** So many lines on one side of a unit share a trunk. */
export const TRUNK_FROM = 8;
/** Its length, in units of the picture. */
const TRUNK = 30;

export interface Run {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  /** Between these the line bends; outside them it is a trunk. */
  readonly from: number;
  readonly to: number;
  /** It does not bend at all. */
  readonly straight?: boolean;
}

/** @param X and Y from the picture's places to the screen's or the drawing's; @param scale length of the one unit of the picture there */
export function runOf(
  model: Model,
  picture: Runs,
  e: number,
  X: (x: number) => number,
  Y: (y: number) => number,
  scale: number,
): Run {
  const [first, last] = inFlow(model, e, picture.flow);
  const [a, b] = [picture.shown.as[first] as number, picture.shown.as[last] as number];
  const { x, y } = picture.place;
  const [x1, y1, x2, y2] = [X(x[a] ?? 0), Y(y[a] ?? 0), X(x[b] ?? 0), Y(y[b] ?? 0)];
  const trunk = Math.max(0, Math.min(TRUNK * scale, (x2 - x1) / 3));
  return {
    x1,
    y1,
    x2,
    y2,
    from: picture.trunks.out.has(a) ? x1 + trunk : x1,
    to: picture.trunks.in.has(b) ? x2 - trunk : x2,
  };
}

/** The part of a canvas that draws a line. */
interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
}

export function draw(pen: Pen, { x1, y1, x2, y2, from, to, straight = false }: Run): void {
  pen.moveTo(x1, y1);
  if (straight) {
    pen.lineTo(x2, y2);
    return;
  }
  const bend = bendOf(to - from);
  if (from !== x1) pen.lineTo(from, y1);
  pen.bezierCurveTo(from + bend, y1, to - bend, y2, to, y2);
  if (to !== x2) pen.lineTo(x2, y2);
}

/** The same as the `d` of an SVG path. */
export function pathOf(run: Run): string {
  const parts: string[] = [];
  const round = (value: number): number => Math.round(value * 10) / 10;
  draw(
    {
      moveTo: (x, y) => parts.push(`M${round(x)} ${round(y)}`),
      lineTo: (x, y) => parts.push(`L${round(x)} ${round(y)}`),
      bezierCurveTo: (...points) => parts.push(`C${points.map(round).join(' ')}`),
    },
    run,
  );
  return parts.join('');
}

type ToDrawing = (value: number) => number;

/** A hot line: it has no trunk, and between near columns or backwards no bend, which would be a knot. */
export function hotRun(model: Model, picture: Runs, e: number, X: ToDrawing, Y: ToDrawing, scale: number): Run {
  const { x1, y1, x2, y2 } = runOf(model, picture, e, X, Y, scale);
  return { x1, y1, x2, y2, from: x1, to: x2, straight: x2 - x1 < LEVEL_FROM * scale };
}

export type Corner = readonly [x: number, y: number];

/** The corners of its arrow. @param away of its point from the middle of the icon; @param length the arrow's */
export function arrowOf({ x1, y1, x2, y2, straight }: Run, away: number, length: number): readonly Corner[] {
  const angle = straight ? Math.atan2(y2 - y1, x2 - x1) : 0;
  const at = (along: number, across: number): Corner => [
    x2 - along * Math.cos(angle) - across * Math.sin(angle),
    y2 - along * Math.sin(angle) + across * Math.cos(angle),
  ];
  return [at(away, 0), at(away + length, length / 2), at(away + length, -length / 2)];
}

/** Units with many drawn lines on a side. */
export interface Trunks {
  readonly in: ReadonlyMap<number, number>;
  readonly out: ReadonlyMap<number, number>;
}

export function trunksOf(model: Model, as: ArrayLike<number>, edges: readonly number[]): Trunks {
  const count = { in: new Map<number, number>(), out: new Map<number, number>() };
  for (const e of edges) {
    const [a, b] = [as[model.time.earlier[e] as number] as number, as[model.time.later[e] as number] as number];
    count.out.set(a, (count.out.get(a) ?? 0) + 1);
    count.in.set(b, (count.in.get(b) ?? 0) + 1);
  }
  const many = (map: Map<number, number>): Map<number, number> =>
    new Map([...map].filter(([, lines]) => lines >= TRUNK_FROM));
  return { in: many(count.in), out: many(count.out) };
}

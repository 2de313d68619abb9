/** How a line runs between two units, on the screen and in a drawing: level at both ends; many lines of one unit share a trunk before it. */
import { bendOf, LEVEL_FROM } from './curve.ts';
import type { Model } from './model.ts';
import { inFlow, inTime } from './order.ts';

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
  const [a, b] = inFlow(model, e, picture.flow).map((n) => picture.shown.as[n] as number) as [number, number];
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

/** The part of Canvas and Path2D that draws a line. */
interface Pen {
  moveTo(x: number, y: number): void;
  lineTo(x: number, y: number): void;
  bezierCurveTo(ax: number, ay: number, bx: number, by: number, x: number, y: number): void;
}

export function draw(pen: Pen, { x1, y1, x2, y2, from, to }: Run): void {
  const bend = bendOf(to - from);
  pen.moveTo(x1, y1);
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

/** A hot line as the `d` of an SVG path: it has no trunk, and bends as `levelCurve` does on the screen. */
export function hotPath(model: Model, picture: Runs, e: number, X: ToDrawing, Y: ToDrawing): string {
  const { x1, y1, x2, y2 } = runOf(model, picture, e, X, Y, 1);
  if (x2 - x1 < LEVEL_FROM) return `M${x1} ${y1}L${x2} ${y2}`;
  return pathOf({ x1, y1, x2, y2, from: x1, to: x2 });
}

/** Its arrow, which ends at the icon. */
export function arrowPath(model: Model, picture: Runs, e: number, X: ToDrawing, Y: ToDrawing): string {
  const { x1, y1, x2, y2 } = runOf(model, picture, e, X, Y, 1);
  const angle = x2 - x1 < LEVEL_FROM ? Math.atan2(y2 - y1, x2 - x1) : 0;
  const at = (along: number, across: number): string => {
    const [dx, dy] = [
      along * Math.cos(angle) - across * Math.sin(angle),
      along * Math.sin(angle) + across * Math.cos(angle),
    ];
    return `${Math.round((x2 + dx) * 10) / 10} ${Math.round((y2 + dy) * 10) / 10}`;
  };
  return `M${at(-8, 0)}L${at(-16, 4)}L${at(-16, -4)}Z`;
}

/** Units with many drawn lines on a side. */
export interface Trunks {
  readonly in: ReadonlyMap<number, number>;
  readonly out: ReadonlyMap<number, number>;
}

export function trunksOf(model: Model, as: ArrayLike<number>, edges: readonly number[]): Trunks {
  const count = { in: new Map<number, number>(), out: new Map<number, number>() };
  for (const e of edges) {
    const [a, b] = inTime(model, e).map((n) => as[n] as number) as [number, number];
    count.out.set(a, (count.out.get(a) ?? 0) + 1);
    count.in.set(b, (count.in.get(b) ?? 0) + 1);
  }
  const many = (map: Map<number, number>): Map<number, number> =>
    new Map([...map].filter(([, lines]) => lines >= TRUNK_FROM));
  return { in: many(count.in), out: many(count.out) };
}

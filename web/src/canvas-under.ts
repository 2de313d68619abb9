/** What lies beneath the units: bands, milestones, waves and the edges that are only background. */
import type { Core } from 'cytoscape';
import { type Model, unit } from './model.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';
import { draw, hotRun, type Run, runOf } from './run.ts';
import { arrowAt, backStrokes, hotStrokes, type Stroke, TRUNK_LENGTH, trunkMarks, trunkOpacity } from './scene.ts';
import { show } from './words.ts';

/** Room at the top for the names of the milestones. */
export const HEAD = 62;

interface Pen {
  readonly context: CanvasRenderingContext2D;
  readonly X: (x: number) => number;
  readonly Y: (y: number) => number;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
  readonly zoom: number;
}

export interface Layers {
  /** Beneath the units: bands, waves, edges. */
  readonly under: HTMLCanvasElement;
  /** Above them: the names of the milestones, which nothing may hide. */
  readonly over: HTMLCanvasElement;
}

export function paintLayers({ under, over }: Layers, cy: Core, model: Model, picture: Picture, palette: Palette): void {
  const steps = stepsOf(model, picture);
  const below = penOf(under, cy, palette);
  const above = penOf(over, cy, palette);
  if (below === undefined || above === undefined) return;
  const firstShelf = picture.place.shelves[0]?.y;
  const floor = firstShelf === undefined ? below.height : Math.min(below.height, below.Y(firstShelf - 46));
  paintBands(below, picture, steps, floor);
  paintLines(below, steps, floor);
  paintHeads(above, steps, floor);
  paintShelves(below, picture);
  for (const stroke of backStrokes(model, picture)) paintEdges(below, model, picture, stroke);
  paintTrunks(below, picture);
  for (const stroke of hotStrokes(model, picture)) paintHot(below, model, picture, stroke);
}

/** A clear canvas of the size of the picture; undefined where the browser gives none. */
function penOf(canvas: HTMLCanvasElement, cy: Core, palette: Palette): Pen | undefined {
  const ratio = Math.min(2, window.devicePixelRatio || 1);
  const [width, height] = [cy.width(), cy.height()];
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  const zoom = cy.zoom();
  const pan = cy.pan();
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  return { context, X: (x) => x * zoom + pan.x, Y: (y) => y * zoom + pan.y, width, height, palette, zoom };
}

export interface Step {
  readonly name: string;
  readonly x: number;
}

/** The milestones that are shown, from the earliest. */
export function stepsOf(model: Model, picture: Picture): Step[] {
  return model.data.chain
    .filter((n) => unit(model, n).wave >= 0 && picture.shown.unit[n] === 1)
    .map((n) => ({ name: show(unit(model, n).label), x: picture.place.x[n] ?? 0 }))
    .sort((a, b) => a.x - b.x);
}

function paintBands(
  { context, X, width, palette }: Pen,
  picture: Picture,
  steps: readonly Step[],
  floor: number,
): void {
  let left = 0;
  steps.forEach((step, k) => {
    const right = X(step.x);
    if (k % 2 === 0) {
      context.fillStyle = palette['band'] ?? '';
      context.fillRect(left, 0, Math.max(0, right - left), Math.max(0, floor));
    }
    left = right;
  });
  context.strokeStyle = palette['line'] ?? '';
  context.lineWidth = 1;
  context.globalAlpha = 0.55;
  context.beginPath();
  let last = -99;
  for (const wave of picture.place.waves) {
    const x = Math.round(X(wave.x)) + 0.5;
    if (x < 0 || x > width || x - last < 12) continue;
    last = x;
    context.moveTo(x, HEAD);
    context.lineTo(x, Math.max(HEAD, floor));
  }
  context.stroke();
  context.globalAlpha = 1;
}

function paintLines({ context, X, width, palette }: Pen, steps: readonly Step[], floor: number): void {
  context.strokeStyle = palette['hue-target'] ?? '';
  context.lineWidth = 1.5;
  context.globalAlpha = 0.55;
  context.beginPath();
  for (const { x } of steps) {
    const line = Math.round(X(x)) + 0.5;
    if (line < 0 || line > width) continue;
    context.moveTo(line, 6);
    context.lineTo(line, floor);
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** Names of the milestones at the top, each beside its line: in the band that it ends, where that has room. */
function paintHeads({ context, X, width, palette }: Pen, steps: readonly Step[], floor: number): void {
  if (floor < 70) return;
  context.textBaseline = 'alphabetic';
  context.textAlign = 'left';
  context.font = '650 12px system-ui, sans-serif';
  const heads = headsOf(steps, X, width, (text) => context.measureText(text).width);
  for (const { name, start, line, row } of heads) {
    const end = start + context.measureText(name).width;
    // Of a line out of sight no half a name looks in.
    if ((line < 0 || line > width) && (start < 0 || end > width)) continue;
    context.fillStyle = palette['bg'] ?? '';
    context.globalAlpha = 0.88;
    context.fillRect(start - 3, 8 + row * 16, end - start + 6, 16);
    context.globalAlpha = 1;
    context.fillStyle = palette['text'] ?? '';
    context.fillText(name, start, 20 + row * 16);
  }
}

export interface Head {
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly row: number;
}

/** Where each name stands: left of its line or right of it, on the first of three rows that is free there. @param width of what is seen */
export function headsOf(
  steps: readonly Step[],
  X: (x: number) => number,
  width: number,
  wide: (text: string) => number,
): Head[] {
  const rowEnd = [-1e9, -1e9, -1e9];
  return steps.map(({ name, x }, k) => {
    const line = X(x);
    const needed = wide(name) + 12;
    const before = k === 0 ? Number.NEGATIVE_INFINITY : X((steps[k - 1] as Step).x);
    const next = k === steps.length - 1 ? Number.POSITIVE_INFINITY : X((steps[k + 1] as Step).x);
    const left = line - needed;
    const free = (from: number): number => rowEnd.findIndex((end) => from >= end);
    const onLeft = left >= 4 && (left >= before || line + needed > Math.min(next, width)) && free(left) >= 0;
    const row = Math.max(0, free(onLeft ? left : line));
    rowEnd[row] = onLeft ? line : line + needed;
    return { name, line, row, start: onLeft ? left + 5 : line + 6 };
  });
}

function paintShelves({ context, X, Y, height, palette }: Pen, picture: Picture): void {
  context.textAlign = 'left';
  context.font = '600 12px system-ui, sans-serif';
  context.fillStyle = palette['muted'] ?? '';
  let last = -99;
  for (const shelf of picture.place.shelves) {
    const y = Y(shelf.y - 24);
    if (y < HEAD + 8 || y > height + 20 || y - last < 15) continue;
    last = y;
    context.fillText(`${shelf.title} (${shelf.count})`, Math.max(14, X(-8)), y);
  }
}

function paintEdges(pen: Pen, model: Model, picture: Picture, { edges, colour, opacity, width: wide }: Stroke): void {
  const { context, X, Y, palette, zoom } = pen;
  context.strokeStyle = palette[colour] ?? '';
  context.globalAlpha = opacity;
  context.lineWidth = wide;
  context.beginPath();
  for (const e of edges) {
    const run = runOf(model, picture, e, X, Y, zoom);
    if (!isSeen(pen, run)) continue;
    if (edges.length <= 1500) draw(context, run);
    else {
      context.moveTo(run.x1, run.y1);
      context.lineTo(run.x2, run.y2);
    }
  }
  context.stroke();
  context.globalAlpha = 1;
}

/** Lines that were asked for, each with its arrow. From afar they stay as thick as can be seen. */
function paintHot(pen: Pen, model: Model, picture: Picture, { edges, colour, opacity, width: wide }: Stroke): void {
  const { context, X, Y, palette, zoom } = pen;
  const scale = Math.max(0.6, Math.min(1.5, zoom));
  context.strokeStyle = palette[colour] ?? '';
  context.fillStyle = palette[colour] ?? '';
  context.globalAlpha = opacity;
  context.lineWidth = wide * scale;
  const seen = edges
    .map((e) => [e, hotRun(model, picture, e, X, Y, zoom)] as const)
    .filter(([, run]) => isSeen(pen, run));
  context.beginPath();
  for (const [, run] of seen) draw(context, run);
  context.stroke();
  context.beginPath();
  for (const [e, run] of seen) {
    arrowAt(model, picture, e, run, zoom, scale).forEach(([x, y], k) => {
      if (k === 0) context.moveTo(x, y);
      else context.lineTo(x, y);
    });
  }
  context.fill();
  context.globalAlpha = 1;
}

function isSeen({ width, height }: Pen, { x1, x2, y1, y2 }: Run): boolean {
  return Math.max(x1, x2) >= 0 && Math.min(x1, x2) <= width && Math.max(y1, y2) >= 0 && Math.min(y1, y2) <= height;
}

function paintTrunks({ context, X, Y, width, palette, zoom }: Pen, picture: Picture): void {
  const { place } = picture;
  context.strokeStyle = palette['edge'] ?? '';
  context.globalAlpha = trunkOpacity(picture);
  for (const { n, side, width: wide } of trunkMarks(picture)) {
    const [x, y] = [X(place.x[n] ?? 0), Y(place.y[n] ?? 0)];
    if (x < -50 || x > width + 50) continue;
    context.lineWidth = wide * Math.max(0.5, Math.min(1, zoom));
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + side * TRUNK_LENGTH * zoom, y);
    context.stroke();
  }
  context.globalAlpha = 1;
}

/**
 * The picture as a drawing of its own, for export and for print: what the screen shows, with every name, under a title and above what its
 * signs mean and what it shows.
 */
import { labelWidth } from '../../src/view/text.ts';
import { headsOf, stepsOf } from './canvas-under.ts';
import type { Caption } from './caption.ts';
import { svg } from './dom.ts';
import { DIM, LIGHT_COLOUR } from './light.ts';
import type { Model, Unit } from './model.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';
import { hotRun, pathOf, runOf } from './run.ts';
import {
  arrowAt,
  backStrokes,
  hotStrokes,
  iconSize,
  isBold,
  nameOf,
  type Stroke,
  TRUNK_LENGTH,
  trunkMarks,
  trunkOpacity,
} from './scene.ts';
import { iconSvg, rowsOf, signSvg, signsOf } from './signs-svg.ts';
import type { Seen } from './strip.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", sans-serif';

/** Around the drawing: title above, legend and caption below. */
const HEAD = 54;
const STEPS = 64;
const LEGEND = 24;
const PAD = 20;

/**
 * @param seen what the screen shows; where some shown unit lies outside, the drawing is cut to it
 * Longer than 80 lines: one drawing, from back to front.
 */
export function pictureSvg(
  model: Model,
  picture: Picture,
  palette: Palette,
  { title, sentence }: Caption,
  seen?: Seen,
): SVGSVGElement {
  const { x, y } = picture.place;
  const p = (name: string): string => palette[name] || '#888888';
  const all = picture.units.filter((u) => picture.shown.unit[u.n] === 1);
  const whole = boundsOf(all, picture);
  const cut = seen !== undefined && all.some((u) => !within(seen, x[u.n] ?? 0, y[u.n] ?? 0));
  const crop = cut ? overlap(seen, whole) : whole;
  const shown = all.filter((u) => !cut || within(crop, x[u.n] ?? 0, y[u.n] ?? 0, 200));
  const X = (value: number): number => Math.round((value - crop.x) * 10) / 10;
  const Y = (value: number): number => Math.round((value - crop.y + STEPS) * 10) / 10;
  const signs = signsOf(picture, shown);
  const width = Math.ceil(Math.max(crop.width + 2 * PAD, 480));
  const rows = rowsOf(signs, width - 2 * PAD);
  const inner = Math.ceil(crop.height + STEPS);
  const height = HEAD + inner + rows.length * LEGEND + 50;
  const firstShelf = picture.place.shelves[0];
  const floor = firstShelf === undefined ? inner : Math.min(inner, Y(firstShelf.y - 46));
  const steps = stepsOf(model, picture).filter((step) => X(step.x) > -40 && X(step.x) < crop.width + 300);
  const visible = (e: number): boolean => {
    const { x1, y1, x2, y2 } = runOf(model, picture, e, X, Y, 1);
    return Math.max(x1, x2) > 0 && Math.min(x1, x2) < crop.width && Math.max(y1, y2) > 0 && Math.min(y1, y2) < inner;
  };
  const arrow = (e: number): string => {
    const corners = arrowAt(model, picture, e, hotRun(model, picture, e, X, Y, 1), 1, 1);
    return `M${corners.map((corner) => corner.map((value) => Math.round(value * 10) / 10).join(' ')).join('L')}Z`;
  };
  const strokes = ({ edges, colour, opacity, width: thick }: Stroke, lines: 'back' | 'hot'): SVGElement | null => {
    const inside = edges.filter(visible);
    const d = inside.map((e) =>
      pathOf(lines === 'back' ? runOf(model, picture, e, X, Y, 1) : hotRun(model, picture, e, X, Y, 1)),
    );
    return d.length === 0
      ? null
      : svg(
          'g',
          { 'data-lines': lines, opacity },
          svg('path', { d: d.join(''), fill: 'none', stroke: p(colour), 'stroke-width': thick }),
          lines === 'hot' && svg('path', { d: inside.map(arrow).join(''), fill: p(colour) }),
        );
  };
  const band = (step: { readonly x: number }, k: number): SVGElement | null => {
    const left = k === 0 ? 0 : X((steps[k - 1] as { x: number }).x);
    return k % 2 === 0
      ? svg('rect', {
          x: left,
          y: 0,
          width: Math.max(0, X(step.x) - left),
          height: Math.max(0, floor),
          fill: p('band'),
        })
      : null;
  };
  const drawing = svg(
    'g',
    { transform: `translate(${PAD} ${HEAD})`, 'clip-path': 'url(#frame)' },
    steps.map(band),
    headsOf(steps, X, crop.width, (text) => text.length * 7.4).flatMap(({ name, line, start, row }) => [
      svg('line', {
        x1: line,
        x2: line,
        y1: 6,
        y2: floor,
        stroke: p('hue-target'),
        'stroke-opacity': 0.55,
        'stroke-width': 1.5,
      }),
      svg('text', { x: start, y: 16 + row * 16, fill: p('text'), 'font-weight': 650, 'font-size': 12 }, name),
    ]),
    picture.place.shelves.map((shelf) =>
      svg(
        'text',
        { x: X(-8), y: Y(shelf.y - 24), fill: p('muted'), 'font-weight': 600 },
        `${shelf.title} (${shelf.count})`,
      ),
    ),
    backStrokes(model, picture).map((stroke) => strokes(stroke, 'back')),
    trunkMarks(picture)
      .filter(({ n }) => within(crop, x[n] ?? 0, y[n] ?? 0))
      .map(({ n, side, width: thick }) =>
        svg('path', {
          d: `M${X(x[n] ?? 0)} ${Y(y[n] ?? 0)}h${side * TRUNK_LENGTH}`,
          stroke: p('edge'),
          'stroke-width': thick,
          opacity: trunkOpacity(picture),
        }),
      ),
    hotStrokes(model, picture).map((stroke) => strokes(stroke, 'hot')),
    shown.map((u) => unitSvg(model, picture, u, X(x[u.n] ?? 0), Y(y[u.n] ?? 0), p)),
  );
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': FONT, 'font-size': 13 },
    svg('title', {}, title),
    svg('clipPath', { id: 'frame' }, svg('rect', { width: Math.ceil(crop.width), height: inner })),
    svg('rect', { width, height, fill: p('bg') }),
    svg('text', { x: PAD, y: 32, fill: p('text'), 'font-size': 18, 'font-weight': 700 }, title),
    drawing,
    rows.flatMap((row, k) => row.map(({ sign, at }) => signSvg(sign, PAD + at, HEAD + inner + 18 + k * LEGEND, p))),
    captionLines(sentence, width - 2 * PAD).map((line, k) =>
      svg(
        'text',
        { x: PAD, y: HEAD + inner + rows.length * LEGEND + 24 + k * 16, fill: p('muted'), 'font-size': 12 },
        line,
      ),
    ),
  );
}

function boundsOf(shown: readonly Unit[], picture: Picture): Seen {
  const { x, y } = picture.place;
  const end = { left: 1e9, right: -1e9, top: 1e9, bottom: -1e9 };
  for (const u of shown) {
    end.left = Math.min(end.left, (x[u.n] ?? 0) - 24);
    end.right = Math.max(end.right, (x[u.n] ?? 0) + labelWidth(nameOf(picture, u), true) + 10);
    end.top = Math.min(end.top, (y[u.n] ?? 0) - 24);
    end.bottom = Math.max(end.bottom, (y[u.n] ?? 0) + 22);
  }
  if (shown.length === 0) return { x: 0, y: 0, width: 300, height: 60 };
  return { x: end.left, y: end.top, width: end.right - end.left, height: end.bottom - end.top };
}

function within(box: Seen, x: number, y: number, margin = 0): boolean {
  return (
    x >= box.x - margin && x <= box.x + box.width + margin && y >= box.y - margin && y <= box.y + box.height + margin
  );
}

function overlap(a: Seen, b: Seen): Seen {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.max(60, Math.min(a.x + a.width, b.x + b.width) - x);
  return { x, y, width, height: Math.max(40, Math.min(a.y + a.height, b.y + b.height) - y) };
}

function unitSvg(
  model: Model,
  picture: Picture,
  u: Unit,
  cx: number,
  cy: number,
  p: (name: string) => string,
): SVGElement {
  const light = picture.lit.get(u.n);
  const size = iconSize(model, picture, u);
  const quiet = u.wave < 0 && u.state !== 'dropped' && u.state !== 'victim' && u.state !== 'broken';
  return svg(
    'g',
    { 'data-unit': u.id, opacity: picture.lit.size > 0 && light === undefined ? DIM : undefined },
    light === undefined ? null : svg('circle', { cx, cy, r: size + 5, fill: p(LIGHT_COLOUR[light]), opacity: 0.25 }),
    iconSvg(u.type, u.state, cx, cy, size, p),
    svg(
      'text',
      {
        x: cx + size + 5,
        y: cy + 4.5,
        fill: p(quiet ? 'muted' : 'text'),
        'font-weight': isBold(model, picture, u) ? 700 : undefined,
        stroke: p('bg'),
        'stroke-width': 3,
        'stroke-opacity': 0.8,
        'paint-order': 'stroke',
      },
      nameOf(picture, u),
    ),
  );
}

/** A sentence in lines of about that width. */
function captionLines(sentence: string, width: number): string[] {
  const most = Math.max(30, Math.floor(width / 6.3));
  const lines: string[] = [''];
  for (const word of sentence.split(' ')) {
    const last = lines.at(-1) as string;
    if (last !== '' && last.length + word.length + 1 > most) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.slice(0, 3);
}

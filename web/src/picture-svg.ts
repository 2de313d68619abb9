/** The picture as a drawing of its own: for export and for print, whole, with every name. */
import { visibleText } from '../../src/view/text.ts';
import { bendOf, LIGHT_COLOUR } from './canvas-style.ts';
import { headsOf, stepsOf } from './canvas-under.ts';
import { svg } from './dom.ts';
import { hueOf, kindOf } from './kinds.ts';
import type { Light } from './light.ts';
import { type Model, unit } from './model.ts';
import { inTime } from './order.ts';
import type { Palette } from './palette.ts';
import type { Picture } from './picture.ts';

const FONT = 'system-ui, -apple-system, "Segoe UI", sans-serif';
const OUTLINE: Readonly<Record<string, readonly [colour: string, dash: string]>> = {
  idle: ['muted', ''],
  active: ['muted', ''],
  masked: ['muted', ''],
  missing: ['warn', '4 3'],
  broken: ['danger', ''],
  dropped: ['danger', ''],
  victim: ['danger', ''],
  gone: ['danger', '4 3'],
  'no-effect': ['muted', '1 2'],
};

/** Longer than 80 lines: one drawing, from back to front. */
export function pictureSvg(model: Model, picture: Picture, palette: Palette): SVGSVGElement {
  const { x, y } = picture.place;
  const shown = model.units.filter((u) => picture.shown.unit[u.n] === 1);
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const width = most(shown.map((u) => (x[u.n] ?? 0) + 40 + u.label.length * 8)) + 60;
  const height = most(shown.map((u) => y[u.n] ?? 0)) + 130;
  const X = (value: number): number => Math.round(value + 40);
  const Y = (value: number): number => Math.round(value + 80);
  const floor = picture.place.shelves[0] === undefined ? height : Y(picture.place.shelves[0].y - 46);
  const steps = stepsOf(model, picture);
  const p = (name: string): string => palette[name] || '#888888';
  const edge = (e: number): string => {
    const [a, b] = inTime(model, e).map((n) => picture.shown.as[n] as number) as [number, number];
    const [x1, y1, x2, y2] = [X(x[a] ?? 0), Y(y[a] ?? 0), X(x[b] ?? 0), Y(y[b] ?? 0)];
    const bend = Math.round(bendOf(x2 - x1));
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  };
  const strokes = (edges: readonly number[], colour: string, opacity: number, thick: number): SVGElement | null =>
    edges.length === 0
      ? null
      : svg('path', {
          d: edges.map(edge).join(''),
          fill: 'none',
          stroke: p(colour),
          'stroke-opacity': opacity,
          'stroke-width': thick,
        });
  const of = (map: ReadonlyMap<number, Light>, light: Light): number[] =>
    [...map].flatMap(([e, its]) => (its === light ? [e] : []));
  const lights = ['before', 'after', 'path'] as const;
  return svg(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, width, height, 'font-family': FONT, 'font-size': 13 },
    svg('title', {}, visibleText(`The boot of ${model.data.root}`)),
    svg('rect', { width, height, fill: p('bg') }),
    steps.map((step, k) =>
      k % 2 === 0
        ? svg('rect', {
            x: k === 0 ? 10 : X((steps[k - 1] as { x: number }).x),
            y: 0,
            width: X(step.x) - (k === 0 ? 10 : X((steps[k - 1] as { x: number }).x)),
            height: floor,
            fill: p('band'),
          })
        : null,
    ),
    headsOf(steps, X, (text) => text.length * 7.4).flatMap(({ name, line, start, row }) => [
      svg('line', {
        x1: line,
        x2: line,
        y1: 6,
        y2: floor,
        stroke: p('hue-target'),
        'stroke-opacity': 0.55,
        'stroke-width': 1.5,
      }),
      svg('text', { x: start, y: 20 + row * 16, fill: p('text'), 'font-weight': 650, 'font-size': 12 }, name),
    ]),
    picture.place.shelves.map((shelf) =>
      svg(
        'text',
        { x: 32, y: Y(shelf.y - 24), fill: p('muted'), 'font-weight': 600 },
        `${shelf.title} (${shelf.count})`,
      ),
    ),
    strokes(picture.faint, 'edge', picture.lit.size > 0 ? 0.25 : 0.6, 1),
    lights.map((light) => strokes(of(picture.soft, light), LIGHT_COLOUR[light], 0.4, 1)),
    lights.map((light) => strokes(of(picture.hot, light), LIGHT_COLOUR[light], 1, light === 'path' ? 3 : 1.8)),
    shown.map((u) => {
      const milestone = model.data.chain.includes(u.n);
      const light = picture.lit.get(u.n);
      const size = milestone ? 10.5 : 6.5;
      const outline = OUTLINE[u.state];
      const quiet = u.wave < 0 && u.state !== 'dropped' && u.state !== 'victim' && u.state !== 'broken';
      return svg(
        'g',
        { opacity: picture.lit.size > 0 && light === undefined ? 0.2 : undefined },
        light === undefined
          ? null
          : svg('circle', {
              cx: X(x[u.n] ?? 0),
              cy: Y(y[u.n] ?? 0),
              r: size + 5,
              fill: p(LIGHT_COLOUR[light]),
              opacity: 0.25,
            }),
        svg('polygon', {
          points: kindOf(u.type).points.join(' '),
          transform: `translate(${X(x[u.n] ?? 0)} ${Y(y[u.n] ?? 0)}) scale(${size})`,
          fill: p(`hue-${hueOf(u.type)}`),
          'fill-opacity': quiet ? 0.2 : undefined,
          stroke: outline === undefined ? undefined : p(outline[0]),
          'stroke-width': outline === undefined ? undefined : 2,
          'stroke-dasharray': outline?.[1] || undefined,
          'vector-effect': 'non-scaling-stroke',
        }),
        svg(
          'text',
          {
            x: X(x[u.n] ?? 0) + size + 5,
            y: Y(y[u.n] ?? 0) + 4.5,
            fill: p(quiet ? 'muted' : 'text'),
            'font-weight': milestone || light === 'path' || light === 'centre' ? 700 : undefined,
            stroke: p('bg'),
            'stroke-width': 3,
            'stroke-opacity': 0.8,
            'paint-order': 'stroke',
          },
          unit(model, u.n).label,
        ),
      );
    }),
  );
}

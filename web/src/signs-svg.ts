/** The signs of a drawing: the icon of a unit, and the legend that says what its shapes, outlines and colours mean. */
import { svg } from './dom.ts';
import { hueOf, kindOf, STATE_WORDS } from './kinds.ts';
import { LIGHT_COLOUR, type Light, lightsTold } from './light.ts';
import type { Unit } from './model.ts';
import type { Picture } from './picture.ts';

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

export function iconSvg(
  type: string,
  state: string,
  cx: number,
  cy: number,
  size: number,
  p: (name: string) => string,
): SVGElement {
  const outline = OUTLINE[state];
  const quiet = outline !== undefined && !['dropped', 'victim', 'broken'].includes(state);
  if (type === 'group')
    return svg('rect', {
      x: cx - size,
      y: cy - size,
      width: size * 2,
      height: size * 2,
      rx: 3,
      fill: p('surface'),
      stroke: p('hue-service'),
      'stroke-width': 3,
    });
  return svg('polygon', {
    points: kindOf(type).points.join(' '),
    transform: `translate(${cx} ${cy}) scale(${size})`,
    fill: p(`hue-${hueOf(type)}`),
    'fill-opacity': quiet ? 0.2 : undefined,
    stroke: outline === undefined ? undefined : p(outline[0]),
    'stroke-width': outline === undefined ? undefined : 2,
    'stroke-dasharray': outline?.[1] || undefined,
    'vector-effect': 'non-scaling-stroke',
  });
}

type Sign =
  | { readonly words: string; readonly light: Light }
  | { readonly words: string; readonly type: string; readonly state: string };

/** What the colours, shapes and outlines of this drawing say. */
export function signsOf(picture: Picture, shown: readonly Unit[]): Sign[] {
  const kinds = new Set(shown.map((u) => u.type));
  const states = new Set(shown.filter((u) => OUTLINE[u.state] !== undefined).map((u) => u.state));
  return [
    ...lightsTold(picture.lit, picture.diff).map(([light, words]) => ({ words, light })),
    ...[...kinds].map((type) => ({
      words: type === 'group' ? 'group of units' : kindOf(type).name,
      type,
      state: 'started',
    })),
    ...[...states].map((state) => ({ words: STATE_WORDS[state], type: 'service', state })),
  ];
}

interface Placed {
  readonly sign: Sign;
  readonly at: number;
}

export function rowsOf(signs: readonly Sign[], width: number): readonly (readonly Placed[])[] {
  const rows: Placed[][] = [];
  let at = width;
  for (const sign of signs) {
    const wide = 34 + sign.words.length * 7;
    if (at + wide > width) {
      rows.push([]);
      at = 0;
    }
    rows.at(-1)?.push({ sign, at });
    at += wide;
  }
  return rows;
}

export function signSvg(sign: Sign, x: number, y: number, p: (name: string) => string): SVGElement {
  return svg(
    'g',
    {},
    'light' in sign
      ? svg('circle', { cx: x + 6, cy: y - 4, r: 6, fill: p(LIGHT_COLOUR[sign.light]) })
      : iconSvg(sign.type, sign.state, x + 6, y - 4, 6, p),
    svg('text', { x: x + 18, y, fill: p('text'), 'font-size': 12 }, sign.words),
  );
}

/** Kinds of node by shape, states by outline: the same geometry for the canvas, the SVG export and the icons in text. */
import type { ViewState } from '../../src/view/format.ts';
import { svg } from './dom.ts';

export interface Kind {
  readonly name: string;
  /** Corners in a square from -1 to 1. */
  readonly points: readonly number[];
}

function regular(corners: number, turn = 0): readonly number[] {
  return Array.from({ length: corners }, (_, k) => {
    const angle = ((k + turn) / corners) * 2 * Math.PI - Math.PI / 2;
    return [round(Math.cos(angle)), round(Math.sin(angle))];
  }).flat();
}
function star(corners: number, inner: number): readonly number[] {
  return Array.from({ length: corners * 2 }, (_, k) => {
    const angle = (k / (corners * 2)) * 2 * Math.PI - Math.PI / 2;
    const radius = k % 2 === 0 ? 1 : inner;
    return [round(Math.cos(angle) * radius), round(Math.sin(angle) * radius)];
  }).flat();
}
function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

const SQUARE = [-0.82, -0.82, 0.82, -0.82, 0.82, 0.82, -0.82, 0.82];

export const KINDS: Readonly<Record<string, Kind>> = {
  service: { name: 'service', points: regular(20) },
  target: { name: 'target', points: [0, -1, 1, 0, 0, 1, -1, 0] },
  socket: { name: 'socket', points: [0, -0.95, 1, 0.8, -1, 0.8] },
  mount: { name: 'mount', points: SQUARE },
  automount: { name: 'automount', points: [-0.82, -0.82, 0.4, -0.82, 0.82, -0.4, 0.82, 0.82, -0.82, 0.82] },
  swap: { name: 'swap', points: [-1, -0.55, 1, -0.55, 1, 0.55, -1, 0.55] },
  timer: { name: 'timer', points: [-0.85, -0.9, 0.85, -0.9, 0.15, 0, 0.85, 0.9, -0.85, 0.9, -0.15, 0] },
  path: { name: 'path', points: [-0.95, -0.6, 0.3, -0.6, 1, 0, 0.3, 0.6, -0.95, 0.6] },
  slice: { name: 'slice', points: [0, -0.9, 1, 0.7, 0, 0.35, -1, 0.7] },
  scope: { name: 'scope', points: regular(8, 0.5) },
  device: { name: 'device', points: regular(5) },
  script: { name: 'init script', points: [-0.8, -0.95, 0.35, -0.95, 0.8, -0.5, 0.8, 0.95, -0.8, 0.95] },
  facility: { name: 'facility', points: regular(6) },
  runlevel: { name: 'runlevel', points: [0, -1, 1, 0, 0, 1, -1, 0] },
  job: { name: 'Upstart job', points: regular(20) },
  event: { name: 'event', points: star(5, 0.45) },
};

export const FALLBACK: Kind = { name: 'unit', points: regular(20) };

export function kindOf(type: string): Kind {
  return Object.hasOwn(KINDS, type) ? (KINDS[type] as Kind) : FALLBACK;
}

/** Group whose colour a type wears: eight hues are told apart, sixteen are not. */
export function hueOf(type: string): string {
  return Object.hasOwn(HUES, type) ? (HUES[type] as string) : 'other';
}
const HUES: Readonly<Record<string, string>> = {
  service: 'service',
  script: 'service',
  job: 'service',
  target: 'target',
  runlevel: 'target',
  event: 'target',
  socket: 'socket',
  mount: 'mount',
  automount: 'mount',
  swap: 'mount',
  timer: 'timer',
  path: 'timer',
  slice: 'slice',
  scope: 'slice',
  device: 'device',
  facility: 'device',
};

export const STATE_WORDS: Readonly<Record<ViewState, string>> = {
  started: 'started',
  active: 'active beforehand',
  idle: 'not started',
  dropped: 'dropped from the boot',
  victim: 'may be dropped to break a cycle',
  masked: 'masked',
  missing: 'not found',
  broken: 'cannot be loaded',
  'no-effect': 'without effect',
  gone: 'gone since the earlier boot',
};

/** The kind's icon for running text; decorative, for the text beside it says the same. */
export function kindIcon(type: string, state: ViewState = 'started'): SVGSVGElement {
  return svg(
    'svg',
    { viewBox: '-1.35 -1.35 2.7 2.7', class: `icon hue-${hueOf(type)} state-${state}`, 'aria-hidden': 'true' },
    svg('polygon', { points: kindOf(type).points.join(' ') }),
  );
}

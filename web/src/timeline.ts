/** A recorded boot: a bar for each unit, from the moment its start began to the moment it was over. */

import { endOf, type Timing, tookOf } from '../../src/recorded/timing.ts';
import { spanWords } from '../../src/report/span.ts';
import { h, svg } from './dom.ts';
import { type Model, unit } from './model.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

/** Units of the drawing's width: the browser stretches it. */
const WIDTH = 1000;
const HEIGHT = 18;
/** The height of a line of the axis: the ticks' words, and each row of milestones above them. */
const LINE = 15;
/** So many parts the axis has, more or less. */
const TICKS = 6;

export function timelineView(model: Model): HTMLElement {
  const { timings } = model.data;
  if (timings === undefined)
    return h(
      'div',
      { class: 'page' },
      h('h2', {}, 'Timeline'),
      h(
        'p',
        {},
        'No times were recorded with this boot. bootscope view --timings FILE takes them from systemd-analyze plot --json, a dump or a journal.',
      ),
    );
  const rows = timings.units
    .filter((timing) => startOf(timing) !== undefined)
    .sort((a, b) => (startOf(a) ?? 0) - (startOf(b) ?? 0) || (a.unit < b.unit ? -1 : 1));
  const end = rows.reduce((most, timing) => Math.max(most, endOf(timing) ?? startOf(timing) ?? 0), 1);
  const scale = { end, ticks: ticksOf(end), milestones: milestonesOf(model, rows) };
  return h(
    'div',
    { class: 'page' },
    h('h2', {}, `Timeline (${spanWords(end)})`),
    h('p', {}, `Times from ${timings.source}. Each bar is one start, from its beginning until it was over.`),
    h(
      'table',
      { class: 'timeline' },
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          ['Unit', 'Began', 'Took'].map((title) => h('th', { scope: 'col' }, title)),
          h('th', { scope: 'col', class: 'when' }, h('span', { class: 'sr' }, 'When'), axis(scale)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((timing) => row(model, timing, scale)),
      ),
    ),
  );
}

interface Scale {
  readonly end: number;
  readonly ticks: readonly number[];
  readonly milestones: readonly { readonly name: string; readonly at: number }[];
}

/** Round moments from 0 to the end: 1, 2 or 5 of a power of ten apart. */
export function ticksOf(end: number): number[] {
  const power = 10 ** Math.floor(Math.log10(end / TICKS));
  const step = [1, 2, 5, 10].map((one) => one * power).find((one) => end / one <= TICKS) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, k) => Math.round(k * step));
}

/** The steps of the boot that were recorded, at the moment when they were reached. */
function milestonesOf(model: Model, rows: readonly Timing[]): Scale['milestones'] {
  const steps = new Set(model.data.chain);
  return rows
    .flatMap((timing) => {
      const n = model.byId.get(timing.unit);
      const at = endOf(timing);
      return n === undefined || at === undefined || !steps.has(n) ? [] : [{ name: unit(model, n).label, at }];
    })
    .sort((a, b) => a.at - b.at);
}

/** The ticks with their moments, and above them the milestones, each on the first row that is free there. */
function axis({ end, ticks, milestones }: Scale): HTMLElement {
  const part = (at: number): string => `${Math.round((at / end) * 1000) / 10}%`;
  const rowEnds: number[] = [];
  const names = milestones.map(({ name, at }) => {
    // A name takes some 8 thousandths of a usual page's width a letter.
    const from = at / end;
    const wide = name.length * 0.009;
    const left = from + wide > 1 ? from - wide : from;
    const free = rowEnds.findIndex((edge) => left >= edge);
    const row = free < 0 ? rowEnds.length : free;
    rowEnds[row] = left + wide + 0.01;
    return { name, at, row, left };
  });
  const box = h('div', { class: 'axis' });
  box.style.height = `${(rowEnds.length + 1) * LINE + 2}px`;
  for (const { name, at, row } of names) {
    const late = at / end > 0.8;
    const label = h('span', { class: 'name milestone-name', title: `${name}: ${spanWords(at)}` }, show(name));
    if (late) label.style.right = `${Math.round((1 - at / end) * 1000) / 10}%`;
    else label.style.left = part(at);
    label.style.top = `${row * LINE}px`;
    box.append(label);
  }
  for (const at of ticks) {
    const label = h('span', { class: 'tick-name' }, spanWords(at));
    if (at / end > 0.95) label.style.right = '0';
    else label.style.left = part(at);
    label.style.top = `${rowEnds.length * LINE}px`;
    box.append(label);
  }
  return box;
}

function row(model: Model, timing: Timing, { end, ticks, milestones }: Scale): HTMLElement {
  const start = startOf(timing) ?? 0;
  const took = tookOf(timing);
  const n = model.byId.get(timing.unit);
  const upright = (at: number, kind: string): SVGElement => {
    const x = (at / end) * WIDTH;
    return svg('line', { x1: x, x2: x, y1: 0, y2: HEIGHT, class: kind });
  };
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, n === undefined ? show(timing.unit) : unitLink(model, n)),
    h('td', {}, spanWords(start)),
    h('td', {}, took === undefined ? '' : spanWords(took)),
    h(
      'td',
      { class: 'when' },
      svg(
        'svg',
        { class: 'bar', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        ticks.map((at) => upright(at, 'tick')),
        milestones.map(({ at }) => upright(at, 'mark')),
        svg('rect', {
          x: (start / end) * WIDTH,
          y: 4,
          width: Math.max(2, (((endOf(timing) ?? end) - start) / end) * WIDTH),
          height: HEIGHT - 8,
          class: milestones.some(({ name }) => n !== undefined && name === unit(model, n).label)
            ? 'milestone'
            : undefined,
        }),
      ),
    ),
  );
}

function startOf(timing: Timing): number | undefined {
  return timing.activating ?? timing.activated;
}

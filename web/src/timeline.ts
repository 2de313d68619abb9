/** A recorded boot: a bar for each unit, from the moment its start began to the moment it was over. */

import { spanWords } from '../../src/report/span.ts';
import { count } from '../../src/report/words.ts';
import { endOf, type Timing, tookOf, type ViewLength } from '../../src/view/format.ts';
import { answerLines } from './answer.ts';
import { h, svg } from './dom.ts';
import { type Model, orderNeighbours, unit } from './model.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { proofLines, show } from './words.ts';

/** Units of the drawing's width: the browser stretches it. */
const WIDTH = 1000;
const HEIGHT = 18;
/** The height of a line of the axis: the ticks' words, and each row of milestones above them. */
const LINE = 15;
/** A letter of a milestone's name, as a part of the axis where that is some 500 pixels wide. */
const LETTER = 0.0132;
/** So many parts the axis has, more or less. */
const TICKS = 6;

export function timelineView(model: Model, state: State): HTMLElement {
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
  const { length } = timings;
  const critical = new Map((length?.rests ?? []).map((rest) => [rest[0], rest] as const));
  const slack = length === undefined ? undefined : new Map(length.slack);
  const all = timings.units
    .filter((timing) => startOf(timing) !== undefined)
    .sort((a, b) => (startOf(a) ?? 0) - (startOf(b) ?? 0) || (a.unit < b.unit ? -1 : 1));
  const numbered = all.map((timing) => ({ timing, n: model.byId.get(timing.unit) }));
  const rows = numbered.filter(({ n }) => !state.rests || (n !== undefined && critical.has(n)));
  const end = all.reduce((most, timing) => Math.max(most, endOf(timing) ?? startOf(timing) ?? 0), 1);
  const ends = new Map(all.map((one) => [one.unit, endOf(one)] as const));
  const scale: Scale = { end, ticks: ticksOf(end), milestones: milestonesOf(model, all), critical, slack, ends };
  return h(
    'div',
    { class: 'page wide' },
    h('h2', {}, `Timeline (${spanWords(end)})`),
    h('p', {}, `Times from ${timings.source}. Each bar is one start, from its beginning until it was over.`),
    ...(length === undefined ? [] : lengthPart(model, length, state)),
    timings.advice !== undefined &&
      h(
        'details',
        { class: 'advice' },
        h('summary', {}, 'What would make it shorter'),
        answerLines(model, timings.advice),
      ),
    table(model, rows, scale),
  );
}

/** What the boot's length rests on, in a sentence and a switch. */
function lengthPart(model: Model, { target, reached, rests }: ViewLength, state: State): HTMLElement[] {
  const slow = [...rests].sort((a, b) => b[3] - b[2] - (a[3] - a[2])).filter(([, , began, ended]) => ended > began);
  const waiting = rests.reduce((sum, [, , , , lag]) => sum + lag, 0);
  return [
    h(
      'p',
      {},
      unitLink(model, target),
      ` was reached at ${spanWords(reached)}. That rests on ${count(rests.length, 'start')}, one after the other`,
      ...slow
        .slice(0, 3)
        .flatMap(([n, , began, ended], k) => [
          k === 0 ? '; of these ' : ', ',
          unitLink(model, n),
          ` took ${spanWords(ended - began)}`,
        ]),
      waiting > 0 ? `; ${spanWords(waiting)} went by between them.` : '.',
    ),
    h(
      'ul',
      { class: 'legend-line' },
      h('li', {}, h('span', { class: 'sample rests' }), 'the boot’s length rests on it'),
      h('li', {}, h('span', { class: 'sample' }), 'any other start'),
      h('li', {}, h('span', { class: 'sample slack' }), 'could end so much later without the boot being longer'),
      h('li', {}, h('span', { class: 'sample lag' }), 'all that it waited for was up, and it had not begun'),
    ),
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', href: hrefOf({ rests: !state.rests }) },
        state.rests ? 'Show every start' : 'Only what the length rests on',
      ),
      h(
        'a',
        { class: 'button', href: hrefOf({ view: 'waves', unit: unit(model, target).id, ask: 'longest' }) },
        'The longest chain in the picture',
      ),
    ),
  ];
}

interface Row {
  readonly timing: Timing;
  readonly n: number | undefined;
}

function table(model: Model, rows: readonly Row[], scale: Scale): HTMLElement {
  const titles = ['Unit', 'Began', 'Took', ...(scale.slack === undefined ? [] : ['Could end later'])];
  const made = new Map<number, HTMLElement>();
  const body = h(
    'tbody',
    {},
    rows.map((one) => {
      const element = row(model, one, scale);
      if (one.n !== undefined) made.set(one.n, element);
      return element;
    }),
  );
  // What a start waited for stands out while it is pointed at, or has the focus.
  const point = (event: Event): void => {
    const at = event.target instanceof Element ? event.target.closest('tr') : null;
    for (const other of body.querySelectorAll('.waited')) other.classList.remove('waited');
    const n = Number(at?.dataset['n'] ?? -1);
    if (at === null || n < 0) return;
    for (const [, other] of orderNeighbours(model, n, true, (e) => (model.data.edges.order[e] ?? 0) > 0))
      made.get(other)?.classList.add('waited');
  };
  for (const kind of ['mouseover', 'focusin']) body.addEventListener(kind, point);
  return h(
    'table',
    { class: 'timeline' },
    h(
      'thead',
      {},
      h(
        'tr',
        {},
        titles.map((title) => h('th', { scope: 'col' }, title)),
        h('th', { scope: 'col', class: 'when' }, h('span', { class: 'sr' }, 'When'), axis(scale)),
      ),
    ),
    body,
  );
}

interface Scale {
  readonly end: number;
  readonly ticks: readonly number[];
  readonly milestones: readonly { readonly name: string; readonly at: number }[];
  /** What the length rests on, by its number. */
  readonly critical: ReadonlyMap<number, ViewLength['rests'][number]>;
  /** When each recorded start was over. */
  readonly ends: ReadonlyMap<string, number | undefined>;
  /** By number; undefined where nothing is known of any. */
  readonly slack: ReadonlyMap<number, number> | undefined;
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
    const from = at / end;
    const wide = name.length * LETTER;
    // A late name stands left of its moment.
    const late = from + wide > 1;
    const left = late ? from - wide : from;
    const free = rowEnds.findIndex((edge) => left >= edge);
    const row = free < 0 ? rowEnds.length : free;
    rowEnds[row] = left + wide + 0.01;
    return { name, at, row, late };
  });
  const box = h('div', { class: 'axis' });
  box.style.height = `${(rowEnds.length + 1) * LINE + 2}px`;
  for (const { name, at, row, late } of names) {
    const label = h('span', { class: 'name milestone-name', title: `${name}: ${spanWords(at)}` }, show(name));
    if (late) label.style.right = `${Math.round((1 - at / end) * 1000) / 10}%`;
    else label.style.left = part(at);
    label.style.top = `${row * LINE}px`;
    box.append(label);
  }
  for (const at of ticks) {
    const label = h('span', { class: 'tick-name' }, spanWords(at));
    if (at / end > 0.88) label.style.right = `${Math.round((1 - at / end) * 1000) / 10}%`;
    else label.style.left = part(at);
    label.style.top = `${rowEnds.length * LINE}px`;
    box.append(label);
  }
  return box;
}

function row(model: Model, { timing, n }: Row, { end, ticks, milestones, critical, slack, ends }: Scale): HTMLElement {
  const start = startOf(timing) ?? 0;
  const stop = endOf(timing) ?? end;
  const took = tookOf(timing);
  const rests = n === undefined ? undefined : critical.get(n);
  const spare = n === undefined ? undefined : slack?.get(n);
  const upright = (at: number, kind: string): SVGElement => {
    const x = (at / end) * WIDTH;
    return svg('line', { x1: x, x2: x, y1: 0, y2: HEIGHT, class: kind });
  };
  const stretch = (from: number, to: number, kind: string | undefined, thick: number): SVGElement =>
    svg('rect', {
      x: (from / end) * WIDTH,
      y: (HEIGHT - thick) / 2,
      width: Math.max(2, ((to - from) / end) * WIDTH),
      height: thick,
      class: kind,
    });
  const milestone = milestones.some(({ name }) => n !== undefined && name === unit(model, n).label);
  return h(
    'tr',
    {
      class: rests === undefined ? undefined : 'rests',
      'data-n': String(n ?? -1),
      title: waitWords(model, timing, n, rests, ends),
    },
    h('th', { scope: 'row' }, n === undefined ? show(timing.unit) : unitLink(model, n)),
    h('td', {}, spanWords(start)),
    h('td', {}, took === undefined ? '' : spanWords(took)),
    slack !== undefined &&
      h(
        'td',
        { class: spare === undefined && rests === undefined ? 'none' : undefined },
        spareWords(rests !== undefined, spare),
      ),
    h(
      'td',
      { class: 'when' },
      svg(
        'svg',
        { class: 'moments', viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        ticks.map((at) => upright(at, 'tick')),
        milestones.map(({ at }) => upright(at, 'mark')),
        rests !== undefined && rests[4] > 0 && stretch(rests[2] - rests[4], rests[2], 'lag', 2),
        rests === undefined &&
          spare !== undefined &&
          spare > 0 &&
          stretch(stop, Math.min(end, stop + spare), 'slack', 4),
        stretch(start, stop, rests !== undefined ? 'rests' : milestone ? 'milestone' : undefined, HEIGHT - 8),
      ),
    ),
  );
}

function spareWords(rests: boolean, spare: number | undefined): string {
  if (rests || spare === 0) return 'no';
  return spare === undefined ? 'nothing waits for it' : spanWords(spare);
}

/** Which of the starts that it waited for was over last, and where that is written. */
function waitWords(
  model: Model,
  timing: Timing,
  n: number | undefined,
  rests: ViewLength['rests'][number] | undefined,
  ends: Scale['ends'],
): string | undefined {
  if (n === undefined) return undefined;
  const last = orderNeighbours(model, n, true, (e) => (model.data.edges.order[e] ?? 0) > 0)
    .map(([e, other]) => ({ e, other, at: ends.get(unit(model, other).id) }))
    .filter((one): one is { e: number; other: number; at: number } => one.at !== undefined)
    .sort((a, b) => b.at - a.at)[0];
  if (last === undefined) return `${show(timing.unit)} waited for nothing that was recorded.`;
  const lag = rests !== undefined && rests[4] > 0 ? ` It began ${spanWords(rests[4])} after that.` : '';
  return `${show(timing.unit)} waited longest for ${show(unit(model, last.other).id)}, until ${spanWords(last.at)}.${lag}\n${proofLines(model, last.e).join('\n')}`;
}

function startOf(timing: Timing): number | undefined {
  return timing.activating ?? timing.activated;
}

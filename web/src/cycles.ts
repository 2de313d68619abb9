/** Ordering cycles: each drawn as a ring, its edges with their proof, who may be dropped, and what mends it. */

import type { ViewCycle } from '../../src/view/format.ts';
import { type Ring, ringLayout } from '../../src/view/layout-ring.ts';
import { answerLines } from './answer.ts';
import { h, svg } from './dom.ts';
import { edgeItem } from './edge-item.ts';
import { hueOf, kindOf } from './kinds.ts';
import { type Model, unit } from './model.ts';
import { inTime } from './order.ts';
import { hrefOf } from './state.ts';
import { show } from './words.ts';

export function cyclesView(model: Model): HTMLElement {
  const { cycles, exact, texts } = model.data;
  if (model.data.init.system !== 'systemd')
    return h(
      'div',
      { class: 'page cycles' },
      h('h2', {}, 'Ordering cycles (0)'),
      texts.cycles === ''
        ? h('p', { class: 'empty' }, `${show(model.data.init.system)} has no transaction that a cycle could break.`)
        : answerLines(model, texts.cycles),
    );
  return h(
    'div',
    { class: 'page cycles' },
    h('h2', {}, `Ordering cycles (${cycles.length})`),
    cycles.length === 0 &&
      h(
        'p',
        { class: 'empty' },
        exact
          ? 'None: everything that this boot starts can be put in one order.'
          : 'None is known: this page was made without the boot transaction.',
      ),
    cycles.length > 0 &&
      h(
        'p',
        { class: 'none' },
        'Each unit waits for the one before it, and the first for the last. PID 1 breaks such a ring by dropping a job, and which one is random.',
      ),
    cycles.map((cycle, k) => cycleCard(model, cycle, k)),
  );
}

function cycleCard(model: Model, cycle: ViewCycle, k: number): HTMLElement {
  const names = cycle.members.map((n) => show(unit(model, n).label));
  return h(
    'article',
    { class: 'cycle' },
    h(
      'h3',
      {},
      `Cycle ${k + 1}: ${names.length} ${names.length === 1 ? 'unit waits for itself' : 'units wait for each other'}`,
    ),
    h('div', { class: 'ring' }, ringDrawing(model, cycle)),
    h(
      'ol',
      { class: 'dependencies' },
      cycle.edges.map((e) =>
        edgeItem(model, e, e === cycle.culprit ? h('span', { class: 'tag bad' }, 'the one to mend') : null),
      ),
    ),
    h('div', { class: 'advice' }, answerLines(model, cycle.advice)),
  );
}

const DOT = 9;
const LETTER = 7.7;

function ringDrawing(model: Model, cycle: ViewCycle): SVGSVGElement {
  const labels = cycle.members.map((n) => show(unit(model, n).label));
  const ring = ringLayout(labels.map((label) => label.length * LETTER));
  const at = new Map(cycle.members.map((n, k) => [n, k]));
  const marker = `arrow-${cycle.members.join('-')}`.slice(0, 60);
  return svg(
    'svg',
    {
      viewBox: `0 0 ${Math.round(ring.width)} ${Math.round(ring.height)}`,
      width: Math.round(ring.width),
      height: Math.round(ring.height),
      role: 'group',
      'aria-label': `A ring of ${labels.join(', ')}`,
    },
    svg(
      'defs',
      {},
      ['plain', 'culprit'].map((kind) =>
        svg(
          'marker',
          {
            id: `${marker}-${kind}`,
            viewBox: '0 0 8 8',
            refX: 7,
            refY: 4,
            markerWidth: 7,
            markerHeight: 7,
            orient: 'auto',
          },
          svg('path', { d: 'M0 0 8 4 0 8z', class: `tip ${kind}` }),
        ),
      ),
    ),
    cycle.edges.map((e) => {
      const [earlier, later] = inTime(model, e).map((n) => at.get(n)) as [number | undefined, number | undefined];
      if (earlier === undefined || later === undefined) return null;
      const kind = e === cycle.culprit ? 'culprit' : 'plain';
      return svg('path', {
        d: arc(ring, earlier, later),
        class: `arc ${kind}`,
        'marker-end': `url(#${marker}-${kind})`,
      });
    }),
    cycle.members.map((n, k) => member(model, cycle, n, labels[k] ?? '', ring.members[k] as Ring['members'][number])),
  );
}

function member(model: Model, cycle: ViewCycle, n: number, label: string, place: Ring['members'][number]): SVGElement {
  const u = unit(model, n);
  const beside =
    place.side === 'middle'
      ? { x: place.x, y: place.y + (place.y < 80 ? -DOT - 8 : DOT + 18) }
      : { x: place.x + (place.side === 'left' ? -DOT - 6 : DOT + 6), y: place.y + 4.5 };
  return svg(
    'a',
    { href: hrefOf({ unit: u.id }), class: cycle.victims.includes(n) ? 'victim' : '' },
    svg('polygon', {
      points: kindOf(u.type).points.join(' '),
      transform: `translate(${round(place.x)} ${round(place.y)}) scale(${DOT})`,
      class: `hue-${hueOf(u.type)}`,
    }),
    svg(
      'text',
      {
        x: round(beside.x),
        y: round(beside.y),
        'text-anchor': place.side === 'middle' ? 'middle' : place.side === 'left' ? 'end' : 'start',
      },
      label,
    ),
  );
}

/** An arrow that bends outwards a little and stops short of the icons; a loop where a unit waits for itself. */
function arc(ring: Ring, from: number, to: number): string {
  const [a, b] = [ring.members[from], ring.members[to]] as [Ring['members'][number], Ring['members'][number]];
  if (from === to) return `M${round(a.x - 6)} ${round(a.y + 9)}c-30 44 42 44 14 3`;
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const [gap, bulge] = [DOT + 5, Math.min(22, length * 0.16)];
  const middle = { x: (a.x + b.x) / 2 + uy * bulge * 2, y: (a.y + b.y) / 2 - ux * bulge * 2 };
  return `M${round(a.x + ux * gap)} ${round(a.y + uy * gap)}Q${round(middle.x)} ${round(middle.y)} ${round(b.x - ux * gap)} ${round(b.y - uy * gap)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

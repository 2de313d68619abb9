/** A recorded boot: a bar for each unit, from the moment its start began to the moment it was over. */

import { endOf, type Timing, tookOf } from '../../src/recorded/timing.ts';
import { spanWords } from '../../src/report/span.ts';
import { h, svg } from './dom.ts';
import type { Model } from './model.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

/** Units of the drawing's width: the browser stretches it. */
const WIDTH = 1000;
const HEIGHT = 12;

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
          ['Unit', 'Began', 'Took', 'When'].map((title) => h('th', { scope: 'col' }, title)),
        ),
      ),
      h(
        'tbody',
        {},
        rows.map((timing) => row(model, timing, end)),
      ),
    ),
  );
}

function row(model: Model, timing: Timing, end: number): HTMLElement {
  const start = startOf(timing) ?? 0;
  const took = tookOf(timing);
  const n = model.byId.get(timing.unit);
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, n === undefined ? show(timing.unit) : unitLink(model, n)),
    h('td', {}, spanWords(start)),
    h('td', {}, took === undefined ? '' : spanWords(took)),
    h(
      'td',
      {},
      svg(
        'svg',
        { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
        svg('rect', {
          x: (start / end) * WIDTH,
          width: Math.max(2, (((endOf(timing) ?? end) - start) / end) * WIDTH),
          height: HEIGHT,
        }),
      ),
    ),
  );
}

function startOf(timing: Timing): number | undefined {
  return timing.activating ?? timing.activated;
}

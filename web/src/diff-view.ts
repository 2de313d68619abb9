/** Two boots beside each other: what came, what went, what moved and why. */

import type { Changes, Moved } from './diff.ts';
import { capped, h } from './dom.ts';
import { STATE_WORDS } from './kinds.ts';
import { type Model, unit } from './model.ts';
import { fileChooser } from './open-file.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

const MOST = 60;

export function diffPanel(
  model: Model,
  before: Model | undefined,
  changes: Changes | undefined,
  compare: (files: readonly File[]) => void,
): Node[] {
  const head = h('h2', { tabindex: '-1', id: 'story' }, 'Compare two boots');
  const choose = fileChooser(
    before === undefined ? 'Choose the later graph.json' : 'Compare with another',
    'one',
    compare,
  );
  if (before === undefined || changes === undefined)
    return [
      head,
      h('p', { class: 'empty' }, 'Drop the graph.json of another root on this page, or of this one at a later day.'),
      h('p', {}, choose),
    ];
  const { added, gone, moved, shifted, states, files } = changes;
  const nothing = added.length + gone.length + moved.length + states.length + files.length === 0;
  return [
    head,
    h(
      'p',
      { class: 'none' },
      `From ${show(before.data.root)} (${before.started} started) to ${show(model.data.root)} (${model.started} started).`,
    ),
    nothing && h('p', { class: 'empty' }, 'Both boots start the same units in the same order, from the same files.'),
    part(
      'Started now, not before',
      'after',
      added.map((n) => item(unitLink(model, n))),
    ),
    part(
      'Started before, no longer',
      'gone',
      gone.map((n) => item(...goneUnit(model, before, n))),
    ),
    part(
      'Later',
      'before',
      moved.filter(({ by }) => by > 0).map((one) => movedItem(model, one)),
    ),
    part(
      'Earlier',
      'path',
      moved.filter(({ by }) => by < 0).map((one) => movedItem(model, one)),
    ),
    part(
      'In the same wave, but waits for other units',
      '',
      moved.filter(({ by }) => by === 0).map((one) => movedItem(model, one)),
    ),
    shifted > 0 &&
      h('p', { class: 'none' }, `${shifted} more stand in another wave only because what they wait for does.`),
    part(
      'Another state',
      '',
      states.map(({ n, before: was, now }) =>
        item(unitLink(model, n), h('span', { class: 'proof' }, `${stateWords(was)}, now ${stateWords(now)}`)),
      ),
    ),
    part(
      'Other lines in its files',
      '',
      files.map((n) => item(unitLink(model, n))),
    ),
    h('p', {}, choose),
  ].filter((node) => node !== false && node !== null) as Node[];
}

function part(title: string, light: string, items: readonly HTMLElement[]): HTMLElement | null {
  if (items.length === 0) return null;
  return h(
    'section',
    {},
    h(
      'h3',
      {},
      light !== '' && h('span', { class: `dot light-${light}`, 'aria-hidden': 'true' }),
      `${title} (${items.length})`,
    ),
    capped(items, MOST, 'ul', 'dependencies'),
  );
}

function item(...children: readonly Node[]): HTMLElement {
  return h('li', {}, children);
}

function goneUnit(model: Model, before: Model, n: number): Node[] {
  const u = unit(before, n);
  const now = model.byId.get(u.id);
  return now === undefined
    ? [h('span', {}, show(u.id)), h('span', { class: 'proof' }, 'no unit of that name is left')]
    : [unitLink(model, now), h('span', { class: 'proof' }, `now ${STATE_WORDS[unit(model, now).state]}`)];
}

function movedItem(model: Model, { n, by, newly, nolonger }: Moved): HTMLElement {
  const waves = Math.abs(by) === 1 ? '1 wave' : `${Math.abs(by)} waves`;
  const list = (ids: readonly string[]): string =>
    ids
      .slice(0, 6)
      .map((id) => show(id, 60))
      .join(', ') + (ids.length > 6 ? ` and ${ids.length - 6} more` : '');
  return item(
    unitLink(model, n),
    ...(by === 0 ? [] : [h('span', { class: 'tag' }, `${waves} ${by > 0 ? 'later' : 'earlier'}`)]),
    ...(newly.length > 0 ? [h('span', { class: 'proof' }, `now waits for ${list(newly)}`)] : []),
    ...(nolonger.length > 0 ? [h('span', { class: 'proof' }, `no longer waits for ${list(nolonger)}`)] : []),
  );
}

function stateWords(state: string): string {
  return STATE_WORDS[state as keyof typeof STATE_WORDS] ?? state;
}

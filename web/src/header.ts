/** The top of the page: whose boot it is, the views, and the tools. */
import { count } from '../../src/report/words.ts';
import { h } from './dom.ts';
import { allFindings } from './findings.ts';
import type { Model } from './model.ts';
import { activeFilters, hrefOf, type State, VIEWS, type View } from './state.ts';
import { show } from './words.ts';

const NAMES: Readonly<Record<View, string>> = {
  waves: 'Waves',
  chain: 'Chain',
  why: 'Why',
  cycles: 'Cycles',
  findings: 'Findings',
  table: 'Table',
  timeline: 'Timeline',
  diff: 'Diff',
};

/** What each view is for, for who meets it first. */
const HINTS: Readonly<Record<View, string>> = {
  waves: 'The whole boot as a picture, from left to right',
  chain: 'The milestones that the boot passes, one after the other, and what each asks for',
  why: 'Why one unit is started, or why one starts after another',
  cycles: 'Units that wait for each other in a ring, so that one of them is dropped',
  findings: 'What is wrong or risky in these files, and what mends it',
  table: 'Every unit as a row, to sort and to read aloud',
  timeline: 'When each unit began and how long it took, as this machine recorded it',
  diff: 'What changed since an earlier state of the machine',
};

export interface Tools {
  readonly find: () => void;
  readonly filters: () => void;
  readonly theme: () => void;
  readonly help: () => void;
  readonly svg: () => void;
  readonly png: () => void;
  readonly json: () => void;
  readonly print: () => void;
  readonly link: () => void;
  readonly text: () => void;
  readonly mermaid: () => void;
}

/** Longer than 80 lines: one header, a control after the other. */
export function createHeader(
  model: Model,
  tools: Tools,
): { readonly element: HTMLElement; readonly update: (state: State) => void } {
  const { root, init } = model.data;
  const tabs = VIEWS.filter((view) => view !== 'timeline' || model.data.timings !== undefined).map((view) => {
    const number = view === 'cycles' ? model.data.cycles.length : view === 'findings' ? allFindings(model).length : 0;
    const link = h(
      'a',
      { title: HINTS[view] },
      NAMES[view],
      number > 0 && h('span', { class: 'count' }, String(number)),
    );
    return { view, link };
  });
  const badge = h('span', { class: 'count' });
  const filters = h('button', { type: 'button', 'aria-controls': 'filters', onclick: tools.filters }, 'Filters', badge);
  const menu = h(
    'details',
    { class: 'menu' },
    h('summary', { title: 'Save or copy exactly what is shown' }, 'Save'),
    h(
      'div',
      { class: 'items' },
      (
        [
          ['Copy link', tools.link],
          ['Copy as text', tools.text],
          ['Copy as Mermaid', tools.mermaid],
          ['Drawing (SVG)', tools.svg],
          ['Image (PNG)', tools.png],
          ['Data (JSON)', tools.json],
          ['Print…', tools.print],
        ] as const
      ).map(([words, run]) =>
        h(
          'button',
          {
            type: 'button',
            onclick: () => {
              menu.open = false;
              run();
            },
          },
          words,
        ),
      ),
    ),
  );
  menu.addEventListener('focusout', (event) => {
    if (!menu.contains(event.relatedTarget as Node | null)) menu.open = false;
  });
  const made = `${show(init.system)}${init.version === '' ? '' : ` ${show(init.version, 20)}`}`;
  const element = h(
    'header',
    {},
    h(
      'div',
      { class: 'brand' },
      h('h1', {}, 'bootscope'),
      h(
        'p',
        { title: `${show(root, 300)} · ${init.evidence.map((line) => show(line)).join(' · ')}` },
        h('b', {}, show(root.split('/').filter(Boolean).at(-1) ?? root, 60)),
        h('span', {}, ` ${made} · ${model.started} started in ${count(model.waves, 'wave')}`),
      ),
    ),
    h(
      'nav',
      { 'aria-label': 'Views' },
      tabs.map(({ link }) => link),
    ),
    h(
      'div',
      { class: 'tools' },
      h('button', { type: 'button', class: 'find', onclick: tools.find }, 'Find a unit', h('kbd', {}, '/')),
      filters,
      menu,
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': 'Switch between light and dark',
          title: 'Light or dark (t)',
          onclick: tools.theme,
        },
        '◐',
      ),
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': 'Keys and signs',
          title: 'Keys and signs (?)',
          onclick: tools.help,
        },
        '?',
      ),
    ),
  );
  return {
    element,
    update: (state) => {
      for (const { view, link } of tabs) {
        link.setAttribute('href', hrefOf({ view }));
        if (state.view === view) {
          // On a telephone the views are a row that scrolls.
          if (!link.hasAttribute('aria-current')) link.scrollIntoView({ block: 'nearest', inline: 'nearest' });
          link.setAttribute('aria-current', 'page');
        } else link.removeAttribute('aria-current');
      }
      const active = activeFilters(state).length;
      badge.textContent = active > 0 ? String(active) : '';
      filters.setAttribute('aria-expanded', state.drawer ? 'true' : 'false');
    },
  };
}

/** The filters' drawer: what to leave out of the picture and of the table. Built once, so that focus is never lost. */
import { ORIGINS } from '../../src/view/format.ts';
import { h } from './dom.ts';
import { groupings } from './groups.ts';
import { kindIcon, kindOf, STATE_WORDS } from './kinds.ts';
import { edgeType, type Model, originsOf } from './model.ts';
import { activeFilters, go, START, type State, state } from './state.ts';
import { show } from './words.ts';

type ListKey = 'kinds' | 'inits' | 'states' | 'edges' | 'origins';

export interface FilterPanel {
  readonly element: HTMLElement;
  readonly update: (state: State) => void;
}

/** Longer than 80 lines: one panel, a control after the other. */
export function createFilterPanel(model: Model): FilterPanel {
  const updates: ((state: State) => void)[] = [];

  const box = (label: Node | string, key: ListKey, value: string, count: number): HTMLElement => {
    const input = h('input', {
      type: 'checkbox',
      onchange: () => go({ [key]: toggled(state()[key], value) }),
    });
    updates.push((now) => {
      input.checked = !now[key].includes(value);
    });
    return h('label', { class: 'check' }, input, h('span', {}, label), h('span', { class: 'count' }, String(count)));
  };
  const flag = (
    label: string,
    key: 'all' | 'near' | 'faint',
    inverted: 'inverted' | 'plain',
    keys: string,
  ): HTMLElement => {
    const input = h('input', {
      type: 'checkbox',
      onchange: () =>
        go({ [key]: inverted === 'inverted' ? !input.checked : input.checked, ...(key === 'faint' ? {} : { at: '' }) }),
    });
    updates.push((now) => {
      input.checked = inverted === 'inverted' ? !now[key] : now[key];
    });
    return h('label', { class: 'check' }, input, h('span', {}, label), h('kbd', {}, keys));
  };
  const choice = (label: string, key: 'target' | 'slice', values: readonly string[], all: string): HTMLElement => {
    const select = h(
      'select',
      { onchange: () => go({ [key]: select.value, at: '' }) },
      h('option', { value: '' }, all),
      values.map((value) => h('option', { value }, show(value, 60))),
    );
    updates.push((now) => {
      select.value = now[key];
    });
    return h('label', { class: 'field' }, h('span', {}, label), select);
  };
  const by = h(
    'select',
    { onchange: () => go({ group: by.value, opened: [], at: '' }) },
    h('option', { value: '' }, 'by name, if it is large'),
    groupings(model).map((value) => h('option', { value }, `by ${value}`)),
    h('option', { value: 'off' }, 'not at all'),
  );
  updates.push((now) => {
    by.value = now.group;
  });
  const grouping = h('label', { class: 'field' }, h('span', {}, 'Group the picture'), by);
  const name = h('input', { type: 'search', autocomplete: 'off', oninput: () => go({ name: name.value }, 'quiet') });
  const depth = h('input', {
    type: 'number',
    min: '0',
    max: '99',
    onchange: () => go({ depth: Math.max(0, Math.trunc(Number(depth.value)) || 0) }),
  });
  updates.push((now) => {
    if (name !== document.activeElement) name.value = now.name;
    if (depth !== document.activeElement) depth.value = String(now.depth);
  });

  const tally = (words: Iterable<string>): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    return new Map([...counts].sort((a, b) => b[1] - a[1]));
  };
  const kinds = tally(model.units.map((u) => u.type));
  const inits = tally(model.units.map((u) => u.init));
  const states = tally(model.units.map((u) => u.state));
  const edges = model.data.edges.from.map((_, e) => e);
  const types = tally(edges.map((e) => edgeType(model, e)));
  const origins = tally(edges.flatMap((e) => originsOf(model, e)));
  const ids = (type: string): string[] => model.units.flatMap((u) => (u.type === type ? [u.id] : [])).sort();

  const clear = h('button', { type: 'button', onclick: () => go(cleared()) }, 'Clear all filters');
  updates.push((now) => {
    clear.disabled = activeFilters(now).length === 0;
  });
  const element = h(
    'aside',
    { id: 'filters', 'aria-label': 'Filters' },
    h(
      'div',
      { class: 'bar' },
      h('h2', {}, 'Filters'),
      h(
        'button',
        {
          type: 'button',
          class: 'icon',
          'aria-label': 'Close the filters',
          onclick: () => go({ drawer: false }, 'quiet'),
        },
        '×',
      ),
    ),
    clear,
    h(
      'fieldset',
      {},
      h('legend', {}, 'Show'),
      flag('Only what is started', 'all', 'inverted', 'a'),
      flag('Only the neighbours of the chosen unit', 'near', 'plain', 'n'),
      flag('Faint lines for the whole order', 'faint', 'plain', 'e'),
      h('label', { class: 'field' }, h('span', {}, 'Depth of the neighbourhood (0: all)'), depth),
      h('label', { class: 'field' }, h('span', {}, 'Name or description holds'), name),
      choice('Only what leads to', 'target', ids('target'), 'any target'),
      choice('Only in slice', 'slice', ids('slice'), 'any slice'),
      grouping,
    ),
    group(
      'Kinds',
      [...kinds].map(([type, count]) =>
        box(h('span', {}, kindIcon(type), ` ${kindOf(type).name}`), 'kinds', type, count),
      ),
      'open',
    ),
    inits.size > 1 &&
      group(
        'Inits',
        [...inits].map(([init, count]) => box(show(init), 'inits', init, count)),
        'open',
      ),
    group(
      'States',
      [...states].map(([one, count]) =>
        box(
          h('span', {}, kindIcon('service', one as never), ` ${STATE_WORDS[one as keyof typeof STATE_WORDS] ?? one}`),
          'states',
          one,
          count,
        ),
      ),
      'closed',
    ),
    group(
      'Origins of dependencies',
      [
        ...ORIGINS.filter((origin) => origins.has(origin)).map((origin) =>
          box(
            origin === 'default' ? h('span', {}, 'default ', h('kbd', {}, 'd')) : origin,
            'origins',
            origin,
            origins.get(origin) ?? 0,
          ),
        ),
      ],
      'open',
    ),
    group(
      'Types of dependencies',
      [...types].map(([type, count]) => box(type, 'edges', type, count)),
      'closed',
    ),
  );
  return {
    element,
    update: (now) => {
      element.hidden = !now.drawer;
      for (const update of updates) update(now);
    },
  };
}

function group(title: string, content: readonly Node[], how: 'open' | 'closed'): HTMLElement {
  return h('details', { open: how === 'open' }, h('summary', {}, title), content);
}

export function toggled(list: readonly string[], value: string): string[] {
  return list.includes(value) ? list.filter((one) => one !== value) : [...list, value];
}

export function cleared(): Partial<State> {
  return Object.fromEntries(activeFilters(state()).map((key) => [key, START[key]])) as Partial<State>;
}

/** What is filtered out, in a row of buttons that each take one filter back. */
export function filterChips(now: State): HTMLElement[] {
  const words: Partial<Record<keyof State, (value: never) => string>> = {
    kinds: (list: string[]) => `without ${list.map((type) => kindOf(type).name).join(', ')}`,
    inits: (list: string[]) => `without ${list.join(', ')}`,
    states: (list: string[]) =>
      `without ${list.map((one) => STATE_WORDS[one as keyof typeof STATE_WORDS] ?? one).join(', ')}`,
    edges: (list: string[]) => `without ${list.join(', ')} dependencies`,
    origins: (list: string[]) => `without ${list.join(', ')} dependencies`,
    target: (id: string) => `what leads to ${show(id, 40)}`,
    slice: (id: string) => `in ${show(id, 40)}`,
    name: (text: string) => `“${show(text, 40)}”`,
    find: (text: string) => `found “${show(text, 40)}”`,
    near: () => 'neighbours only',
    all: () => 'also what is not started',
    collapsed: (list: string[]) => `${list.length} collapsed`,
    opened: (list: string[]) => `${list.length === 1 ? 'a group' : `${list.length} groups`} opened: close`,
  };
  const chips = activeFilters(now).map((key) =>
    h(
      'button',
      { type: 'button', class: 'chip', onclick: () => go({ [key]: START[key], at: '' }) },
      words[key]?.(now[key] as never) ?? key,
      h('span', { 'aria-hidden': 'true' }, ' ×'),
      h('span', { class: 'sr' }, ' (take back)'),
    ),
  );
  if (chips.length > 1)
    chips.push(
      h('button', { type: 'button', class: 'chip clear', onclick: () => go({ ...cleared(), at: '' }) }, 'Clear all'),
    );
  return chips;
}

/** Finding a unit by the keyboard: a box over the page, fuzzy, best first. */
import { h } from './dom.ts';
import { fuzzyScore } from './fuzzy.ts';
import { kindIcon, STATE_WORDS } from './kinds.ts';
import { type Model, unit } from './model.ts';
import { show } from './words.ts';

const MOST = 12;

/**
 * Longer than 80 lines: the field, its list and what each key does in them.
 * @param chosen takes the unit that was chosen; @param all shows all that fit the word
 * @returns the dialog and what opens it
 */
export function createSearch(
  model: Model,
  chosen: (n: number) => void,
  all: (word: string) => void,
): { element: HTMLDialogElement; open: () => void } {
  let found: readonly number[] = [];
  let at = 0;
  const input = h('input', {
    type: 'text',
    role: 'combobox',
    'aria-expanded': 'true',
    'aria-controls': 'found',
    'aria-autocomplete': 'list',
    'aria-label': 'Find a unit by name, alias or description',
    placeholder: 'Find a unit by name, alias or description',
    autocomplete: 'off',
    spellcheck: 'false',
    oninput: () => {
      at = 0;
      list();
    },
  });
  const results = h('ul', { id: 'found', role: 'listbox', 'aria-label': 'Units found' });
  const none = h('p', { class: 'none', role: 'status' });
  const showAll = (): void => {
    element.close();
    all(input.value.trim());
  };
  const every = h('button', { type: 'button', class: 'every', onclick: showAll });
  const element = h('dialog', { class: 'search', 'aria-label': 'Find a unit' }, input, results, none, every);

  const take = (n: number | undefined): void => {
    if (n === undefined) return;
    element.close();
    chosen(n);
  };
  const list = (): void => {
    found = search(model, input.value.trim());
    results.replaceChildren(
      ...found.map((n, k) => {
        const u = unit(model, n);
        return h(
          'li',
          { role: 'option', id: `found-${k}`, 'aria-selected': k === at ? 'true' : 'false', onclick: () => take(n) },
          kindIcon(u.type, u.state),
          h('span', { class: 'name' }, show(u.id)),
          h('span', { class: 'hint' }, u.wave < 0 ? STATE_WORDS[u.state] : show(u.description)),
        );
      }),
    );
    const number = input.value.trim() === '' ? 0 : hits(model, input.value.trim()).length;
    every.hidden = number < 2;
    every.textContent = `Show all ${number} in the picture (Shift-Enter)`;
    none.textContent = found.length === 0 ? 'No unit fits.' : '';
    input.setAttribute('aria-activedescendant', found.length > 0 ? `found-${at}` : '');
    results.children[at]?.scrollIntoView({ block: 'nearest' });
  };
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      event.preventDefault();
      if (event.shiftKey && !every.hidden) showAll();
      else take(found[at]);
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || found.length === 0) return;
    event.preventDefault();
    at = (at + step + found.length) % found.length;
    list();
  });
  element.addEventListener('click', (event) => {
    if (event.target === element) element.close();
  });
  return {
    element,
    open: () => {
      if (element.open) return;
      input.value = '';
      at = 0;
      list();
      element.showModal();
      input.focus();
    },
  };
}

/** All units whose name, other name or description holds the word. */
export function hits(model: Model, word: string): number[] {
  const { nodes, strings } = model.data;
  const wanted = word.toLowerCase();
  const holds = (text: string): boolean => text.toLowerCase().includes(wanted);
  return model.units
    .filter(
      (u) => holds(u.id) || holds(u.description) || (nodes.aliases[u.n] ?? []).some((k) => holds(strings[k] ?? '')),
    )
    .map(({ n }) => n);
}

/** Names count before aliases, these before descriptions; among equals what is started, and services. */
export function search(model: Model, word: string): number[] {
  const { nodes, strings } = model.data;
  const scored = model.units.flatMap((u) => {
    const aliases = (nodes.aliases[u.n] ?? []).map((k) => fuzzyScore(word, strings[k] ?? ''));
    const scores = [
      fuzzyScore(word, u.id),
      ...aliases.map((score) => (score === undefined ? undefined : score - 5)),
      u.description.toLowerCase().includes(word.toLowerCase()) ? 30 : undefined,
    ].filter((score) => score !== undefined);
    return scores.length === 0
      ? []
      : [{ n: u.n, score: Math.max(...scores) + (u.wave >= 0 ? 3 : 0) + (u.type === 'service' ? 1 : 0) }];
  });
  return scored
    .sort((a, b) => b.score - a.score || a.n - b.n)
    .slice(0, MOST)
    .map(({ n }) => n);
}

/** Why one unit starts after another: the terminal's own answer, and its path for the picture. */
import { preparations } from '../../src/answers/prepare.ts';
import { why } from '../../src/answers/why.ts';
import { whyOrder } from '../../src/answers/why-order.ts';
import { whyText as textOf } from '../../src/report/why.ts';
import { whyOrderText } from '../../src/report/why-order.ts';
import { WIDE } from '../../src/view/wide.ts';
import { answerLines } from './answer.ts';
import { h } from './dom.ts';
import { type Model, numbersOf, unit } from './model.ts';
import { search } from './search.ts';
import { go, hrefOf, type State, state } from './state.ts';
import { show } from './words.ts';

export interface Why {
  /** The terminal's words; empty where no unit is chosen. */
  readonly text: string;
  /** Edges to draw: the path of the answer, or the one that shows that it is the other way round. */
  readonly path: readonly number[];
}

export function whyOf(model: Model, state: State): Why {
  const [a, b] = [idOf(model, state.a), idOf(model, state.b)];
  if (state.view !== 'why' || a === undefined) return { text: '', path: [] };
  if (b === undefined) {
    const found = why(model.facts(), a);
    return {
      text: toldOf(model, a) ?? textOf(model.facts(), found, WIDE),
      path: numbersOf(model, found.paths[0] ?? []),
    };
  }
  const answer = whyOrder(model.facts(), a, b);
  return {
    text: whyOrderText(model.facts(), answer, 'after', WIDE),
    path: numbersOf(model, answer.path.length > 0 ? answer.path : answer.reverse),
  };
}

/** Why a unit is in the boot, or what keeps it out, as `bootscope why UNIT` says it. */
export function whyText(model: Model, id: string): string {
  return toldOf(model, id) ?? textOf(model.facts(), why(model.facts(), id), WIDE);
}

/** What of it can be worked out before a unit is chosen. */
export function whyAhead(model: Model): readonly (() => unknown)[] {
  return model.data.init.system === 'systemd' ? preparations(model.facts) : [];
}

/** What the page was given ready-made: the words of other inits. */
function toldOf(model: Model, id: string): string | undefined {
  const { why: texts } = model.data.texts;
  return Object.hasOwn(texts, id) ? texts[id] : undefined;
}

function idOf(model: Model, name: string): string | undefined {
  const n = model.byId.get(name) ?? model.byId.get(`${name}.service`);
  // Of what is gone the later boot has no answer.
  return n === undefined || unit(model, n).state === 'gone' ? undefined : unit(model, n).id;
}

/** The form stays in place while its answer changes, so that focus is never lost. */
export interface WhyPanel {
  readonly element: HTMLElement;
  readonly update: (state: State, why: Why) => void;
  /** A unit of the picture goes into the field that was used last, or into the one that is empty. */
  readonly take: (id: string) => void;
}

export function createWhyPanel(model: Model): WhyPanel {
  let last: 'a' | 'b' | undefined;
  const field = (key: 'a' | 'b', label: string): HTMLInputElement => {
    const input = h('input', {
      id: `why-${key}`,
      list: 'unit-names',
      autocomplete: 'off',
      spellcheck: 'false',
      placeholder: label,
      onfocus: () => {
        last = key;
      },
      onchange: () => go({ [key]: idOf(model, input.value.trim()) ?? input.value.trim(), at: '' }),
    });
    return input;
  };
  const a = field('a', 'a unit');
  const b = field('b', 'another, or none');
  const answer = h('div', { class: 'answers', role: 'status' });
  const element = h(
    'div',
    { class: 'why' },
    h('h2', { tabindex: '-1', id: 'story' }, 'Why'),
    h(
      'form',
      { onsubmit: (event) => event.preventDefault() },
      h('label', { for: 'why-a' }, 'Why does'),
      a,
      h('label', { for: 'why-b' }, 'start after'),
      b,
      h('button', { type: 'button', onclick: () => go({ a: b.value, b: a.value, at: '' }) }, 'Swap the two'),
      h(
        'datalist',
        { id: 'unit-names' },
        model.units.map((u) => h('option', { value: u.id })),
      ),
    ),
    answer,
  );
  const update = (now: State, why: Why): void => {
    if (a !== document.activeElement || a.value === '') a.value = now.a;
    if (b !== document.activeElement || b.value === '') b.value = now.b;
    const unknown = [now.a, now.b].filter((name) => name !== '' && idOf(model, name) === undefined);
    if (unknown.length > 0) {
      answer.replaceChildren(...unknown.flatMap((name) => suggestions(model, name, name === now.a ? 'a' : 'b')));
    } else if (why.text === '') {
      answer.replaceChildren(
        h(
          'p',
          { class: 'none' },
          'Pick one unit to see what pulled it into the boot, and a second to see what orders the two: by name, or with a click in the picture.',
        ),
        ...examples(model),
      );
    } else answer.replaceChildren(...answerLines(model, why.text));
  };
  const take = (id: string): void => {
    const { a: first, b: second } = state();
    const key = first === '' ? 'a' : second === '' ? 'b' : (last ?? 'b');
    last = key;
    go({ [key]: id, at: '' });
  };
  return { element, update, take };
}

/** That nobody is called so, and who is called nearly so. */
function suggestions(model: Model, name: string, key: 'a' | 'b'): Node[] {
  const near = search(model, name).slice(0, 5);
  return [
    h('p', {}, `No unit is called “${show(name, 120)}” here.${near.length > 0 ? ' Did you mean' : ''}`),
    ...(near.length === 0
      ? []
      : [
          h(
            'p',
            { class: 'chips' },
            near.map((n) =>
              h('a', { class: 'chip', href: hrefOf({ [key]: unit(model, n).id }) }, show(unit(model, n).id)),
            ),
          ),
        ]),
  ];
}

/** Two units to begin with: the last service to start, and what it waits for longest. */
function examples(model: Model): Node[] {
  const services = model.units.filter((u) => u.wave >= 0 && u.type === 'service').sort((x, y) => y.wave - x.wave);
  const [last] = services;
  const first = model.units[model.data.chain[0] ?? -1];
  if (last === undefined || first === undefined || last.id === first.id) return [];
  return [
    h(
      'p',
      {},
      'For example: ',
      h('a', { href: hrefOf({ a: last.id, b: first.id }) }, `${last.label} after ${first.label}`),
    ),
  ];
}

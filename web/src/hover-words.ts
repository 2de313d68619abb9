/** What the picture says of the unit or the line that is pointed at or pressed. */
import { h } from './dom.ts';
import { edgeItem } from './edge-item.ts';
import { STATE_WORDS } from './kinds.ts';
import { type Model, type Unit, unit } from './model.ts';
import type { State } from './state.ts';
import { proofLines, relation, show } from './words.ts';

export function unitWords(u: Unit): Node[] {
  return [
    h('b', {}, show(u.id)),
    ...(u.description === '' ? [] : [h('span', {}, show(u.description))]),
    h('span', { class: 'none' }, u.wave < 0 ? STATE_WORDS[u.state] : `wave ${u.wave}`),
  ];
}

/** A line in a sentence, and where that is said. @param weight how many lines it stands for */
export function edgeWords(model: Model, e: number, weight = 1): Node[] {
  const [from, to] = [model.data.edges.from[e] ?? -1, model.data.edges.to[e] ?? -1];
  return [
    h('b', {}, `${show(unit(model, from).id)} ${relation(model, e, false)} ${show(unit(model, to).id)}`),
    ...proofLines(model, e).map((line) => h('span', { class: 'none' }, line)),
    ...(weight > 1 ? [h('span', {}, `One of ${weight} between what is drawn here as groups.`)] : []),
  ];
}

/** The line of the state; -1 where it names none of this page. */
export function lineOf(model: Model, state: State): number {
  const e = state.line === '' ? -1 : Number(state.line);
  return Number.isInteger(e) && e >= 0 && e < model.data.edges.from.length ? e : -1;
}

/** The same to keep on the screen, with both units as links. */
export function edgeCard(model: Model, e: number): HTMLElement {
  return h(
    'section',
    { class: 'line' },
    h('h3', { tabindex: '-1' }, 'This line'),
    h('ul', { class: 'dependencies' }, edgeItem(model, e)),
  );
}

/** A unit as a link: its icon, its name, and the address of the page with its story open. */
import { h } from './dom.ts';
import { kindIcon, kindOf, STATE_WORDS } from './kinds.ts';
import { type Model, unit } from './model.ts';
import { hrefOf, type State } from './state.ts';
import { show } from './words.ts';

/** @param how `chip`: short, with its full name as a hint; `full`: the whole id */
export function unitLink(
  model: Model,
  n: number,
  how: 'chip' | 'full' = 'full',
  patch: Partial<State> = {},
): HTMLElement {
  const u = unit(model, n);
  const started = u.state === 'started';
  return h(
    'a',
    {
      href: hrefOf({ unit: u.id, ...patch }),
      class: `unit ${how} state-${u.state}`,
      title: `${show(u.id)}${u.description === '' ? '' : `: ${show(u.description)}`} (${kindOf(u.type).name}, ${STATE_WORDS[u.state]})`,
    },
    kindIcon(u.type, u.state),
    h('span', {}, how === 'chip' ? u.label : show(u.id)),
    started ? '' : h('span', { class: 'sr' }, ` (${STATE_WORDS[u.state]})`),
  );
}

/** What a group of the picture holds, and how it is opened there. */
import { count } from '../../src/report/words.ts';
import { capped, h } from './dom.ts';
import { type Group, groupUnit, kindsIn } from './groups.ts';
import { kindIcon, kindOf } from './kinds.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

export function groupPanel(model: Model, group: Group, picture: Picture, state: State): Node[] {
  const kinds = kindsIn(model, group);
  const lit = group.members.filter((n) => picture.lit.has(n));
  return [
    h('h2', { tabindex: '-1', id: 'story' }, show(group.title)),
    h('p', { class: 'description' }, `${groupUnit(model, group).description}, drawn as one.`),
    h(
      'p',
      { class: 'facts' },
      kinds.map(([type, n]) => h('span', {}, kindIcon(type), ` ${count(n, kindOf(type).name)}`)),
    ),
    h(
      'p',
      { class: 'actions' },
      h(
        'a',
        { class: 'button', href: hrefOf({ opened: [...state.opened, group.key], unit: '' }) },
        'Open it in the picture',
      ),
      h('a', { class: 'button', href: hrefOf({ group: 'off', opened: [], unit: '' }) }, 'Show every unit'),
    ),
    h(
      'section',
      {},
      h('h3', {}, `Its units (${group.members.length})`),
      capped(
        lit.length > 0 ? [...lit, ...group.members.filter((n) => !picture.lit.has(n))] : group.members,
        60,
        (n) => unitLink(model, n, 'chip'),
        'div',
        'chips',
      ),
    ),
  ];
}

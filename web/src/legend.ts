/** What the shapes and outlines mean; each kind is a switch that hides it. */
import type { ViewState } from '../../src/view/format.ts';
import { h } from './dom.ts';
import { toggled } from './filter-panel.ts';
import { kindIcon, kindOf, STATE_WORDS } from './kinds.ts';
import { lightsTold } from './light.ts';
import type { Model } from './model.ts';
import type { Picture } from './picture.ts';
import { go, type State, state } from './state.ts';

const ORDER = [
  'target',
  'runlevel',
  'event',
  'service',
  'script',
  'job',
  'socket',
  'mount',
  'automount',
  'swap',
  'timer',
  'path',
  'slice',
  'scope',
  'device',
  'facility',
];

export function createLegend(model: Model): {
  readonly element: HTMLElement;
  readonly update: (state: State, picture: Picture) => void;
} {
  const kinds = ORDER.filter((type) => model.units.some((u) => u.type === type && u.wave >= 0));
  const buttons = kinds.map((type) => {
    const button = h(
      'button',
      { type: 'button', onclick: () => go({ kinds: toggled(state().kinds, type) }) },
      kindIcon(type),
      kindOf(type).name,
    );
    return { type, button };
  });
  const states = h('span', { class: 'states' });
  const element = h(
    'div',
    { class: 'legend', role: 'group', 'aria-label': 'Kinds of units: press one to hide it' },
    states,
    buttons.map(({ button }) => button),
  );
  return {
    element,
    update: (now, picture) => {
      for (const { type, button } of buttons)
        button.setAttribute('aria-pressed', now.kinds.includes(type) ? 'false' : 'true');
      const present = new Set<ViewState>(
        model.units.flatMap((u) =>
          u.wave < 0 && (now.all || u.state === 'dropped' || u.state === 'victim') ? [u.state] : [],
        ),
      );
      states.replaceChildren(
        ...lightsTold(picture.lit, picture.diff).map(([light, words]) =>
          h('span', { class: 'state' }, h('span', { class: `dot light-${light}`, 'aria-hidden': 'true' }), words),
        ),
        ...[...present].map((one) => h('span', { class: 'state' }, kindIcon('service', one), STATE_WORDS[one])),
      );
    },
  };
}

/** The switch of what is asked: the same of every unit that is chosen next. */
import { ASKS, isFailure, kindOfAsk } from './ask.ts';
import { h } from './dom.ts';
import type { Model } from './model.ts';
import { hrefOf, type State } from './state.ts';

/** What a start may end with, beside success. */
const WAYS = [
  ['failed', 'fails'],
  ['timeout', 'never gets ready'],
  ['skipped', 'is skipped'],
  ['missing', 'is not installed'],
] as const;

export function askBar(model: Model, state: State): HTMLElement {
  const systemd = model.data.init.system === 'systemd';
  const asks = ASKS.filter(({ ask }) => systemd || ask === '' || ask === 'longest');
  const link = (words: string, ask: string, current: boolean, hint?: string): HTMLElement =>
    h('a', { href: hrefOf({ ask, view: 'waves' }), title: hint, 'aria-current': current ? 'true' : undefined }, words);
  return h(
    'div',
    { class: 'ask' },
    h(
      'div',
      { class: 'segments', role: 'group', 'aria-label': 'What the picture answers' },
      asks.map(({ ask, words, hint }) => link(words, ask, kindOfAsk(state.ask) === ask, hint)),
    ),
    isFailure(state.ask) &&
      state.unit !== '' &&
      h(
        'div',
        { class: 'segments small', role: 'group', 'aria-label': 'How it fails' },
        WAYS.map(([ask, words]) => link(words, ask, state.ask === ask)),
      ),
  );
}

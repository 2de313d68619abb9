/** An edge as an item of a list: from what, to what, and where that is said. */
import { breakable, type Child, h } from './dom.ts';
import type { Model } from './model.ts';
import { unitLink } from './unit-link.ts';
import { proofLines, relation } from './words.ts';

export function edgeItem(model: Model, e: number, note: Child = null): HTMLElement {
  const { from, to } = model.data.edges;
  return h(
    'li',
    note === null ? {} : { class: 'culprit' },
    unitLink(model, from[e] as number),
    ` ${relation(model, e, false)} `,
    unitLink(model, to[e] as number),
    note,
    proofLines(model, e).map((line) => h('span', { class: 'proof' }, breakable(line))),
  );
}

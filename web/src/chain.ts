/** The target chain as a spine, the earliest above: each target, what led to it, and what it pulls in. */
import { targetChain } from '../../src/answers/target-chain.ts';
import type { BootEdge } from '../../src/graph/model.ts';
import { about } from '../../src/report/about.ts';
import { anchorText } from '../../src/report/anchor.ts';
import { answerLines } from './answer.ts';
import { breakable, capped, h } from './dom.ts';
import { kindIcon } from './kinds.ts';
import { type Model, numbersOf, unit } from './model.ts';
import { unitLink } from './unit-link.ts';
import { proofLines, relation, show } from './words.ts';

export function chainView(model: Model): HTMLElement {
  const { chain } = model.data.texts;
  if (chain !== '')
    return h('div', { class: 'page chain' }, h('h2', {}, 'How this boot goes on'), answerLines(model, chain));
  const { graph } = model.facts();
  // As in the picture: from the first step to the target.
  const steps = graph.nodes.has(graph.target) ? [...targetChain(graph)].reverse() : [];
  return h(
    'div',
    { class: 'page chain' },
    h('h2', {}, 'The chain of targets'),
    steps.length === 0
      ? h('p', { class: 'empty' }, 'This boot aims at no unit that the root has.')
      : [
          h('p', {}, steps.map((step) => show(step.target.replace(/\.target$/, ''))).join(' → ')),
          h(
            'p',
            { class: 'hint' },
            'Each is a point that the boot passes, the earliest first. A target runs nothing itself: what it requires and wants is started with it.',
          ),
          ...answerLines(model, `${anchorText(model.facts())}.`),
        ],
    h(
      'ol',
      { class: 'spine' },
      steps.map((step) => {
        const n = model.byId.get(step.target) as number;
        const u = unit(model, n);
        return h(
          'li',
          {},
          h('div', { class: 'knot' }, kindIcon(u.type, u.state)),
          h('h3', {}, unitLink(model, n), u.wave >= 0 && h('span', { class: 'tag' }, `wave ${u.wave}`)),
          about(step.target, 'target') !== '' && h('p', { class: 'hint' }, about(step.target, 'target')),
          step.by && led(model, step.by),
          members(
            model,
            'requires',
            step.pulls.filter((e) => e.type !== 'Wants'),
          ),
          members(
            model,
            'wants',
            step.pulls.filter((e) => e.type === 'Wants'),
          ),
          members(model, 'waits for', step.after),
        );
      }),
    ),
  );
}

function led(model: Model, by: BootEdge): HTMLElement {
  const [e] = numbersOf(model, [by]);
  if (e === undefined) return h('p', {});
  return h(
    'p',
    { class: 'led' },
    `${show(by.from)} ${relation(model, e, false)} it`,
    proofLines(model, e).map((line) => h('span', { class: 'proof' }, breakable(line))),
  );
}

function members(model: Model, words: string, edges: readonly BootEdge[]): HTMLElement | null {
  const units = [...new Set(edges.map((e) => model.byId.get(e.to)).filter((n) => n !== undefined))];
  if (units.length === 0) return null;
  return h(
    'div',
    { class: 'members' },
    h('h4', {}, `${words} ${units.length}`),
    capped(units, 40, (n) => unitLink(model, n, 'chip'), 'div', 'chips'),
  );
}

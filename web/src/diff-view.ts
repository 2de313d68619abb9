/** Two boots beside each other: what came, what went, what moved and why. */

import { type SettingChange, sameBoot } from '../../src/answers/boot-diff.ts';
import type { BootEdge } from '../../src/graph/model.ts';
import { isNoise, whatOfIt } from '../../src/report/diff.ts';
import { proofLines } from '../../src/report/proof.ts';
import { plain } from '../../src/report/style.ts';
import { FATES } from '../../src/report/varying.ts';
import { place } from '../../src/report/words.ts';
import { nodeOfView } from '../../src/view/graph.ts';
import type { Changes, Moved } from './diff.ts';
import { breakable, type Child, capped, h } from './dom.ts';
import { filesOf } from './files.ts';
import { findingCard } from './findings.ts';
import type { Model } from './model.ts';
import { fileChooser, MAKE_GRAPH } from './open-file.ts';
import { sidesButton } from './sides.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

const MOST = 60;

export function diffPanel(
  model: Model,
  before: Model | undefined,
  changes: Changes | undefined,
  compare: (files: readonly File[]) => void,
): Node[] {
  const head = h('h2', { tabindex: '-1', id: 'story' }, 'Compare two boots');
  const choose = fileChooser(
    before === undefined ? 'Choose the later graph.json' : 'Compare with another',
    'one',
    compare,
  );
  if (before === undefined || changes === undefined)
    return [
      head,
      h('p', { class: 'empty' }, 'Drop the graph.json of another root on this page, or of this one at a later day.'),
      h('p', {}, choose),
      h('p', { class: 'none' }, 'A graph.json is made from a copy of a machine’s files by:'),
      h('pre', { tabindex: '0' }, MAKE_GRAPH),
    ];
  const { diff } = changes;
  const link = (id: string): Node => {
    const n = model.byId.get(id);
    return n === undefined ? h('span', {}, show(id)) : unitLink(model, n);
  };
  return [
    head,
    h(
      'p',
      { class: 'none' },
      `From ${show(before.data.root)} (${before.started} started) to ${show(model.data.root)} (${model.started} started).`,
    ),
    sameBoot(diff) &&
      diff.settings.every(isNoise) &&
      h('p', { class: 'empty' }, 'Both boot the same units in the same order.'),
    part(
      'Starts now',
      'after',
      diff.started.map(({ unit: id, known }) => item(link(id), !known && tag('new'))),
    ),
    part(
      'No longer starts',
      'gone',
      diff.gone.map((one) => item(link(one.unit), tag(whatOfIt(diff, one)))),
    ),
    part(
      'Chance decides',
      'changed',
      diff.chance.map((one) => item(link(one.unit), told(`before: ${FATES[one.before]}; now: ${FATES[one.after]}`))),
    ),
    ...movedParts(model, changes),
    diff.failed.before !== diff.failed.after &&
      h(
        'p',
        {},
        show(`Boot: ${diff.failed.before ?? 'succeeds'} before, ${diff.failed.after ?? 'succeeds'} after.`, 600),
      ),
    diff.target.before !== diff.target.after &&
      h('p', {}, show(`Target: ${diff.target.before} before, ${diff.target.after} after.`)),
    part(
      'Now waits',
      '',
      diff.newOrder.map((edge) => orderItem(link, model, edge)),
    ),
    part(
      'No longer waits',
      '',
      diff.lostOrder.map((edge) => orderItem(link, before, edge)),
    ),
    ...changedParts(model, before, changes, link),
    h('p', {}, choose),
  ].filter((node) => node !== false && node !== null) as Node[];
}

type Part = HTMLElement | null | false;

/** What stands in another wave, or waits for others in the same. */
function movedParts(model: Model, { moved, shifted }: Changes): Part[] {
  return [
    part(
      'Later',
      'before',
      moved.filter(({ by }) => by > 0).map((one) => movedItem(model, one)),
    ),
    part(
      'Earlier',
      'path',
      moved.filter(({ by }) => by < 0).map((one) => movedItem(model, one)),
    ),
    part(
      'In the same wave, but waits for other units',
      '',
      moved.filter(({ by }) => by === 0).map((one) => movedItem(model, one)),
    ),
    shifted > 0 &&
      h('p', { class: 'none' }, `${shifted} more stand in another wave only because what they wait for does.`),
  ];
}

/** What differs in the units themselves: their states, their lines, what the audit says of them. */
function changedParts(model: Model, before: Model, { diff, findings }: Changes, link: (id: string) => Node): Part[] {
  const settings = diff.settings.filter((change) => !isNoise(change));
  const files = [...new Set(settings.map((change) => change.unit))];
  return [
    part(
      'Changed state',
      'changed',
      diff.states.map((s) => item(link(s.unit), told(`${s.before} before, ${s.after} now`))),
    ),
    part(
      'Changed settings',
      'changed',
      files.map((id) =>
        item(
          link(id),
          ...settings
            .filter((change) => change.unit === id)
            .flatMap(settingLines)
            .map(proof),
          sidesButton(before, model, id),
        ),
      ),
    ),
    part(
      'New findings',
      '',
      findings.added.map((finding) => item(findingCard(model, finding, 'with-unit'))),
    ),
    part(
      'Findings mended',
      '',
      findings.mended.map((finding) => item(findingCard(before, finding))),
    ),
  ];
}

function settingLines({ section, key, before, after }: SettingChange): string[] {
  const only = (one: SettingChange['before'], other: SettingChange['before'], sign: string): string[] =>
    one
      .filter(({ value }) => !other.some((s) => s.value === value))
      .map((s) => show(`${sign} [${section}] ${key}=${s.value}  ${place(s)}`, 600));
  return [...only(before, after, '−'), ...only(after, before, '+')];
}

/** An order that only one of the two boots has, with what says so there. */
function orderItem(link: (id: string) => Node, of: Model, edge: BootEdge): HTMLElement {
  return item(
    link(edge.from),
    ' after ',
    link(edge.to),
    ...proofLines(of.facts().graph, edge).map((line) => proof(show(plain(line), 600))),
  );
}

/** What the earlier boot had, told where the later has nothing to tell. */
export function ghostStory(before: Model, id: string): Node[] {
  const n = before.byId.get(id) ?? -1;
  const was = before.units[n];
  return [
    h('h2', { tabindex: '-1', id: 'story' }, show(id, 600)),
    h(
      'p',
      {},
      `Gone since the earlier boot${was === undefined || was.wave < 0 ? '' : `, which started it in wave ${was.wave}`}. Its files there:`,
    ),
    ...(n < 0 ? [] : filesOf(nodeOfView(before.data, n))),
  ];
}

function tag(words: string): HTMLElement {
  return h('span', { class: 'tag' }, words);
}

function proof(words: string): HTMLElement {
  return h('span', { class: 'proof' }, breakable(words));
}

function told(words: string): HTMLElement {
  return h('span', { class: 'told' }, words);
}

function part(title: string, light: string, items: readonly HTMLElement[]): HTMLElement | null {
  if (items.length === 0) return null;
  return h(
    'section',
    {},
    h(
      'h3',
      {},
      light !== '' && h('span', { class: `dot light-${light}`, 'aria-hidden': 'true' }),
      `${title} (${items.length})`,
    ),
    capped(items, MOST, (one) => one, 'ul', 'dependencies'),
  );
}

function item(...children: readonly Child[]): HTMLElement {
  return h('li', {}, children);
}

function movedItem(model: Model, { n, by, newly, nolonger }: Moved): HTMLElement {
  const waves = Math.abs(by) === 1 ? '1 wave' : `${Math.abs(by)} waves`;
  const list = (ids: readonly string[]): string =>
    ids
      .slice(0, 6)
      .map((id) => show(id, 60))
      .join(', ') + (ids.length > 6 ? ` and ${ids.length - 6} more` : '');
  return item(
    unitLink(model, n),
    ...(by === 0 ? [] : [h('span', { class: 'tag' }, `${waves} ${by > 0 ? 'later' : 'earlier'}`)]),
    ...(newly.length > 0 ? [told(`now waits for ${list(newly)}`)] : []),
    ...(nolonger.length > 0 ? [told(`no longer waits for ${list(nolonger)}`)] : []),
  );
}

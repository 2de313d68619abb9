/** A unit's whole story: what it is, why it is in the boot, what it waits for, every dependency with its proof, its files. */
import type { BootEdge, BootNode } from '../../src/graph/model.ts';
import { about } from '../../src/report/about.ts';
import { spanWords } from '../../src/report/span.ts';
import { toChange } from '../../src/report/to-change.ts';
import { loadWords } from '../../src/report/words.ts';
import { isWritten } from '../../src/report/written.ts';
import { tookOf } from '../../src/view/format.ts';
import { nodeOfView } from '../../src/view/graph.ts';
import { answerLines } from './answer.ts';
import { kindOfAsk } from './ask.ts';
import { askBar } from './ask-bar.ts';
import { breakable, capped, h } from './dom.ts';
import { filesOf } from './files.ts';
import { findingCard, findingsAbout } from './findings.ts';
import { kindIcon, kindOf, STATE_WORDS } from './kinds.ts';
import { bootEdge, edgeType, type Model, orderNeighbours, type Unit, unit } from './model.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { whyText } from './why.ts';
import { proofLines, relation, show } from './words.ts';

export interface Story {
  /** What is read first, up to the title of why it is in the boot. */
  readonly top: readonly Node[];
  /** What follows it, to be put beneath in this order: all of it takes longer than the next picture may wait. */
  readonly rest: readonly (() => readonly Node[])[];
}

/** @param asked the answer to what is asked of it, where more than its order is */
export function story(model: Model, n: number, state: State, asked = ''): Story {
  const u = unit(model, n);
  const node = nodeOfView(model.data, n);
  const { nodes, strings } = model.data;
  const note = strings[nodes.note[n] ?? 0] ?? '';
  const about = findingsAbout(model, n);
  const why = h('div', { 'aria-live': 'polite' }, h('p', { class: 'none' }, 'Looking…'));
  const top = [
    h('h2', { tabindex: '-1', id: 'story' }, kindIcon(u.type, u.state), h('span', {}, show(u.id, 600))),
    u.description !== '' && h('p', { class: 'description' }, show(u.description, 600)),
    h(
      'p',
      { class: 'facts' },
      h('span', { class: `badge state-${u.state}` }, STATE_WORDS[u.state]),
      h('span', {}, kindOf(u.type).name),
      u.wave >= 0 && h('span', {}, `wave ${u.wave}`),
      timesOf(model, u.id),
      u.init !== model.data.init.system && h('span', {}, `of ${show(u.init)}`),
      node.load !== 'loaded' && h('span', {}, show(loadWords(node))),
    ),
    aboutIt(u),
    note !== '' && h('p', {}, breakable(show(note, 600))),
    node.aliases.length > 0 && h('p', {}, 'Also called ', show(node.aliases.join(', '), 600)),
    changeIt(model, node),
    askBar(model, state),
    asked !== '' &&
      section(ASK_TITLES[kindOfAsk(state.ask)] ?? '', [
        h('div', { class: 'answers asked', role: 'status' }, answerLines(model, asked)),
      ]),
    actions(model, n, state),
    about.length > 0 &&
      section(
        'Findings',
        about.map((finding) => findingCard(model, finding)),
      ),
    section(u.wave >= 0 ? 'Why it is in the boot' : 'Why it is not started', [why]),
  ];
  return {
    top: parts(top),
    rest: [
      () => {
        why.replaceChildren(...answerLines(model, whyText(model, u.id)));
        return [];
      },
      () => parts([...orderSections(model, n), alongside(model, u)]),
      () => [dependencySection(model, n), ...filesOf(node)],
    ],
  };
}

function parts(list: readonly (Node | false)[]): readonly Node[] {
  return list.filter((part) => part !== false);
}

const ASK_TITLES: Readonly<Record<string, string>> = {
  failed: 'What if it fails',
  longest: 'The longest chain to it',
  later: 'What starts it later',
};

/** What a beginner has to know of it. */
function aboutIt(u: Unit): HTMLElement | false {
  const words = about(u.id, u.type);
  return words !== '' && h('p', { class: 'hint about' }, words);
}

/** The file to write, before all else: who comes here with a broken machine came for it. */
function changeIt(model: Model, node: BootNode): HTMLElement | false {
  const change = toChange(model.links(), node);
  if (change === undefined) return false;
  return h(
    'p',
    { class: 'change' },
    'To change it: ',
    h('code', {}, breakable(show(change.file, 600))),
    h('span', { class: 'told' }, show(change.how, 600)),
  );
}

function timesOf(model: Model, id: string): HTMLElement | false {
  const timing = model.data.timings?.units.find((one) => one.unit === id);
  if (timing === undefined) return false;
  const took = tookOf(timing);
  const began = timing.activating ?? timing.activated;
  return h(
    'span',
    {},
    `${began === undefined ? '' : `began at ${spanWords(began)}`}${took === undefined || took === 0 ? '' : `, took ${spanWords(took)}`}`,
  );
}

function section(title: string, content: readonly (Node | string)[]): HTMLElement {
  return h('section', {}, h('h3', {}, title), content);
}

function actions(model: Model, n: number, state: State): HTMLElement {
  const u = unit(model, n);
  const collapsed = state.collapsed.includes(u.id);
  const link = (words: string, patch: Partial<State>): HTMLElement =>
    h('a', { class: 'button', href: hrefOf(patch) }, words);
  return h(
    'p',
    { class: 'actions' },
    link('Why this order…', { view: 'why', a: u.id, b: '', unit: '' }),
    link(state.near ? 'Show the whole boot' : 'Only its neighbours', { near: !state.near, view: 'waves', at: '' }),
    u.type === 'target' &&
      link(collapsed ? 'Expand its members' : 'Collapse its members', {
        collapsed: collapsed ? state.collapsed.filter((id) => id !== u.id) : [...state.collapsed, u.id],
        view: 'waves',
      }),
    u.type === 'target' &&
      link(state.target === u.id ? 'Show the whole boot' : 'Only what it leads to', {
        target: state.target === u.id ? '' : u.id,
        view: 'waves',
        at: '',
      }),
  );
}

function orderSections(model: Model, n: number): HTMLElement[] {
  const started = (e: number): boolean => (model.data.edges.order[e] ?? 0) > 0;
  return (
    [
      [true, 'Waits for', 'Waits for nothing that this boot starts.'],
      [false, 'Waited for by', 'Nothing that this boot starts waits for it.'],
    ] as const
  ).map(([back, title, none]) => {
    const others = [...new Set(orderNeighbours(model, n, back, started).map(([, other]) => other))];
    others.sort(
      (a, b) => unit(model, b).wave - unit(model, a).wave || (unit(model, a).id < unit(model, b).id ? -1 : 1),
    );
    if (!back) others.reverse();
    return section(`${title} (${others.length})`, [
      others.length === 0
        ? h('p', { class: 'none' }, unit(model, n).wave < 0 ? 'It is not started, so no order binds it.' : none)
        : capped(others, 14, (other) => unitLink(model, other, 'chip'), 'div', 'chips'),
    ]);
  });
}

/** What may run at the same time: of its wave none waits for another. */
function alongside(model: Model, u: Unit): HTMLElement | false {
  if (u.wave < 0) return false;
  const others = model.units.filter((other) => other.wave === u.wave && other.n !== u.n).map(({ n }) => n);
  return section(`In parallel, in the same wave (${others.length})`, [
    others.length === 0
      ? h('p', { class: 'none' }, 'It stands in its wave alone.')
      : capped(others, 14, (other) => unitLink(model, other, 'chip'), 'div', 'chips'),
  ]);
}

const GROUPS = [
  ['Written down', 'somebody wrote it: a line of a file, or a link', true],
  ['Implied', 'systemd derives it from other settings', false],
  ['Default', 'every unit of its kind has it, unless DefaultDependencies=no', false],
] as const;

/** Of an edge with several declarations the most telling one counts. */
function groupOf(edge: BootEdge): number {
  if (edge.declared.some(isWritten)) return 0;
  return edge.origins.every((origin) => origin === 'default') ? 2 : 1;
}

function dependencySection(model: Model, n: number): HTMLElement {
  const ends = (rows: Model['out']): number => (rows.start[n + 1] as number) - (rows.start[n] as number);
  return section(`Dependencies (${ends(model.out) + ends(model.in)})`, dependencyGroups(model, n));
}

function dependencyGroups(model: Model, n: number): HTMLElement[] {
  const groups: Map<string, [number, number][]>[] = GROUPS.map(() => new Map());
  const collect = (e: number, other: number, back: boolean): void => {
    const words = `${back ? '1' : '0'}${relation(model, e, back)}`;
    const group = groups[groupOf(bootEdge(model, e))] as Map<string, [number, number][]>;
    group.set(words, [...(group.get(words) ?? []), [e, other]]);
  };
  for (let k = model.out.start[n] as number; k < (model.out.start[n + 1] as number); k++)
    collect(model.out.edge[k] as number, model.out.to[k] as number, false);
  for (let k = model.in.start[n] as number; k < (model.in.start[n + 1] as number); k++)
    collect(model.in.edge[k] as number, model.in.to[k] as number, true);
  const total = (group: ReadonlyMap<string, readonly unknown[]>): number =>
    [...group.values()].reduce((sum, list) => sum + list.length, 0);
  return GROUPS.flatMap(([title, hint, open], k) => {
    const group = groups[k] as Map<string, [number, number][]>;
    if (group.size === 0) return [];
    const summary = h('summary', { title: hint }, `${title} (${total(group)})`);
    const body = h('div', {});
    const fill = (): void => {
      if (body.hasChildNodes()) return;
      for (const words of [...group.keys()].sort())
        body.append(
          h('h4', {}, words.slice(1)),
          capped(group.get(words) ?? [], 12, ([e, other]) => dependency(model, e, other), 'ul', 'dependencies'),
        );
    };
    const details = h('details', { open, ontoggle: () => details.open && fill() }, summary, body);
    if (open) fill();
    return [details];
  });
}

function dependency(model: Model, e: number, other: number): HTMLElement {
  return h(
    'li',
    { 'data-edge': `${edgeType(model, e)}` },
    unitLink(model, other),
    proofLines(model, e).map((line) => h('span', { class: 'proof' }, breakable(line))),
  );
}

/**
 * The page of a boot: builds its parts once, and brings them in line with the state whenever that changes.
 * Longer than 300 lines: a third of it is what each key and link does.
 */
import type { ViewInput } from '../../src/view/format.ts';
import { type Asked, askedOf } from './ask.ts';
import { type Canvas, createCanvas } from './canvas.ts';
import { pageCaption, pictureCaption } from './caption.ts';
import { chainView } from './chain.ts';
import { copyText, mermaidOf, textOf } from './copy.ts';
import { cyclesView } from './cycles.ts';
import { changesOf, lightsOf, withGhosts } from './diff.ts';
import { diffPanel, ghostStory } from './diff-view.ts';
import { h } from './dom.ts';
import { exportJson, exportPng, exportSvg } from './export.ts';
import { createFilterPanel, filterChips } from './filter-panel.ts';
import { applyFilters } from './filters.ts';
import { findingsView } from './findings.ts';
import { groupPanel } from './group-panel.ts';
import type { Group } from './groups.ts';
import { createHeader } from './header.ts';
import { edgeCard, edgeWords, lineOf, unitWords } from './hover-words.ts';
import { remake, rescueFocus } from './keep.ts';
import { createHelp, type KeyAction, listen } from './keys.ts';
import { STATE_WORDS } from './kinds.ts';
import { createLegend } from './legend.ts';
import { createModel, type Unit, unit } from './model.ts';
import { overview } from './overview.ts';
import { pageSvg } from './page-svg.ts';
import { readPalette } from './palette.ts';
import { story } from './panel.ts';
import { type Picture, pictureOf } from './picture.ts';
import { pictureSvg } from './picture-svg.ts';
import { printPicture } from './print.ts';
import { createSearch } from './search.ts';
import { afterFrame, inPauses, type Soon } from './soon.ts';
import { filtersChanged, go, onChange, onlyMoved, type State, state, type View } from './state.ts';
import { createStrip } from './strip.ts';
import { tableText, tableView } from './table.ts';
import { applyTheme, onSystemTheme, switchTheme } from './theme.ts';
import { timelineView } from './timeline.ts';
import { firstUnit, walk } from './walk.ts';
import { createWhyPanel, whyAhead, whyOf, whyText } from './why.ts';
import { show } from './words.ts';

/** Views whose stage is the picture; the others fill it with a page of their own. */
const DRAWN: ReadonlySet<View> = new Set(['waves', 'why', 'diff']);

/** Of more units than these the answer to "why" takes longer than a frame, and then waits until no key is held down: so many ms. */
const LONG_ANSWERS = 700;
const A_KEY = 60;

export interface Wishes {
  readonly compare: (files: readonly File[]) => Promise<void>;
}

/**
 * @returns what takes the page down again
 * Longer than 80 lines: the parts of the page, made once, and what each change of the state asks of them.
 */
export function startApp(host: HTMLElement, input: ViewInput, wishes: Wishes): () => void {
  const ending = new AbortController();
  const [earlier, data] = 'format' in input ? [undefined, input] : input;
  const later = createModel(data);
  const before = earlier === undefined ? undefined : createModel(earlier);
  const changes = before === undefined ? undefined : changesOf(before, later);
  const model = before === undefined || changes === undefined ? later : withGhosts(later, before, changes);
  const marked = changes === undefined ? undefined : lightsOf(model, changes);
  if (changes !== undefined && state().view === 'waves' && state().unit === '') go({ view: 'diff' }, 'quiet');

  const under = h('canvas', { id: 'under', 'aria-hidden': 'true' });
  const over = h('canvas', { id: 'over', 'aria-hidden': 'true' });
  const cy = h('div', {
    id: 'cy',
    tabindex: '0',
    role: 'application',
    'aria-label': `Picture of the boot: ${model.started} started units in ${model.waves} waves. Arrow keys walk from unit to unit; the Table view holds the same as text.`,
  });
  const message = h('p', { id: 'message', role: 'status', class: 'sr' });
  const tip = h('div', { id: 'tip', hidden: true });
  const chips = h('div', { class: 'chips active', role: 'group', 'aria-label': 'Active filters' });
  const page = h('div', { id: 'page', tabindex: '-1' });
  const panelBody = h('div', {});
  const close = h(
    'button',
    { type: 'button', class: 'icon close', 'aria-label': 'Close', onclick: () => leave() },
    '×',
  );
  const lineCard = h('div', { 'aria-live': 'polite' });
  const panel = h('aside', { id: 'panel', 'aria-label': 'Details' }, close, lineCard, panelBody);
  const legend = createLegend(model);
  const filters = createFilterPanel(model);
  const whyPanel = createWhyPanel(model);
  const zoomTools = h(
    'div',
    { class: 'zoom', role: 'group', 'aria-label': 'Zoom' },
    (
      [
        ['+', 'Zoom in', () => canvas.zoomBy(1.3)],
        ['−', 'Zoom out', () => canvas.zoomBy(1 / 1.3)],
        ['⤢', 'Show everything', () => canvas.fit()],
      ] as const
    ).map(([sign, words, run]) =>
      h('button', { type: 'button', 'aria-label': words, title: words, onclick: run }, sign),
    ),
  );
  const strip = createStrip(model, (x, y) => canvas.centre(x, y));
  const stage = h(
    'section',
    { id: 'stage', 'aria-label': 'Boot' },
    under,
    cy,
    over,
    chips,
    legend.element,
    strip.element,
    zoomTools,
    tip,
    page,
  );
  const search = createSearch(
    model,
    (n) => choose(n, 'with-focus'),
    (find) => {
      go({ find, view: 'waves', unit: '', at: '' });
      const lit = [...picture.lit.keys()].filter((n) => n < model.units.length).length;
      say(`${lit} found`);
    },
  );
  const actions = keyActions();
  const help = createHelp(actions);
  const header = createHeader(model, {
    find: search.open,
    filters: () => go({ drawer: !state().drawer }, 'quiet'),
    theme: switchTheme,
    help: help.open,
    svg: () => exportSvg(model, shownDrawing()),
    png: () => void exportPng(model, shownDrawing()),
    json: () => exportJson(model, picture),
    link: () => copy('The address', location.href),
    text: () => copy('The text', shownText()),
    mermaid: () => copy('The Mermaid chart', mermaidOf(model, picture, pictureCaption(model, picture, state()))),
    print: () => print(),
  });
  host.replaceChildren(
    header.element,
    h('main', {}, filters.element, stage, panel),
    message,
    search.element,
    help.element,
  );
  document.title = `${show(model.data.root.split('/').filter(Boolean).at(-1) ?? '', 60)} · bootscope`;

  let telling: Soon | undefined;
  addEventListener('beforeprint', printWhole, { signal: ending.signal });
  let picture: Picture = pictureOf(model, applyFilters(model, state()), state(), [], marked);
  const canvas: Canvas = createCanvas(cy, { under, over }, model, picture.shown.count, {
    select: (n) => choose(n),
    open: (n) => openHere(n),
    edge: (e) => go({ line: String(e) }),
    hover: (n, x, y) => hover(n < 0 ? [] : unitWords(picture.units[n] as Unit), x, y),
    painted: (now, seen, palette) => strip.update(now, seen, palette),
    hoverEdge: (e, x, y) => hover(e < 0 ? [] : edgeWords(model, e, picture.weight.get(e) ?? 1), x, y),
    moved: (at) => DRAWN.has(state().view) && go({ at }, 'quiet'),
  });

  draw(state(), undefined);
  onChange((now, was) => draw(now, was), ending.signal);
  const resized = new ResizeObserver(() => canvas.resize());
  resized.observe(cy);
  onSystemTheme(() => recolour(), ending.signal);
  listen(actions, search.open, ending.signal);
  printPicture(
    model,
    () => (DRAWN.has(state().view) ? { picture, caption: pictureCaption(model, picture, state()) } : undefined),
    ending.signal,
  );
  inPauses(whyAhead(model), ending.signal);
  // Two frames on, the first picture is on the screen: npm run bench:view reads the mark.
  requestAnimationFrame(() => requestAnimationFrame(() => performance.mark('first-picture')));
  return () => {
    ending.abort();
    resized.disconnect();
  };

  function draw(now: State, was: State | undefined): void {
    if (was !== undefined && onlyMoved(now, was)) {
      if (DRAWN.has(now.view) && now.at !== '') canvas.place(now.at);
      return;
    }
    const focused = was !== undefined && document.activeElement !== document.body;
    recolour();
    const shown = applyFilters(model, now, now.view === 'diff' ? marked : undefined);
    const why = whyOf(model, now);
    const selected = model.byId.get(now.unit) ?? -1;
    const group = shown.groups.find(({ key }) => now.unit === `group:${key}`);
    const asked = askedOf(model, now, now.view === 'waves' ? selected : -1);
    picture = pictureOf(model, shown, now, why.path, marked, now.view === 'waves' ? asked : undefined);
    const drawn = DRAWN.has(now.view);
    header.update(now);
    filters.update(now);
    legend.update(now, picture);
    chips.replaceChildren(...filterChips(now));
    stage.classList.toggle('drawn', drawn);
    fillPanel(now, was, selected, why, asked, group);
    if (drawn) {
      canvas.measure();
      const collapsed = new Set(now.collapsed.map((id) => model.byId.get(id)).filter((n) => n !== undefined));
      canvas.take(picture);
      place(now, was, selected, why.path.length > 0);
      canvas.update({ selected: group?.n ?? selected, collapsed });
    } else fillPage(now, was, shown);
    // A redraw may have taken the element that had the focus.
    if (focused) rescueFocus(document.getElementById('story'), drawn ? cy : page);
    whole();
  }

  function place(now: State, was: State | undefined, selected: number, path: boolean): void {
    const moved = was === undefined || now.at !== was.at || !DRAWN.has(was.view);
    if (isNewChain(now, was)) {
      canvas.fit([...picture.lit.keys()]);
      return;
    }
    if (now.at !== '' && moved) canvas.place(now.at);
    else if (was !== undefined && filtersChanged(now, was)) canvas.fit(now.all ? wavesShown() : undefined);
    else if (
      now.at === '' &&
      (was === undefined ||
        was.at !== '' ||
        now.opened !== was.opened ||
        now.view !== was.view ||
        now.a !== was.a ||
        now.b !== was.b)
    )
      canvas.fit(litFirst(now, path) ? [...picture.lit.keys()] : now.all ? wavesShown() : undefined, true);
    if (selected >= 0 && now.unit !== was?.unit) canvas.reveal(selected, was === undefined && now.at === '');
  }

  /** The chain to a unit is asked for: it is looked at whole, wherever the eye was. */
  function isNewChain(now: State, was: State | undefined): boolean {
    if (now.view !== 'waves' || now.ask !== 'longest' || now.unit === '' || picture.hot.size === 0) return false;
    return was === undefined ? now.at === '' : now.ask !== was.ask || now.unit !== was.unit;
  }

  /** A path is looked at for its own sake; on a telephone what changed, too: it would lie beyond the edge. */
  function litFirst(now: State, path: boolean): boolean {
    if (now.view === 'why') return path;
    return now.view === 'diff' && now.unit === '' && picture.lit.size > 0 && stage.clientWidth < 600;
  }

  /** What a boot is about: with everything else shown too, it would be a speck. */
  function wavesShown(): number[] | undefined {
    const started = model.units.filter((u) => u.wave >= 0 && picture.shown.unit[u.n] === 1).map((u) => u.n);
    return started.length > 0 ? started : undefined;
  }

  function fillPanel(
    now: State,
    was: State | undefined,
    selected: number,
    why: ReturnType<typeof whyOf>,
    asked: Asked,
    group: Group | undefined,
  ): void {
    const line = lineOf(model, now);
    const told = now.view === 'waves' && now.told;
    panel.hidden =
      selected < 0 && group === undefined && line < 0 && now.view !== 'why' && now.view !== 'diff' && !told;
    close.hidden = selected < 0 && group === undefined && line < 0 && !told;
    lineCard.replaceChildren(...(line < 0 ? [] : [edgeCard(model, line)]));
    const same = now.unit === was?.unit && now.view === was.view;
    telling?.drop();
    panel.ariaBusy = null;
    remake(panelBody, same, () => {
      if (before !== undefined && selected >= 0 && unit(model, selected).state === 'gone')
        panelBody.replaceChildren(...ghostStory(before, unit(model, selected).id));
      else if (selected >= 0) tellOf(selected, now, asked.text, same ? 'at-once' : 'in-parts');
      else if (group !== undefined) panelBody.replaceChildren(...groupPanel(model, group, picture, now));
      else if (now.view === 'why') {
        if (!panelBody.contains(whyPanel.element)) panelBody.replaceChildren(whyPanel.element);
        whyPanel.update(now, why);
      } else if (now.view === 'diff') panelBody.replaceChildren(...diffPanel(model, before, changes, compare));
      else if (told) panelBody.replaceChildren(...overview(model, now));
      else panelBody.replaceChildren();
    });
    if (now.unit !== was?.unit || (line >= 0 && now.line !== was.line)) panel.scrollTop = 0;
  }

  /** The page is whole when no part of a story is on its way. */
  function whole(): void {
    if (panel.ariaBusy === null) host.dataset['ready'] = '';
  }

  /** The first lines of a unit's story come with the picture, the rest beneath them a moment later; what is told again stands at once. */
  function tellOf(n: number, now: State, asked: string, how: 'at-once' | 'in-parts'): void {
    const { top, rest } = story(model, n, now, asked);
    panelBody.replaceChildren(...top);
    panel.ariaBusy = 'true';
    telling = afterFrame(
      rest.map((part) => () => panelBody.append(...part())),
      model.units.length > LONG_ANSWERS ? A_KEY : 0,
      () => {
        panel.ariaBusy = null;
        whole();
      },
    );
    if (how === 'at-once') telling.finish();
  }

  /** Paper has no button for the rest of a story or a table. */
  function printWhole(): void {
    telling?.finish();
    const more = page.querySelector<HTMLElement>('.table > .more');
    while (more !== null && !more.hidden) more.click();
  }

  function compare(files: readonly File[]): void {
    wishes.compare(files).catch((error: unknown) => {
      say(error instanceof Error ? error.message : String(error));
    });
  }

  function fillPage(now: State, was: State | undefined, shown: Picture['shown']): void {
    const top = now.view === was?.view ? page.scrollTop : 0;
    const rows = now.view === was?.view && now.sort === was.sort ? page.querySelectorAll('tbody tr').length : 0;
    remake(page, now.view === was?.view, () => page.replaceChildren(pageOf(now, shown, rows)));
    page.scrollTop = top;
  }

  /** @param rows of a table as many as stood there */
  function pageOf(now: State, shown: Picture['shown'], rows: number): HTMLElement {
    if (now.view === 'chain') return chainView(model);
    if (now.view === 'cycles') return cyclesView(model);
    if (now.view === 'findings') return findingsView(model, now);
    if (now.view === 'timeline') return timelineView(model, now);
    return tableView(model, shown, now, rows);
  }

  function recolour(): void {
    if (applyTheme()) canvas.recolour();
  }

  function choose(n: number, how: 'with-focus' | 'plain' = 'plain'): void {
    hover([], 0, 0);
    const group = picture.shown.groups.find((one) => one.n === n);
    if (group !== undefined) {
      go({ unit: `group:${group.key}`, line: '' });
      say(`${picture.units[n]?.label}, a group`);
      return;
    }
    if (n >= 0 && state().view === 'why' && state().unit === '') {
      whyPanel.take(unit(model, n).id);
      say(`${show(unit(model, n).id)} is asked about`);
      return;
    }
    go({ unit: n < 0 ? '' : unit(model, n).id, line: '' });
    if (n < 0) return;
    const u = unit(model, n);
    say(`${show(u.id)}, ${u.wave < 0 ? STATE_WORDS[u.state] : `wave ${u.wave}`}`);
    if (how === 'with-focus') document.getElementById('story')?.focus();
  }

  function leave(): void {
    if (state().line !== '') go({ line: '' });
    else if (state().unit !== '') go({ unit: '', near: false });
    else if (state().find !== '') go({ find: '', at: '' });
    else if (state().ask !== '') go({ ask: '' });
    else if (state().drawer) go({ drawer: false }, 'quiet');
    else if (state().view === 'waves' && state().told) go({ told: false }, 'quiet');
    if (DRAWN.has(state().view)) cy.focus();
  }

  function say(words: string): void {
    message.textContent = words;
  }

  function hover(words: readonly Node[], x: number, y: number): void {
    tip.hidden = words.length === 0;
    if (tip.hidden) return;
    tip.replaceChildren(...words);
    const room = stage.clientWidth;
    tip.style.left = `${Math.max(8, Math.min(x + 14, room - tip.offsetWidth - 8))}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 12 : y + 16}px`;
  }

  function shownText(): string {
    const now = state();
    if (now.view === 'table') return tableText(model, applyFilters(model, now), now);
    // biome-ignore lint/performance/useDomNodeTextContent: a table is to have its columns, and a list its lines.
    if (!DRAWN.has(now.view)) return page.innerText;
    const selected = model.byId.get(now.unit);
    const answer =
      now.view === 'why'
        ? whyOf(model, now).text
        : selected === undefined
          ? ''
          : askedOf(model, now, selected).text || whyText(model, now.unit);
    return textOf(model, picture, pictureCaption(model, picture, now), answer);
  }

  function copy(what: string, text: string): void {
    const byHand = h('dialog', { class: 'search', 'aria-label': 'Copy by hand' });
    void copyText(text, (box) => {
      byHand.append(h('p', {}, 'The browser keeps the clipboard to itself here: Ctrl-C copies what is chosen.'), box);
      byHand.addEventListener('close', () => byHand.remove());
      host.append(byHand);
      byHand.showModal();
    }).then((done) => done && tell(`${what} is copied.`));
  }

  /** For a moment, in sight of all. */
  function tell(words: string): void {
    message.textContent = words;
    message.classList.remove('sr');
    setTimeout(() => message.classList.add('sr'), 2500);
  }

  /** What stands on the stage: the picture, or the page of a view that has none. */
  function shownDrawing(): SVGSVGElement {
    if (DRAWN.has(state().view))
      return pictureSvg(model, picture, readPalette(), pictureCaption(model, picture, state()), canvas.seen());
    return pageSvg(page, pageCaption(model, page.querySelector('h2, caption')?.textContent ?? ''));
  }

  /** A second click: a group opens in its place, a target takes its members in or gives them back. */
  function openHere(n: number): void {
    const group = picture.shown.groups.find((one) => one.n === n);
    if (group !== undefined) go({ opened: [...state().opened, group.key], unit: '' });
    else if (unit(model, n).type === 'target') toggleCollapsed(n);
  }

  function toggleCollapsed(n: number): void {
    const { id } = unit(model, n);
    const { collapsed } = state();
    go({ collapsed: collapsed.includes(id) ? collapsed.filter((one) => one !== id) : [...collapsed, id] });
  }

  function step(key: string): void {
    const { unit: chosen, view, a, b } = state();
    const at =
      picture.shown.groups.find(({ key }) => chosen === `group:${key}`)?.n ??
      model.byId.get(chosen || (view === 'why' ? b || a : ''));
    const next = at === undefined ? firstUnit(model, picture) : walk(model, picture, at, key);
    if (next !== undefined) choose(next);
  }

  function keyActions(): KeyAction[] {
    const view = (name: View): void => go({ view: name });
    const origins = (): void => {
      const now = state().origins;
      go({ origins: now.includes('default') ? now.filter((one) => one !== 'default') : [...now, 'default'] });
    };
    return [
      { keys: ['/'], shown: '/ Ctrl-K', words: 'Find a unit', run: search.open },
      { keys: ['ArrowLeft'], shown: '←', words: 'To a unit that this one waits for', run: () => step('ArrowLeft') },
      { keys: ['ArrowRight'], shown: '→', words: 'To a unit that waits for this one', run: () => step('ArrowRight') },
      { keys: ['ArrowUp'], shown: '↑', words: 'To the unit above', run: () => step('ArrowUp') },
      { keys: ['ArrowDown'], shown: '↓', words: 'To the unit below', run: () => step('ArrowDown') },
      {
        keys: ['Enter'],
        shown: 'Enter',
        words: 'Into the story of the chosen unit',
        run: () => document.getElementById('story')?.focus(),
      },
      { keys: ['Escape'], shown: 'Esc', words: 'Let go of the chosen unit', run: leave },
      { keys: ['+', '='], shown: '+', words: 'Zoom in', run: () => canvas.zoomBy(1.3) },
      { keys: ['-'], shown: '-', words: 'Zoom out', run: () => canvas.zoomBy(1 / 1.3) },
      { keys: ['0'], shown: '0', words: 'Show everything', run: () => canvas.fit() },
      { keys: ['H'], shown: 'H', words: 'Move the picture left', run: () => canvas.panBy(120, 0) },
      { keys: ['L'], shown: 'L', words: 'Move the picture right', run: () => canvas.panBy(-120, 0) },
      { keys: ['K'], shown: 'K', words: 'Move the picture up', run: () => canvas.panBy(0, 120) },
      { keys: ['J'], shown: 'J', words: 'Move the picture down', run: () => canvas.panBy(0, -120) },
      { keys: ['d'], shown: 'd', words: 'Default dependencies on or off', run: origins },
      { keys: ['e'], shown: 'e', words: 'Faint lines on or off', run: () => go({ faint: !state().faint }) },
      {
        keys: ['a'],
        shown: 'a',
        words: 'Also what is not started, or only what is',
        run: () => go({ all: !state().all, at: '' }),
      },
      {
        keys: ['n'],
        shown: 'n',
        words: 'Only the neighbours of the chosen unit',
        run: () => go({ near: !state().near, at: '' }),
      },
      {
        keys: ['c'],
        shown: 'c',
        words: 'Open the chosen group; collapse the chosen target, or expand it',
        run: () => {
          const group = picture.shown.groups.find(({ key }) => state().unit === `group:${key}`);
          if (group !== undefined) return openHere(group.n);
          const n = model.byId.get(state().unit);
          if (n !== undefined && unit(model, n).type === 'target') toggleCollapsed(n);
        },
      },
      {
        keys: ['w'],
        shown: 'w',
        words: 'Why this order: with the chosen unit',
        run: () => go({ view: 'why', a: state().unit || state().a, unit: '', at: '' }),
      },
      { keys: ['f'], shown: 'f', words: 'Filters', run: () => go({ drawer: !state().drawer }, 'quiet') },
      { keys: ['t'], shown: 't', words: 'Light or dark', run: switchTheme },
      { keys: ['1'], shown: '1', words: 'Waves', run: () => view('waves') },
      { keys: ['2'], shown: '2', words: 'Chain', run: () => view('chain') },
      { keys: ['3'], shown: '3', words: 'Why', run: () => view('why') },
      { keys: ['4'], shown: '4', words: 'Cycles', run: () => view('cycles') },
      { keys: ['5'], shown: '5', words: 'Findings', run: () => view('findings') },
      { keys: ['6'], shown: '6', words: 'Table', run: () => view('table') },
      { keys: ['7'], shown: '7', words: 'Diff', run: () => view('diff') },
      { keys: ['?'], shown: '?', words: 'This sheet', run: () => help.open() },
    ];
  }
}

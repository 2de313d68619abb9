/** Opens the data inside the page, or a graph that someone chooses, and draws the waves with a unit's story beside it. */
import './style.css';
import { viewData } from '../../src/report/view-data.ts';
import { VIEW_FORMAT, type ViewData } from '../../src/report/view-format.ts';
import { graphFromJson } from '../../src/report/view-read.ts';
import { createCanvas } from './canvas.ts';
import { byId, h } from './dom.ts';
import { applyFilters } from './filters.ts';
import { createModel, type Model, unit } from './model.ts';
import { pictureOf } from './picture.ts';
import { go, onChange, startState, state } from './state.ts';
import { edgeWords, show } from './words.ts';

const inside = byId('boot-data').textContent ?? '';
startState();
if (inside.trim() === '') offerFile();
else start(JSON.parse(inside) as ViewData);

function offerFile(): void {
  const message = h('p', { role: 'alert' });
  const open = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    try {
      const json = JSON.parse(await file.text()) as { format?: unknown };
      start(json.format === VIEW_FORMAT ? (json as unknown as ViewData) : viewData(graphFromJson(json)));
    } catch (error) {
      message.textContent = error instanceof Error ? error.message : String(error);
    }
  };
  const input = h('input', { type: 'file', accept: '.json', id: 'file', onchange: () => void open(input.files?.[0]) });
  byId('app').replaceChildren(
    h('header', {}, h('h1', {}, 'bootscope')),
    h('main', {}, h('p', {}, h('label', { for: 'file' }, 'Open or drop a graph.json '), input), message),
  );
  addEventListener('dragover', (event) => event.preventDefault());
  addEventListener('drop', (event) => {
    event.preventDefault();
    void open(event.dataTransfer?.files[0]);
  });
}

function start(data: ViewData): void {
  const model = createModel(data);
  const under = h('canvas', { id: 'under' });
  const host = h('div', {
    id: 'cy',
    role: 'img',
    'aria-label': `${model.started} started units in ${model.waves} waves`,
  });
  const panel = h('aside', { hidden: true, 'aria-label': 'Unit' });
  const names = h(
    'datalist',
    { id: 'names' },
    model.units.map((u) => h('option', { value: u.id })),
  );
  const search = h('input', {
    type: 'search',
    list: 'names',
    placeholder: 'Find a unit  /',
    'aria-label': 'Find a unit',
    onchange: () => model.byId.has(search.value) && go({ unit: search.value }),
  });
  byId('app').replaceChildren(
    h(
      'header',
      {},
      h('h1', {}, 'bootscope'),
      h('span', {}, `${show(data.root)} · ${model.started} started in ${model.waves} waves`),
      search,
      names,
    ),
    h('main', {}, under, host, panel),
  );
  const canvas = createCanvas(host, under, model, {
    select: (n) => go({ unit: n < 0 ? '' : unit(model, n).id }),
    open: (n) => go({ unit: unit(model, n).id }),
    edge: () => undefined,
    hover: (n) => {
      host.title = n < 0 ? '' : show(unit(model, n).id);
    },
    moved: (at) => go({ at }, 'quiet'),
  });
  const draw = (): void => {
    const selected = model.byId.get(state().unit) ?? -1;
    canvas.update(pictureOf(model, applyFilters(model, state()), state()), { selected, collapsed: new Set() });
    panel.hidden = selected < 0;
    if (selected >= 0) panel.replaceChildren(...story(model, selected));
  };
  draw();
  if (state().at === '') canvas.fit();
  else canvas.place(state().at);
  onChange(draw);
  addEventListener('resize', canvas.resize);
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') go({ unit: '' });
    if ((event.key === '/' && event.target !== search) || (event.key === 'k' && event.ctrlKey)) {
      event.preventDefault();
      search.focus();
    }
  });
}

function story(model: Model, n: number): Node[] {
  const u = unit(model, n);
  const { nodes, edges, strings } = model.data;
  const related = edges.from.flatMap((from, e) => (from === n || edges.to[e] === n ? [e] : []));
  return [
    h('h2', {}, show(u.id)),
    h('p', {}, show(u.description)),
    h('p', {}, `${u.state}${u.wave < 0 ? '' : `, wave ${u.wave + 1}`}. ${show(strings[nodes.note[n] ?? 0] ?? '')}`),
    h('p', {}, show(strings[nodes.fragment[n] ?? 0] ?? '')),
    h('h3', {}, `Dependencies (${related.length})`),
    h(
      'ul',
      {},
      related.map((e) => h('li', {}, edgeWords(model, e))),
    ),
  ];
}

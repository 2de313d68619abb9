/** The same boot as a table: for those who cannot use the picture, and for sorting. */
import { h } from './dom.ts';
import type { Shown } from './filters.ts';
import { kindOf, STATE_WORDS } from './kinds.ts';
import { type Model, orderNeighbours, pulledInBy, type Unit, unit } from './model.ts';
import { hrefOf, type State } from './state.ts';
import { unitLink } from './unit-link.ts';
import { show } from './words.ts';

interface Column {
  readonly key: string;
  readonly title: string;
  readonly value: (model: Model, u: Unit) => string | number;
  /** Where it is not the value as text. */
  readonly cell?: (model: Model, u: Unit) => Node | string;
}

/** Rows made at once; a page of thousands would keep the browser busy for nothing. */
const PAGE = 300;
/** Sorts behind every wave. */
const NEVER = 1e9;

const COLUMNS: readonly Column[] = [
  { key: 'unit', title: 'Unit', value: (_, u) => u.id, cell: (model, u) => unitLink(model, u.n) },
  {
    key: 'wave',
    title: 'Wave',
    value: (_, u) => (u.wave < 0 ? NEVER : u.wave),
    cell: (_, u) => (u.wave < 0 ? '–' : String(u.wave)),
  },
  { key: 'kind', title: 'Kind', value: (_, u) => kindOf(u.type).name },
  { key: 'state', title: 'State', value: (_, u) => STATE_WORDS[u.state] },
  { key: 'before', title: 'Needed for', value: (model, u) => milestone(model, u) },
  { key: 'waits', title: 'Waits for', value: (model, u) => waits(model, u.n, true) },
  { key: 'awaited', title: 'Waited for by', value: (model, u) => waits(model, u.n, false) },
  { key: 'by', title: 'Pulled in by', value: (model, u) => puller(model, u) },
  { key: 'description', title: 'Description', value: (_, u) => show(u.description) },
];

/** What the filters let through, unit by unit, as it is sorted: that the picture shows some of them as a group leaves none out. */
function rowsOf(model: Model, shown: Shown, state: State): { readonly rows: readonly Unit[]; readonly column: Column } {
  const down = state.sort.startsWith('-');
  const column = COLUMNS.find((one) => one.key === state.sort.replace(/^-/, '')) ?? (COLUMNS[1] as Column);
  const rows = model.units
    .filter((u) => shown.unit[u.n] === 1 || (shown.as[u.n] as number) >= model.units.length)
    .map((u) => ({ u, value: column.value(model, u) }))
    .sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : a.u.n - b.u.n) * (down ? -1 : 1))
    .map(({ u }) => u);
  return { rows, column };
}

function captionOf(model: Model, rows: readonly Unit[]): string {
  return `${rows.length} of ${model.units.length} units, as the filters leave them`;
}

/** The whole table as text, also what stands on the page only when more of it is asked for: a line for each unit, with tabs between. */
export function tableText(model: Model, shown: Shown, state: State): string {
  const { rows } = rowsOf(model, shown, state);
  const words = (column: Column, u: Unit): string => {
    const cell = column.key === 'unit' ? show(u.id) : (column.cell?.(model, u) ?? column.value(model, u));
    return cell instanceof Node ? (cell.textContent ?? '') : String(cell);
  };
  return [
    captionOf(model, rows),
    COLUMNS.map(({ title }) => title).join('\t'),
    ...rows.map((u) => COLUMNS.map((column) => words(column, u)).join('\t')),
    '',
  ].join('\n');
}

/** @param least so many rows at once, at the least: as many as the reader has asked for */
export function tableView(model: Model, shown: Shown, state: State, least = 0): HTMLElement {
  const down = state.sort.startsWith('-');
  const { rows, column } = rowsOf(model, shown, state);
  const body = h(
    'tbody',
    {},
    rows.slice(0, Math.max(PAGE, least)).map((u) => row(model, u, state)),
  );
  const rest = h('button', { class: 'more', type: 'button' });
  const label = (): void => {
    const left = rows.length - body.childElementCount;
    rest.hidden = left <= 0;
    rest.textContent = `Show ${Math.min(PAGE, left)} more of ${rows.length}`;
  };
  rest.addEventListener('click', () => {
    const at = body.childElementCount;
    body.append(...rows.slice(at, at + PAGE).map((u) => row(model, u, state)));
    label();
  });
  label();
  return h(
    'div',
    { class: 'page table' },
    h(
      'table',
      {},
      h('caption', {}, captionOf(model, rows)),
      h(
        'thead',
        {},
        h(
          'tr',
          {},
          COLUMNS.map((one) => heading(one, column === one, down)),
        ),
      ),
      body,
    ),
    rows.length === 0 && h('p', { class: 'empty' }, 'No unit passes the filters.'),
    rest,
  );
}

function heading({ key, title }: Column, sorted: boolean, down: boolean): HTMLElement {
  return h(
    'th',
    { scope: 'col', 'aria-sort': sorted ? (down ? 'descending' : 'ascending') : undefined },
    h(
      'a',
      { href: hrefOf({ sort: sorted && !down ? `-${key}` : key }) },
      title,
      h('span', { 'aria-hidden': 'true' }, sorted ? (down ? ' ↓' : ' ↑') : ''),
    ),
  );
}

function row(model: Model, u: Unit, state: State): HTMLElement {
  return h(
    'tr',
    { 'aria-selected': u.id === state.unit ? 'true' : undefined },
    COLUMNS.map((column, k) => {
      const content = column.cell?.(model, u) ?? String(column.value(model, u));
      return k === 0 ? h('th', { scope: 'row' }, content) : h('td', {}, content);
    }),
  );
}

function waits(model: Model, n: number, back: boolean): number {
  const found = orderNeighbours(model, n, back, (e) => (model.data.edges.order[e] ?? 0) > 0);
  return new Set(found.map(([, other]) => other)).size;
}

function milestone(model: Model, u: Unit): string {
  const n = model.data.chain[u.step];
  return u.wave < 0 || n === undefined ? '' : show(unit(model, n).label);
}

function puller(model: Model, u: Unit): string {
  const e = u.wave < 0 ? undefined : pulledInBy(model, u.n).at(-1);
  return e === undefined ? '' : show(unit(model, model.data.edges.from[e] as number).label);
}

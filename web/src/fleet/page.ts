/** Groups of hosts, a row for each kind of boot and a column for each unit in which they differ; a row opens what differs. */
import type { CellMark, FleetView, ViewGroup, ViewRow } from '../../../src/fleet/questions/view.ts';
import { differenceLines } from '../../../src/report/fleet/difference.ts';
import { plain } from '../../../src/report/style.ts';
import { count } from '../../../src/report/words.ts';
import { h } from '../dom.ts';

const MARKS: Readonly<Record<CellMark, { readonly name: string; readonly said: string }>> = {
  '+': { name: 'more-here', said: 'started here, and not elsewhere' },
  '-': { name: 'less-here', said: 'not started here, and elsewhere it is' },
  '~': { name: 'other-here', said: 'other than elsewhere' },
};

export function fleetPage(view: FleetView): readonly HTMLElement[] {
  const filter = h('input', {
    type: 'search',
    placeholder: 'Find a unit or a host',
    'aria-label': 'Find a unit or a host',
  });
  const groups = view.groups.map((group) => groupSection(view, group));
  filter.addEventListener('input', () => {
    const wanted = filter.value.trim().toLowerCase();
    for (const { rows } of groups) for (const { text, show } of rows) show(wanted === '' || text.includes(wanted));
  });
  const unread = view.unread === 0 ? '' : ` ${count(view.unread, 'root')} could not be read.`;
  return [
    h(
      'header',
      {},
      h('h1', {}, `${count(view.hosts, 'host')} of ${view.taken}`),
      h(
        'span',
        { class: 'legend-fleet' },
        `${count(view.groups.length, 'group')}.${unread} Each row is a kind of boot; the first of a group is its most common.`,
      ),
      filter,
    ),
    h(
      'main',
      {},
      h('p', { class: 'legend-fleet' }, legend(view)),
      groups.map(({ section }) => section),
    ),
  ];
}

function legend({ moreColumns }: FleetView): string {
  const said = Object.entries(MARKS).map(([mark, { said }]) => `${mark} ${said}`);
  const more = moreColumns > 0 ? `. ${count(moreColumns, 'unit')} more differ and have no column: open a row` : '';
  return `${said.join('; ')}${more}.`;
}

interface ShownGroup {
  readonly section: HTMLElement;
  readonly rows: readonly ShownRow[];
}

interface ShownRow {
  readonly row: HTMLElement;
  readonly details: HTMLElement;
  /** What it is found by. */
  readonly text: string;
  show(shown: boolean): void;
}

function groupSection(view: FleetView, group: ViewGroup): ShownGroup {
  // Of the columns only those in which this group differs.
  const columns = view.columns.flatMap((unit, k) =>
    group.rows.some(({ marks }) => marks[k] !== undefined) ? [{ unit, k }] : [],
  );
  const rows = group.rows.map((row, k) => kindRow(view, row, columns, k === 0));
  const more =
    group.more.kinds === 0
      ? false
      : h(
          'p',
          { class: 'legend-fleet' },
          `${count(group.more.kinds, 'kind')} more, of ${count(group.more.hosts, 'host')}.`,
        );
  const section = h(
    'section',
    {},
    h('h2', {}, `${group.group === '' ? 'No group' : group.group}: ${count(group.hosts, 'host')}`),
    h(
      'div',
      {
        class: 'scroll',
        tabindex: '0',
        role: 'region',
        'aria-label': `Kinds of boots of ${group.group === '' ? 'no group' : group.group}`,
      },
      h(
        'table',
        { class: 'fleet' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Hosts'),
            h('th', { scope: 'col' }, 'Such as'),
            h('th', { scope: 'col' }, 'Differs in'),
            columns.map(({ unit }) => h('th', { scope: 'col', title: unit }, h('span', { class: 'unit-name' }, unit))),
          ),
        ),
        h(
          'tbody',
          {},
          rows.flatMap(({ row, details }) => [row, details]),
        ),
      ),
    ),
    more,
  );
  return { section, rows };
}

type Columns = readonly { readonly unit: string; readonly k: number }[];

function kindRow(view: FleetView, row: ViewRow, columns: Columns, first: boolean): ShownRow {
  const details = h(
    'tr',
    { hidden: true, class: 'details-row' },
    h('td', { class: 'details', colspan: String(columns.length + 3) }),
  );
  const open = h(
    'button',
    { type: 'button', class: 'open-row', 'aria-expanded': 'false', title: row.example },
    row.example,
  );
  const showDetails = (shown: boolean): void => {
    if (shown) details.firstElementChild?.replaceChildren(detailsOf(row, first));
    details.hidden = !shown;
    open.setAttribute('aria-expanded', String(shown));
  };
  open.addEventListener('click', () => showDetails(details.hidden === true));
  const made = h(
    'tr',
    {},
    h('td', { class: 'count-of' }, String(row.hosts)),
    h('th', { scope: 'row' }, open),
    h('td', {}, ...illOf(row), first ? 'the most common' : count(row.differs, 'unit')),
    columns.map(({ unit, k }) => markCell(unit, row.marks[k])),
  );
  const units = row.differences.map(({ unit }) => unit);
  const text = [row.example, ...row.names, ...units, ...view.columns.filter((_, k) => row.marks[k] !== undefined)]
    .join('\n')
    .toLowerCase();
  const show = (shown: boolean): void => {
    made.hidden = !shown;
    // A row that is not shown keeps what was opened beneath it to itself.
    if (!shown) showDetails(false);
  };
  return { row: made, details, text, show };
}

function illOf({ failed, cycles }: ViewRow): readonly Node[] {
  const said = failed ? 'no boot' : cycles > 0 ? 'ordering cycle' : '';
  return said === '' ? [] : [h('strong', { class: 'ill' }, `${said} `)];
}

function markCell(unit: string, mark: CellMark | undefined): HTMLElement {
  if (mark === undefined) return h('td', { class: 'mark' });
  const { name, said } = MARKS[mark];
  return h(
    'td',
    { class: `mark ${name}`, title: `${unit}: ${said}` },
    mark,
    h('span', { class: 'sr' }, ` ${unit}: ${said}`),
  );
}

function detailsOf(row: ViewRow, first: boolean): HTMLElement {
  const names =
    row.hosts > row.names.length
      ? `${row.names.join(', ')} and ${row.hosts - row.names.length} more`
      : row.names.join(', ');
  const list = (own: boolean): readonly HTMLElement[] =>
    row.differences
      .filter((one) => one.own === own)
      .map((one) =>
        h(
          'li',
          {},
          h('strong', {}, one.unit),
          h(
            'ul',
            { class: 'code' },
            differenceLines(one, 'usual').map((line) => h('li', {}, plain(line))),
          ),
        ),
      );
  const [own, follows] = [list(true), list(false)];
  return h(
    'div',
    {},
    first
      ? h('p', {}, `${count(row.started, 'unit')} started. The other kinds of the group are held against this one.`)
      : null,
    own.length > 0 ? h('h3', {}, `${row.example}, held against the most common boot of its group`) : null,
    own.length > 0 ? h('ul', {}, own) : null,
    follows.length > 0 ? h('h3', {}, 'What follows from these') : null,
    follows.length > 0 ? h('ul', {}, follows) : null,
    row.differs > row.differences.length
      ? h('p', {}, `${row.differs - row.differences.length} more units differ.`)
      : null,
    h('h3', {}, 'Hosts'),
    h('p', {}, names),
  );
}

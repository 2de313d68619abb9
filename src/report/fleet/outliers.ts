/** Hosts that are not as most of their group, in words. */
import type { UnitDifference } from '../../fleet/questions/differences.ts';
import type { Change, Drift } from '../../fleet/questions/drift.ts';
import type { Outlier, Outliers } from '../../fleet/questions/outliers.ts';
import { em } from '../style.ts';
import { count } from '../words.ts';
import { type Page, paragraph, wrap } from '../wrap.ts';
import { csv } from './csv.ts';
import { type Against, differenceLines } from './difference.ts';

export function outliersText({ taken, hosts, total, outliers, varied }: Outliers, page: Page): string {
  const head =
    total === 0
      ? `No host of ${taken} differs from most of its group in any unit.`
      : `${count(hosts, 'host')} of ${taken}: ${count(total, 'unit')} on some of them ${total === 1 ? 'is' : 'are'} not as on most of their group.`;
  const [own, follows] = [outliers.filter((one) => one.own), outliers.filter((one) => !one.own)];
  const out = [...paragraph(em('strong', head), page)];
  for (const one of own) out.push('', ...outlierLines(one, page));
  if (follows.length > 0) out.push('', em('strong', 'What follows from these'));
  for (const one of follows)
    out.push(
      ...wrap(
        [`${one.unit}:`, ...shortOf(one, 'usual'), em('faint', `(${hostsText(one.hosts, one.of)}, as ${one.example})`)],
        page,
        { first: '  ', rest: '    ' },
      ),
    );
  if (total > outliers.length) out.push('', `… and ${total - outliers.length} more; --limit shows them.`);
  if (varied.length > 0)
    out.push(
      '',
      em('strong', 'No two halves alike'),
      ...wrap(
        [
          'These units have no kind that most hosts of their group share, so none is held against another:',
          ...varied.map(({ unit, kinds }) => `${unit} (${kinds} kinds)`),
        ],
        page,
        { first: '  ' },
      ),
    );
  return out.join('\n');
}

function hostsText(hosts: number, of: number): string {
  return `${hosts} of ${count(of, 'host')}`;
}

function outlierLines(one: Outlier, page: Page): readonly string[] {
  const more = one.hosts > one.names.length ? ` and ${one.hosts - one.names.length} more` : '';
  return [
    `${em('strong', one.unit)}  ${em('warn', hostsText(one.hosts, one.of))}${one.group === '' ? '' : ` of ${one.group}`}`,
    ...differenceLines(one, 'usual').flatMap((line) => wrap(line.split(' '), page, { first: '  ', rest: '      ' })),
    ...wrap([...one.names.map((name, k) => (k < one.names.length - 1 ? `${name},` : name))], page, {
      first: '  on ',
      rest: '     ',
    }).map((line, k, all) => (k === all.length - 1 ? `${line}${more}` : line)),
  ];
}

function shortOf({ states }: UnitDifference, against: Against): readonly string[] {
  const earlier = against === 'usual' ? 'elsewhere' : 'before';
  return states.map(({ state, before, after }) => `${state} ${after ?? 'none'}, ${earlier} ${before ?? 'none'};`);
}

/** `bootscope/fleet-outliers@1`. */
export function outliersJson(outliers: Outliers): unknown {
  return { format: 'bootscope/fleet-outliers@1', ...outliers };
}

const COLUMNS = [
  'unit',
  'hosts',
  'difference',
  'what',
  'before',
  'after',
  'file',
  'line',
  'source',
  'source_line',
] as const;

/** A line for each thing in which a unit differs. */
function differenceRows(
  one: UnitDifference & { readonly hosts: number },
): readonly (readonly (string | number | null)[])[] {
  const { unit, hosts } = one;
  return [
    ...one.lines.map((l) => [
      unit,
      hosts,
      'line',
      `[${l.section}] ${l.key}`,
      l.kind === 'less' ? l.value : null,
      l.kind === 'more' ? l.value : null,
      l.file,
      l.line,
      l.source,
      l.source_line,
    ]),
    ...one.edges.map((e) => [
      unit,
      hosts,
      'edge',
      `${e.src} ${e.type} ${e.dst}`,
      e.kind === 'less' ? 'there' : null,
      e.kind === 'more' ? 'there' : null,
      e.file,
      e.line,
      e.source,
      e.source_line,
    ]),
    ...one.states.map((s) => [unit, hosts, 'state', s.state, s.before, s.after, null, null, null, null]),
  ];
}

export function outliersCsv({ outliers }: Outliers): string {
  return csv(
    ['group', 'of', 'example', 'names', ...COLUMNS],
    outliers.flatMap((one) => differenceRows(one).map((row) => [one.group, one.of, one.example, one.names, ...row])),
  );
}

export function driftText(drift: Drift, page: Page): string {
  const { from, to, hosts, same, otherSet, otherOrder, appeared, gone, total, changes } = drift;
  const head = `From ${from} to ${to}: of ${count(hosts, 'host')} ${same} boot as before, ${otherSet} start other units, ${otherOrder} the same in another order.`;
  const out = [...paragraph(em('strong', head), page)];
  const names = (list: readonly string[]): string => `${list.slice(0, 10).join(', ')}${list.length > 10 ? ', …' : ''}`;
  if (appeared.length > 0) out.push(...paragraph(`New: ${names(appeared)}`, page, '  '));
  if (gone.length > 0) out.push(...paragraph(`Gone: ${names(gone)}`, page, '  '));
  for (const one of changes.filter((change) => change.own)) out.push('', ...changeLines(one, hosts, page));
  const follows = changes.filter((change) => !change.own);
  if (follows.length > 0) out.push('', em('strong', 'What follows from these'));
  for (const one of follows)
    out.push(
      ...wrap([`${one.unit}:`, ...shortOf(one, 'before'), em('faint', `(${hostsText(one.hosts, hosts)})`)], page, {
        first: '  ',
        rest: '    ',
      }),
    );
  if (total > changes.length) out.push('', `… and ${total - changes.length} more; --limit shows them.`);
  return out.join('\n');
}

function changeLines(one: Change, of: number, page: Page): readonly string[] {
  return [
    `${em('strong', one.unit)}  ${hostsText(one.hosts, of)}`,
    ...differenceLines(one, 'before').flatMap((line) => wrap(line.split(' '), page, { first: '  ', rest: '      ' })),
    em('faint', `  as ${one.example}`),
  ];
}

/** `bootscope/fleet-drift@1`. */
export function driftJson(drift: Drift): unknown {
  return { format: 'bootscope/fleet-drift@1', ...drift };
}

export function driftCsv({ changes }: Drift): string {
  return csv(
    ['example', 'names', ...COLUMNS],
    changes.flatMap((one) => differenceRows(one).map((row) => [one.example, one.names, ...row])),
  );
}

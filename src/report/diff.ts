/** The difference of two boots, in words: what starts, what no longer does, what moved. */

import type { Diff } from '../answers/diff.ts';
import type { Finding } from '../audit/rule.ts';
import type { BootDiff, SettingChange } from '../engine/diff.ts';
import type { Reversal, Reversals } from '../engine/reversals.ts';
import type { BootEdge } from '../graph/model.ts';
import { basisMarkdown } from './audit-markdown.ts';
import { proofText } from './proof.ts';
import { em } from './style.ts';
import { FATES } from './varying.ts';
import { count, fewOf, place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

export interface DiffAnswer extends Diff {
  /** What the two were called. */
  readonly roots: { readonly before: string; readonly after: string };
}

/** Keys that say nothing of what happens at boot: hidden unless all is asked for. */
const NOISE = /^(Unit\.(Description|Documentation|SourcePath)|Install\.)|^X-/;

export function isNoise({ section, key }: Pick<SettingChange, 'section' | 'key'>): boolean {
  return NOISE.test(`${section}.${key}`);
}

/** @param all also descriptions, documentation and [Install] */
export function diffText({ roots, diff, findings }: DiffAnswer, page: Page, all: boolean): string {
  const settings = diff.settings.filter((change) => all || !isNoise(change));
  const lines = paragraph(em('strong', headline(diff)), page);
  const out: string[] = [...lines, `  before: ${roots.before}`, `  after:  ${roots.after}`];
  const section = (title: string, body: readonly string[]): void => {
    if (body.length > 0) out.push('', em('strong', title), ...body);
  };
  if (diff.target.before !== diff.target.after)
    section('Target', [`  ${diff.target.before} before, ${diff.target.after} after`]);
  if (diff.failed.before !== diff.failed.after)
    section('Boot', [`  before: ${diff.failed.before ?? 'succeeds'}`, `  after:  ${diff.failed.after ?? 'succeeds'}`]);
  section(
    'Starts now',
    diff.started.map(({ unit, known }) => `  ${em('good', '+')} ${unit}${known ? '' : '  (new)'}`),
  );
  section(
    'No longer starts',
    diff.gone.map((one) => `  ${em('bad', '-')} ${one.unit}  (${whatOfIt(diff, one)})`),
  );
  section('Chance decides', diff.chance.map(chanceLine));
  section(
    'Changed state',
    diff.states.map(({ unit, before, after }) => `  ${unit}: ${before} before, ${after} after`),
  );
  section('The other way round', turnedLines(diff.turned, page));
  section(
    'Now waits',
    diff.newOrder.flatMap((edge) => orderLines(edge, '+')),
  );
  section(
    'No longer waits',
    diff.lostOrder.flatMap((edge) => orderLines(edge, '-')),
  );
  section('Changed settings', settings.flatMap(settingLines));
  section(
    'New findings',
    findings.added.flatMap((finding) => findingLines(finding, page)),
  );
  section(
    'Findings mended',
    findings.mended.flatMap((finding) => findingLines(finding, page)),
  );
  return out.join('\n');
}

/** What became of a unit that no longer starts: `still there`, `masked`, `gone`. */
export function whatOfIt({ states }: BootDiff, { unit, known }: BootDiff['gone'][number]): string {
  const now = states.find((change) => change.unit === unit)?.after;
  return known ? 'still there' : now === undefined || now === 'not-found' ? 'gone' : now;
}

function headline({ started, gone, chance, newOrder, lostOrder, turned, states }: BootDiff): string {
  const parts = [
    started.length > 0 ? `${count(started.length, 'unit')} more` : '',
    gone.length > 0 ? `${count(gone.length, 'unit')} fewer` : '',
    chance.length > 0 ? `chance decides otherwise about ${count(chance.length, 'unit')}` : '',
    newOrder.length + lostOrder.length > 0 ? `${count(newOrder.length + lostOrder.length, 'change')} of order` : '',
    turned.reversed.length > 0 ? turnedWords(turned) : '',
    states.length > 0 ? `${count(states.length, 'unit')} in another state` : '',
  ].filter((part) => part !== '');
  return parts.length === 0 ? 'Both boot the same units in the same order.' : `Not the same boot: ${parts.join(', ')}.`;
}

/** `a.service changed places with 3 others` */
export function turnedWords({ reversed }: Reversals): string {
  const units = [...new Set(reversed.map(({ unit }) => unit))];
  const others = new Set(reversed.flatMap((one) => one.others.map(({ unit }) => unit)));
  return units.length === 1
    ? `${units[0]} changed places with ${count(others.size, 'other')}`
    : `${count(units.length, 'unit')} changed places with others`;
}

/** `  ~ b.service: at every boot before, at some boots and not at others after` */
export function chanceLine({ unit, before, after }: BootDiff['chance'][number]): string {
  return `  ${em('warn', '~')} ${unit}: ${FATES[before]} before, ${FATES[after]} after`;
}

export function orderLines(edge: BootEdge, sign: string): readonly string[] {
  return [`  ${sign} ${edge.from} after ${edge.to}`, em('faint', `      ${proofText(edge).replaceAll('\n', '\n  ')}`)];
}

/** Others of a unit that changed its place: what does something comes first, and so many are named. */
const NAMED = 12;

/** A unit that changed places with others: which, and for the first of them the way before and the way now. */
export function turnedLines({ reversed, complete }: Reversals, page: Page): readonly string[] {
  return [
    ...reversed.flatMap((reversal) => turnedBlock(reversal, page)),
    ...(complete ? [] : paragraph('Not all could be looked at: too many orders differ.', page, '  ')),
  ];
}

function turnedBlock({ unit, now, others }: Reversal, page: Page): readonly string[] {
  const sorted = [...others].sort((a, b) => Number(isMilestone(a.unit)) - Number(isMilestone(b.unit)));
  const all = fewOf(
    sorted.map((other) => other.unit),
    NAMED,
  );
  const [first] = sorted;
  const way = (path: readonly BootEdge[]): readonly string[] =>
    path.flatMap((edge) => [
      `      ${edge.from} after ${edge.to}`,
      em('faint', `          ${proofText(edge).replaceAll('\n', '\n      ')}`),
    ]);
  return [
    ...paragraph(
      now === 'earlier'
        ? `${em('strong', unit)} starts before ${all} now; it started after ${others.length === 1 ? 'it' : 'them'}.`
        : `${em('strong', unit)} starts after ${all} now; it started before ${others.length === 1 ? 'it' : 'them'}.`,
      page,
      '  ',
    ),
    ...(first === undefined ? [] : ['    before:', ...way(first.before), '    now:', ...way(first.after)]),
  ];
}

function isMilestone(unit: string): boolean {
  return unit.endsWith('.target');
}

function settingLines({ unit, section, key, before, after }: SettingChange): readonly string[] {
  return [
    `  ${unit} [${section}] ${key}=`,
    ...before
      .filter(({ value }) => !after.some((other) => other.value === value))
      .map((s) => `    - ${s.value}  ${em('faint', place(s))}`),
    ...after
      .filter(({ value }) => !before.some((other) => other.value === value))
      .map((s) => `    + ${s.value}  ${em('faint', place(s))}`),
  ];
}

export function findingLines(finding: Finding, page: Page): readonly string[] {
  return [`  ${finding.rule}  ${place(finding) || (finding.unit ?? '')}`, ...paragraph(finding.message, page, '    ')];
}

/** `bootscope/diff@1`. */
export function diffJson({ roots, same, diff, findings }: DiffAnswer): unknown {
  return { format: 'bootscope/diff@1', roots, same, ...diff, findings };
}

/**
 * For a ticket.
 * @param basis sentences on what the answer rests on: a list beneath it
 */
export function diffMarkdown({ roots, diff, findings }: DiffAnswer, basis: readonly string[] = []): string {
  const list = (title: string, items: readonly string[]): string[] =>
    items.length === 0 ? [] : ['', `### ${title}`, '', ...items.map((item) => `- ${item}`)];
  const code = (text: string): string => `\`${text.replaceAll('`', ' ')}\``;
  const edge = (e: BootEdge): string =>
    `${code(e.from)} after ${code(e.to)} (${code(proofText(e).split('\n')[0] ?? '')})`;
  return [
    `**${headline(diff)}** ${code(roots.before)} → ${code(roots.after)}`,
    ...list(
      'Starts now',
      diff.started.map(({ unit }) => code(unit)),
    ),
    ...list(
      'No longer starts',
      diff.gone.map(({ unit }) => code(unit)),
    ),
    ...list(
      'Chance decides',
      diff.chance.map((c) => `${code(c.unit)}: ${FATES[c.before]} → ${FATES[c.after]}`),
    ),
    ...list(
      'Changed state',
      diff.states.map((s) => `${code(s.unit)}: ${s.before} → ${s.after}`),
    ),
    ...list(
      'The other way round',
      diff.turned.reversed.map(
        ({ unit, now, others }) =>
          `${code(unit)} now ${now === 'earlier' ? 'before' : 'after'} ${others.map((other) => code(other.unit)).join(', ')}`,
      ),
    ),
    ...list('Now waits', diff.newOrder.map(edge)),
    ...list('No longer waits', diff.lostOrder.map(edge)),
    ...list(
      'New findings',
      findings.added.map((f) => `${f.rule}: ${code(f.file ?? f.unit ?? '')}`),
    ),
    ...list(
      'Findings mended',
      findings.mended.map((f) => `${f.rule}: ${code(f.file ?? f.unit ?? '')}`),
    ),
    ...basisMarkdown(basis),
  ].join('\n');
}

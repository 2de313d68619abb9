import type { Difference } from '../recorded/compare-graph.ts';
import type { Reason, UnitDifference } from '../recorded/explain.ts';
import { em } from './style.ts';
import { count, listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

const REASONS: Readonly<Record<Reason, { readonly title: string; readonly advice: string }>> = {
  edited: {
    title: 'Changed on disk since systemd read them',
    advice:
      'systemd itself said so ("Need Daemon Reload: yes"). What the files say holds after systemctl daemon-reload, or at the next boot.',
  },
  runtime: {
    title: 'Made while the machine ran',
    advice: 'Transient units (systemd-run, sessions) have no file that a root could hold.',
  },
  generated: {
    title: 'Written by a generator',
    advice:
      'The generator saw what files do not show, or is not computed here: bootscope graph lists those in its diagnostics.',
  },
  'no-file': {
    title: 'Known to the running machine only',
    advice: 'Devices, mounts and swaps that the kernel reported.',
  },
  link: {
    title: 'Pulled in by a link that the files do not have',
    advice:
      'A generator made it from what a copy does not show (a console of the kernel, a disk), or it was taken away since. On that machine: ls -l /run/systemd/generator*/*.wants',
  },
  unexplained: {
    title: 'Different, and the dump does not say why',
    advice:
      'The files may have changed after the dump or before it without daemon-reload, or come from another machine.',
  },
};
const WORDS: Readonly<Record<Difference['kind'], string>> = {
  'missing-unit': 'only the dump has it',
  'extra-unit': 'only the files have it: it would start at the next boot',
  load: 'load state',
  aliases: 'other names',
  fragment: 'file',
  'drop-ins': 'drop-ins',
  description: 'description',
  'missing-edge': 'only the dump has',
  'extra-edge': 'only the files say',
  origins: 'origin',
  'no-proof': 'no proof',
  'missing-job': 'only the dump queues',
  'extra-job': 'only the files queue',
};

/** What the files say beside what systemd had: how much agrees, then each unit that does not, by reason. */
export function compareText(
  found: readonly UnitDifference[],
  compared: { readonly units: number; readonly edges: number },
  page: Page,
): string {
  const head =
    found.length === 0
      ? `The files say what systemd had: ${count(compared.units, 'unit')}, ${compared.edges} dependencies, no difference that bears on the boot.`
      : `${count(found.length, 'difference')} from what systemd had, in ${count(compared.units, 'unit')} and ${compared.edges} dependencies.`;
  const lines = [...paragraph(em('strong', head), page)];
  for (const reason of Object.keys(REASONS) as Reason[]) {
    const group = found.filter((unit) => unit.reason === reason);
    if (group.length === 0) continue;
    lines.push('', em('strong', REASONS[reason].title), ...paragraph(REASONS[reason].advice, page, '  '));
    for (const finding of group) lines.push('', ...findingLines(finding, page));
  }
  return lines.join('\n');
}

/** More differences of one cause than these are counted. */
const SHOWN = 8;

function findingLines({ unit, with: others, differences }: UnitDifference, page: Page): readonly string[] {
  // First who brings it along: the edges that begin elsewhere.
  const elsewhere = ({ kind, what }: Difference): boolean =>
    kind === 'missing-edge' && ![unit, ...others].includes(what.split(' ')[0] ?? '');
  const sorted = [...differences].sort((a, b) => Number(elsewhere(b)) - Number(elsewhere(a)));
  const words = [...new Set(sorted.map(differenceWords))];
  return [
    `  ${em('name', unit)}`,
    ...words.slice(0, SHOWN).map((line) => `    ${line}`),
    ...(words.length > SHOWN ? [`    and ${words.length - SHOWN} more of the same cause; --json has them all`] : []),
    ...(others.length === 0 ? [] : paragraph(`and with it: ${listing(others)}`, page, '    ')),
  ];
}

function differenceWords({ kind, what, expected, got }: Difference): string {
  if (/edge|job|origins/.test(kind)) return `${WORDS[kind]}: ${what}${expected || got ? ` (${expected || got})` : ''}`;
  return kind === 'missing-unit' || kind === 'extra-unit'
    ? WORDS[kind]
    : `${WORDS[kind]}: ${expected || '-'} in the dump, ${got || '-'} by the files`;
}

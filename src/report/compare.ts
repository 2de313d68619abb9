import type { Difference } from '../recorded/compare-graph.ts';
import type { Reason, UnitDifference } from '../recorded/explain.ts';
import { em } from './style.ts';
import { count } from './words.ts';
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
  unexplained: {
    title: 'Different, and the dump does not say why',
    advice:
      'The files may have changed after the dump or before it without daemon-reload, or come from another machine.',
  },
};
const WORDS: Readonly<Record<Difference['kind'], string>> = {
  'missing-unit': 'only the dump has it',
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
      ? `The files say what systemd had: ${count(compared.units, 'unit')}, ${compared.edges} dependencies, no difference.`
      : `${count(found.length, 'unit')} of ${compared.units} differ from what systemd had.`;
  const lines = [...paragraph(em('strong', head), page)];
  for (const reason of Object.keys(REASONS) as Reason[]) {
    const group = found.filter((unit) => unit.reason === reason);
    if (group.length === 0) continue;
    lines.push('', em('strong', REASONS[reason].title), ...paragraph(REASONS[reason].advice, page, '  '));
    for (const { unit, differences } of group)
      lines.push('', `  ${em('name', unit)}`, ...differences.map((difference) => `    ${differenceWords(difference)}`));
  }
  return lines.join('\n');
}

function differenceWords({ kind, what, expected, got }: Difference): string {
  if (/edge|job/.test(kind)) return `${WORDS[kind]}: ${what}${expected || got ? ` (${expected || got})` : ''}`;
  return kind === 'missing-unit'
    ? WORDS[kind]
    : `${WORDS[kind]}: ${expected || '-'} in the dump, ${got || '-'} by the files`;
}

/** A manual page in the man(7) macros, from what the commands define. */
import type { CommandText } from './manual-pages.ts';

interface Entry {
  readonly name: string;
  readonly about: string;
}

/** groff_char(7): a hyphen that is typed is \-, a backslash is \e; a line that begins with a dot or quote is no request. */
function text(words: string): string {
  return words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll('…', '...')
    .replace(/[^\x20-\x7e]/gu, (c) => `\\[u${c.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`)
    .replaceAll("'", '\\(aq')
    .replace(/^\./, '\\&.');
}

function entries(all: readonly Entry[]): readonly string[] {
  return all.flatMap(({ name, about }) => ['.TP', `.B ${text(name)}`, text(about)]);
}

export function roffPage(
  commands: readonly CommandText[],
  common: readonly Entry[],
  environment: readonly Entry[],
  version: string,
): string {
  return [
    `.TH BOOTSCOPE 1 "" "bootscope ${version}" "User Commands"`,
    '.SH NAME',
    'bootscope \\- explains a Linux machine\\(aqs boot from a copy of its files',
    '.SH SYNOPSIS',
    '.B bootscope',
    '[\\-r ROOT] COMMAND',
    '.SH DESCRIPTION',
    'What starts, in which order, why, and what will go wrong: worked out from the files of a root (a folder, an archive, a container image, a',
    'sosreport, the output of systemd\\-analyze dump). ROOT is only read, and nothing of it is run.',
    '.SH COMMANDS',
    ...commands.flatMap(({ usage, summary, words, options, examples }) => [
      `.SS "${text(usage)}"`,
      `${text(summary)}.`,
      ...entries(words),
      ...entries(options),
      ...(examples.length === 0 ? [] : ['.PP', 'Examples:']),
      ...examples.flatMap(({ line, about }) => ['.PP', '.RS 4', '.nf', text(line), '.fi', text(about), '.RE']),
    ]),
    '.SH OPTIONS OF EVERY COMMAND',
    ...entries(common),
    '.SH EXIT STATUS',
    ...entries([
      { name: '0', about: 'done, nothing found' },
      { name: '1', about: 'findings, or a difference' },
      { name: '2', about: 'wrong usage' },
      { name: '3', about: 'a root that cannot be read or explained' },
      { name: '4', about: 'an answer that cannot be written' },
      { name: '70', about: 'a bug of bootscope' },
    ]),
    '.SH ENVIRONMENT',
    ...entries(environment),
    '.SH FILES',
    ...entries([
      { name: '.bootscope.json', about: 'waivers of the audit, in the working folder; --config names another' },
    ]),
    '.SH SEE ALSO',
    '.BR systemctl (1),',
    '.BR systemd\\-analyze (1),',
    '.BR systemd.unit (5),',
    '.BR bootup (7)',
    '',
  ].join('\n');
}

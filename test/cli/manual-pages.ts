/**
 * docs/commands/ and docs/man/bootscope.1, made from what each command's file defines. `npm run docs:commands` writes them; a test sees
 * that they are as the commands are.
 */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Argv } from 'yargs';
import { COMMANDS, nameOf } from '../../src/cli/commands/index.ts';
import { type GlobalOptions, globalOptions } from '../../src/cli/global-options.ts';
import { VERSION } from '../../src/cli/version.ts';
import { roffPage } from './roff.ts';

interface OptionText {
  /** `-o, --output FILE`. */
  readonly name: string;
  readonly about: string;
}

export interface CommandText {
  readonly name: string;
  /** `why UNIT`, `list [PATTERN...]`. */
  readonly usage: string;
  readonly summary: string;
  /** It takes -r. */
  readonly rooted: boolean;
  readonly words: readonly OptionText[];
  readonly options: readonly OptionText[];
  readonly examples: readonly { readonly line: string; readonly about: string }[];
}

interface Given {
  readonly alias?: string;
  readonly type?: string;
  readonly describe?: string;
  readonly array?: boolean;
  readonly choices?: readonly string[];
  readonly default?: unknown;
  readonly defaultDescription?: string;
}

/** Notes what a definition asks of yargs, in its place. */
function noted(define: (yargs: Argv<GlobalOptions>) => unknown): Pick<CommandText, 'words' | 'options' | 'examples'> {
  const words: OptionText[] = [];
  const options: OptionText[] = [];
  const examples: { line: string; about: string }[] = [];
  const recorder: Argv<GlobalOptions> = new Proxy({} as Argv<GlobalOptions>, {
    get: (_, method) => (name: string, given: Given & string) => {
      if (method === 'positional') words.push({ name: name.toUpperCase(), about: aboutOf(given) });
      if (method === 'option') options.push({ name: optionName(name, given), about: aboutOf(given) });
      if (method === 'example') examples.push({ line: name.replaceAll('$0', 'bootscope'), about: given });
      return recorder;
    },
  });
  define(recorder);
  return { words, options, examples };
}

function optionName(name: string, { alias, type, choices, array }: Given): string {
  const value = choices !== undefined ? 'WORD' : type === 'number' ? 'N' : type === 'string' ? 'VALUE' : '';
  const long = `--${name}${value === '' ? '' : ` ${value}`}${array ? '…' : ''}`;
  return alias === undefined ? long : `-${alias}, ${long}`;
}

function aboutOf({ describe = '', choices, default: otherwise, defaultDescription }: Given): string {
  const one = choices === undefined ? '' : `; one of ${choices.join(', ')}`;
  const usual = defaultDescription ?? (otherwise === undefined || otherwise === false ? undefined : String(otherwise));
  return `${describe}${one}${usual === undefined ? '' : ` (default: ${usual})`}`;
}

export const COMMON: readonly OptionText[] = noted((yargs) => globalOptions(yargs as unknown as Argv)).options;

export async function commandTexts(): Promise<readonly CommandText[]> {
  const texts: CommandText[] = [];
  for (const { usage, summary, load, rootless } of COMMANDS) {
    const command = await load();
    const shown = usage
      .replace(/<(\w+)>/g, (_, word: string) => word.toUpperCase())
      .replace(
        /\[(\w+)(\.\.)?\]/g,
        (_, word: string, more: string | undefined) => `[${word.toUpperCase()}${more ? '…' : ''}]`,
      );
    texts.push({
      name: nameOf(usage),
      usage: shown,
      summary,
      rooted: rootless === undefined,
      ...noted(command.options),
    });
  }
  return texts;
}

function tableOf(rows: readonly OptionText[], head: string): readonly string[] {
  if (rows.length === 0) return [];
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  return [`| ${head} | |`, '|---|---|', ...rows.map(({ name, about }) => `| \`${cell(name)}\` | ${cell(about)} |`), ''];
}

export function commandPage({ name, usage, summary, rooted, words, options, examples }: CommandText): string {
  return [
    `# bootscope ${name}`,
    '',
    `${summary[0]?.toUpperCase()}${summary.slice(1)}.`,
    '',
    `    bootscope ${rooted ? '[-r ROOT] ' : ''}${usage}`,
    '',
    ...tableOf(words, 'word'),
    ...tableOf(options, 'option'),
    `Besides, it takes [what every command takes](README.md#what-every-command-takes)${rooted ? '' : ', but no `-r`'}.`,
    '',
    ...(examples.length === 0 ? [] : ['## Examples', '']),
    ...examples.flatMap(({ line, about }) => [`${about[0]?.toUpperCase()}${about.slice(1)}:`, '', `    ${line}`, '']),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

export function commandIndex(texts: readonly CommandText[]): string {
  return [
    '# Commands',
    '',
    'Made from the definitions in `src/cli/commands/`; `bootscope COMMAND --help` says the same, and so does `man bootscope`.',
    '',
    '| command | |',
    '|---|---|',
    ...texts.map(({ name, usage, summary }) => `| [\`${usage.replaceAll('|', '\\|')}\`](${name}.md) | ${summary} |`),
    '',
    '## What every command takes',
    '',
    ...tableOf(COMMON, 'option'),
    '`-h` and `-V` are `--help` and `--version`. A unit may be named without `.service`, by an alias, a path or a pattern; a pattern that fits several is',
    'answered for each.',
    '',
    '## Exit status',
    '',
    '| | |',
    '|---|---|',
    '| 0 | done, nothing found |',
    '| 1 | findings at or above `--fail-on` (`audit`), a difference (`diff`, `compare`) |',
    '| 2 | wrong usage: an option, a value, a unit that is not there |',
    '| 3 | a root that cannot be read or explained |',
    '| 4 | an answer that cannot be written |',
    '| 70 | a bug of bootscope |',
    '',
    '## Environment',
    '',
    '| variable | |',
    '|---|---|',
    ...ENVIRONMENT.map(({ name, about }) => `| \`${name}\` | ${about} |`),
    '',
  ].join('\n');
}

/** Conventions that other programs share. */
export const ENVIRONMENT: readonly OptionText[] = [
  {
    name: 'BOOTSCOPE_PAGER, SYSTEMD_PAGER, PAGER',
    about: 'the pager for long answers on a terminal, the first that is set; empty or cat: none',
  },
  { name: 'SYSTEMD_LESS, LESS', about: 'options of less; FRX where neither is set' },
  { name: 'NO_COLOR, FORCE_COLOR', about: 'no colour on a terminal; colour in a pipe, too. --color comes first' },
  {
    name: 'NO_HYPERLINK, FORCE_HYPERLINK',
    about: 'no links on a terminal; links on one that is not known to take them',
  },
  { name: 'COLUMNS', about: 'the width of an answer that is not on a terminal' },
  { name: 'BROWSER', about: 'what view --open starts' },
];

const DOCS = new URL('../../docs/', import.meta.url);

/** Every file, by its name below docs/. */
export async function manual(): Promise<ReadonlyMap<string, string>> {
  const texts = await commandTexts();
  return new Map([
    ['commands/README.md', commandIndex(texts)],
    ...texts.map((text) => [`commands/${text.name}.md`, commandPage(text)] as const),
    ['man/bootscope.1', roffPage(texts, COMMON, ENVIRONMENT, VERSION)],
  ]);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const folder of ['commands', 'man']) mkdirSync(new URL(folder, DOCS), { recursive: true });
  for (const name of readdirSync(new URL('commands/', DOCS))) rmSync(new URL(`commands/${name}`, DOCS));
  for (const [name, text] of await manual()) writeFileSync(new URL(name, DOCS), text);
}

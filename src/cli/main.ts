/** The command line: reads the arguments, lets one command answer, prints. */
import yargs, { type Argv } from 'yargs';
import type { Facts } from '../fleet/facts.ts';
import { COMMANDS, nameOf } from './commands/index.ts';
import { complete } from './complete.ts';
import { FILES } from './completion-scripts.ts';
import { bugMessage, messageOf, STATUS, statusOf, UsageError } from './errors.ts';
import type { FactsTask } from './fleet/worker.ts';
import { choicesOf, type GlobalOptions, globalOptions, grouped, optionsOf } from './global-options.ts';
import { handOver } from './hand-over.ts';
import { note } from './note.ts';
import type { OptionKind } from './option-kind.ts';
import { endWithParent, isOwnProcess, runInOwnProcess, tellEnd } from './own-process.ts';
import { printable } from './print.ts';
import { answerOf } from './several.ts';
import { columns, writeOut } from './stdout.ts';
import { checkStandardInput, checkValues, usageMessage } from './usage.ts';
import { VERSION } from './version.ts';

/**
 * Answers one command line: prints, and sets the exit status.
 *
 * @param given the words after the program's name
 * @param write takes the answer
 */
export async function main(given: readonly string[], write = writeOut): Promise<void> {
  const parser = globalOptions(
    yargs([])
      .scriptName('bootscope')
      .locale('en')
      .version(VERSION)
      .alias('V', 'version')
      .alias('h', 'help')
      .usage("$0 [-r ROOT] COMMAND\n\nExplains a Linux machine's boot from a copy of its files. ROOT is only read.")
      .parserConfiguration({ 'duplicate-arguments-array': true, 'boolean-negation': false, 'greedy-arrays': false }),
  );
  const common = optionsOf(parser);
  if (given[0] === '--complete') return write(await completionText(given.slice(1)));
  const words = plainHelp(given.flatMap(valueApart).map(unitNotOption), common);
  // What yargs knows, it makes help for at every start: where a command is named, it needs no other.
  const named = COMMANDS.filter(({ usage }) => words.includes(nameOf(usage)));
  const all = named.length === 0;
  let chosen: (() => Promise<void>) | undefined;
  let options = common;
  for (const { usage, summary, load, rootless, apart } of all ? COMMANDS : named) {
    // Loaded before yargs looks: a builder that is a promise makes it write its whole help, in case that it fails.
    const command = words.includes(nameOf(usage)) ? await load() : undefined;
    parser.command(
      usage,
      summary,
      (inner) => {
        if (command === undefined) return inner;
        const own = command.options(inner as Argv<GlobalOptions>);
        options = optionsOf(own);
        checkValues(words, options);
        return grouped(own);
      },
      (args) => {
        if (command === undefined) return;
        for (const [name, value] of Object.entries(args))
          if (name.length > 1 && Number.isNaN(value))
            throw new UsageError(`${givenAs(words, name)}: a number is wanted`);
        if (rootless !== undefined && args['root'] !== undefined) throw new UsageError(rootless);
        chosen = async () => {
          if (apart) {
            if (!isOwnProcess()) return runInOwnProcess();
            endWithParent();
          }
          const asked = undashed(args) as unknown as GlobalOptions;
          checkStandardInput(asked as unknown as Readonly<Record<string, unknown>>);
          const { answer, on } = await answerOf(command, asked);
          return handOver(answer, { question: nameOf(usage), on }, asked, write);
        };
        throw UNDERSTOOD;
      },
    );
  }
  parser
    .demandCommand(1, 'Name a command; bootscope --help lists them.')
    .strict()
    .wrap(Math.min(80, columns()))
    .epilogue(
      'Exit status: 0 done; 1 findings; 2 wrong usage; 3 a root that cannot be read;\n4 an answer that cannot be written; 70 a bug of bootscope.',
    )
    .example('$0 -r /mnt/host why nova-compute', 'what pulled it into the boot')
    .example('$0 -r /mnt/host why ssh --after network.target', 'is it so, and which line says so')
    .fail((message, error) => {
      throw error ?? new UsageError(usageMessage(message, words, options));
    });
  try {
    if (words.some((word) => word === '--help' || word === '-h')) checkCommand(words, options);
    await understand(parser, words);
    await chosen?.();
  } catch (error) {
    note(messageOf(error, given));
    process.exitCode = statusOf(error);
  }
  tellEnd();
}

/** What a thread of `facts` does: its program is this one. */
export async function facts(task: FactsTask): Promise<Facts> {
  return (await import('./fleet/worker.ts')).factsTask(task);
}

/**
 * Ends a run that ended in no answer: something was thrown where nothing can be, or everything came to rest before the answer was there.
 * Never with a status that means an answer.
 */
export function crashed(error: unknown, given: readonly string[]): void {
  note(bugMessage(error, given));
  process.exitCode = STATUS.bug;
  tellEnd();
}

async function understand(parser: Argv<GlobalOptions>, words: readonly string[]): Promise<void> {
  try {
    await parser.parseAsync(words);
  } catch (error) {
    if (error !== UNDERSTOOD) throw error;
  }
}

/** Leaves yargs as soon as it has understood the line: it would go on to lay out a help text, in case that the command fails. */
const UNDERSTOOD = new Error('understood');

/**
 * `-.mount` and `-.slice` are units, and `-` alone is standard input or output: a blank before them keeps yargs from reading options
 * (answers/names.ts and `undashed` take it off again).
 */
function unitNotOption(word: string): string {
  return /^-(\.[a-z]+)?$/.test(word) ? ` ${word}` : word;
}

/** `-rROOT` is `-r ROOT`, as getopt(3) has it; yargs takes letters behind one for options of their own. */
function valueApart(word: string, k: number, words: readonly string[]): readonly string[] {
  const end = words.indexOf('--');
  const [letter, value] = [word.slice(0, 2), word.slice(2)];
  if (!SHORT_WITH_VALUE.has(letter) || value === '' || (end >= 0 && k > end)) return [word];
  return [letter, value.replace(/^=/, '')];
}

/** Options of one letter that take a value, of whichever command; test/cli/option-values.test.ts holds them against the definitions. */
export const SHORT_WITH_VALUE: ReadonlySet<string> = new Set(['-r', '-o', '-t']);

function undashed(args: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const plain = (value: unknown): unknown => (value === ' -' ? '-' : value);
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, Array.isArray(value) ? value.map(plain) : plain(value)]),
  );
}

/** The first word that is neither an option nor the value of one: the command. */
function commandAt(words: readonly string[], options: readonly OptionKind[]): number {
  const valued = new Set(options.filter(({ takesValue }) => takesValue).map(({ name }) => name));
  return words.findIndex((word, k) => !word.startsWith('-') && !valued.has(words[k - 1] ?? ''));
}

/** `--depth abc`, as it stands on the line. */
function givenAs(words: readonly string[], name: string): string {
  const at = words.findIndex((word) => word.split('=')[0] === `--${name}`);
  const word = words[at] ?? `--${name}`;
  return word.includes('=') ? word.replace('=', ' ') : `${word} ${words[at + 1] ?? ''}`;
}

/** For the script of a shell (completion-scripts.ts): a candidate a line, and what it means behind a tab. */
async function completionText(words: readonly string[]): Promise<string> {
  const entry = COMMANDS.find(({ usage }) => words.slice(0, -1).includes(nameOf(usage)));
  const command = await entry?.load();
  const parser = globalOptions(yargs([]));
  const parsed = command?.options(parser) ?? parser;
  const found = await complete({ words, options: optionsOf(parsed), choices: choicesOf(parsed) });
  if (found === 'files') return FILES;
  // A name of a hostile root is no line of its own.
  const safe = found.filter(({ value }) => printable(value, false) === value);
  return safe.map(({ value, about }) => (about === '' ? value : `${value}\t${printable(about, false)}`)).join('\n');
}

/** `help`, `help why` and `version` as other programs take them: as words. */
function plainHelp(words: readonly string[], options: readonly OptionKind[]): readonly string[] {
  const at = commandAt(words, options);
  const rest = words.filter((_, k) => k !== at);
  if (words[at] === 'help') return [...rest, '--help'];
  return words[at] === 'version' ? ['--version'] : words;
}

/** yargs shows the help of everything where the command is none; a wrong word is wrong with --help, too. */
function checkCommand(words: readonly string[], options: readonly OptionKind[]): void {
  const word = words[commandAt(words, options)];
  if (word === undefined || COMMANDS.some(({ usage }) => nameOf(usage) === word)) return;
  throw new UsageError(usageMessage(`Unknown argument: ${word}`, words, options));
}

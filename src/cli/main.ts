/** The command line: reads the arguments, lets one command answer, prints. */
import yargs, { type Argv } from 'yargs';
import type { Answer, Io } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { bugMessage, messageOf, STATUS, statusOf, UsageError } from './errors.ts';
import { type GlobalOptions, globalOptions } from './global-options.ts';
import { note } from './note.ts';
import { jsonText, printable } from './print.ts';
import { columns, isTerminal, writeOut } from './stdout.ts';
import { VERSION } from './version.ts';

const io: Io = { note };

/** Resolves when the answer has been handed over. */
function print(answer: Answer, json: boolean, write: typeof writeOut): Promise<void> {
  process.exitCode = answer.status ?? 0;
  return write(json ? jsonText(answer.json()) : wordsOf(answer));
}

function wordsOf(answer: Answer): string {
  const text = answer.text({ width: columns() });
  const color = isTerminal() && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return answer.data === true ? text : printable(text, color);
}

/** Options that make no sense twice; yargs would hand on a list. */
const ONCE = new Set([
  'root',
  'target',
  'init',
  'systemdVersion',
  'cmdline',
  'after',
  'before',
  'format',
  'output',
  'depth',
]);

/**
 * Answers one command line: prints, and sets the exit status.
 *
 * @param given the words after the program's name
 * @param write takes the answer
 */
export async function main(given: readonly string[], write = writeOut): Promise<void> {
  const words = given.map(unitNotOption);
  // What yargs knows, it makes help for at every start: where a command is named, it needs no other.
  const named = COMMANDS.filter(({ usage }) => words.includes(nameOf(usage)));
  const all = named.length === 0 || words.some((word) => word.startsWith('--get-yargs'));
  const parser = globalOptions(
    yargs(words)
      .scriptName('bootscope')
      .locale('en')
      .version(VERSION)
      .usage("$0 [-r ROOT] COMMAND\n\nExplains a Linux machine's boot from a copy of its files. ROOT is only read.")
      .parserConfiguration({ 'duplicate-arguments-array': true, 'boolean-negation': false, 'greedy-arrays': false }),
  );
  let chosen: (() => Promise<void>) | undefined;
  for (const { usage, summary, load } of all ? COMMANDS : named) {
    // Loaded before yargs looks: a builder that is a promise makes it write its whole help, in case that it fails.
    const command = words.includes(nameOf(usage)) ? await load() : undefined;
    parser.command(
      usage,
      summary,
      (inner) => command?.options(inner as Argv<GlobalOptions>) ?? inner,
      (args) => {
        if (command === undefined) return;
        for (const [name, value] of Object.entries(args))
          if (Array.isArray(value) && ONCE.has(name)) throw new UsageError(`--${name} is given more than once`);
        chosen = async () =>
          print(await command.run(args as unknown as GlobalOptions, io), args['json'] === true, write);
        throw UNDERSTOOD;
      },
    );
  }
  parser
    .demandCommand(1, 'Name a command; bootscope --help lists them.')
    .strict()
    .wrap(Math.min(80, columns()))
    .completion('completion', 'a script for the shell that completes commands and options')
    .epilogue(
      'Exit status: 0 done; 1 findings; 2 wrong usage; 3 a root that cannot be read;\n4 an answer that cannot be written; 70 a bug of bootscope.',
    )
    .example('$0 -r /mnt/host why nova-compute', 'what pulled it into the boot')
    .example('$0 -r /mnt/host why ssh --after network.target', 'is it so, and which line says so')
    .fail((message, error) => {
      throw error ?? new UsageError(usageMessage(message, words));
    });
  try {
    await understand(parser);
    await chosen?.();
  } catch (error) {
    note(messageOf(error, given));
    process.exitCode = statusOf(error);
  }
}

/**
 * Ends a run that ended in no answer: something was thrown where nothing can be, or everything came to rest before the answer was there.
 * Never with a status that means an answer.
 */
export function crashed(error: unknown, given: readonly string[]): void {
  note(bugMessage(error, given));
  process.exitCode = STATUS.bug;
}

async function understand(parser: Argv<GlobalOptions>): Promise<void> {
  try {
    await parser.parseAsync();
  } catch (error) {
    if (error !== UNDERSTOOD) throw error;
  }
}

/** Leaves yargs as soon as it has understood the line: it would go on to lay out a help text, in case that the command fails. */
const UNDERSTOOD = new Error('understood');

/** `why` of `why <unit>`. */
function nameOf(usage: string): string {
  return usage.split(' ')[0] as string;
}

/** `-.mount` and `-.slice` are units: a blank before them keeps yargs from reading options (names.ts takes it off again). */
function unitNotOption(word: string): string {
  return /^-\.[a-z]+$/.test(word) ? ` ${word}` : word;
}

/** yargs' words where they are clear, ours where they are not. */
function usageMessage(message: string, words: readonly string[]): string {
  const line = message.split('\n')[0] ?? message;
  return line.startsWith('Not enough non-option arguments')
    ? `${words.find((word) => COMMANDS.some((c) => c.usage.startsWith(`${word} `)))}: say which unit`
    : line;
}

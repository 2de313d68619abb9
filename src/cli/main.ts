/** The command line: reads the arguments, lets one command answer, prints. */
import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Answer, Io } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { messageOf, statusOf, UsageError } from './errors.ts';
import { type GlobalOptions, globalOptions } from './global-options.ts';
import { jsonText, printable } from './print.ts';
import { VERSION } from './version.ts';

const io: Io = { note: (message) => void process.stderr.write(`bootscope: ${printable(message, false)}\n`) };

/** 80 columns where nobody says otherwise; wider than 160 is hard to read. */
const width = Math.min(160, Math.max(40, process.stdout.columns ?? (Number(process.env['COLUMNS']) || 80)));
const color = process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';

function print(answer: Answer, json: boolean): void {
  process.stdout.write(`${json ? jsonText(answer.json()) : wordsOf(answer)}\n`);
  process.exitCode = answer.status ?? 0;
}

function wordsOf(answer: Answer): string {
  const text = answer.text({ width });
  return answer.data === true && process.stdout.isTTY !== true ? text : printable(text, color);
}

const words = hideBin(process.argv).map(unitNotOption);
const parser = globalOptions(
  yargs(words)
    .scriptName('bootscope')
    .locale('en')
    .version(VERSION)
    .usage("$0 [-r ROOT] COMMAND\n\nExplains a Linux machine's boot from a copy of its files. ROOT is only read.")
    .parserConfiguration({ 'duplicate-arguments-array': true, 'boolean-negation': false, 'greedy-arrays': false }),
);
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

let chosen: (() => Promise<void>) | undefined;
for (const { usage, summary, load } of COMMANDS) {
  // Loaded before yargs looks: a builder that is a promise makes it write its whole help, in case that it fails.
  const command = words.includes(usage.split(' ')[0] as string) ? await load() : undefined;
  parser.command(
    usage,
    summary,
    (inner) => command?.options(inner as Argv<GlobalOptions>) ?? inner,
    (args) => {
      // Not run in here, for the same reason.
      if (command === undefined) return;
      for (const [name, value] of Object.entries(args))
        if (Array.isArray(value) && ONCE.has(name)) throw new UsageError(`--${name} is given more than once`);
      chosen = async () => print(await command.run(args as unknown as GlobalOptions, io), args['json'] === true);
    },
  );
}
parser
  .demandCommand(1, 'Name a command; bootscope --help lists them.')
  .strict()
  .completion('completion', 'a script for the shell that completes commands and options')
  .epilogue('Exit status: 0 done; 1 findings; 2 wrong usage; 3 a root that cannot be read.')
  .example('$0 -r /mnt/host why nova-compute', 'what pulled it into the boot')
  .example('$0 -r /mnt/host why ssh --after network.target', 'is it so, and which line says so')
  .fail((message, error) => {
    throw error ?? new UsageError(usageMessage(message));
  });

/** `-.mount` and `-.slice` are units: a blank before them keeps yargs from reading options (names.ts takes it off again). */
function unitNotOption(word: string): string {
  return /^-\.[a-z]+$/.test(word) ? ` ${word}` : word;
}

/** yargs' words where they are clear, ours where they are not. */
function usageMessage(message: string): string {
  const line = message.split('\n')[0] ?? message;
  return line.startsWith('Not enough non-option arguments')
    ? `${process.argv.find((word) => COMMANDS.some((c) => c.usage.startsWith(`${word} `)))}: say which unit`
    : line;
}

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await parser.parseAsync();
  await chosen?.();
} catch (error) {
  io.note(messageOf(error));
  process.exitCode = statusOf(error);
}

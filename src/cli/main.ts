/** The command line: reads the arguments, lets one command answer, prints. */
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import type { Answer, Io } from './command.ts';
import { COMMANDS } from './commands/index.ts';
import { messageOf, statusOf, UsageError } from './errors.ts';
import { globalOptions } from './global-options.ts';

const io: Io = {
  note: (message) => void process.stderr.write(`bootscope: ${message}\n`),
  color: process.stdout.isTTY === true && !process.env['NO_COLOR'],
};

async function finish(run: (io: Io) => Promise<Answer>, json: boolean): Promise<void> {
  const answer = await run(io);
  process.stdout.write(`${json ? JSON.stringify(answer.json()) : answer.text()}\n`);
  process.exitCode = answer.status ?? 0;
}

const parser = globalOptions(
  yargs(hideBin(process.argv))
    .scriptName('bootscope')
    .usage('$0 [--root R] COMMAND: explain a boot from a copy of its files'),
);
for (const command of COMMANDS) command.add(parser, finish);
parser
  .demandCommand(1, 'Name a command; bootscope --help lists them.')
  .strict()
  .fail((message, error) => {
    throw error ?? new UsageError(message);
  });

process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
try {
  await parser.parseAsync();
} catch (error) {
  io.note(messageOf(error));
  process.exitCode = statusOf(error);
}

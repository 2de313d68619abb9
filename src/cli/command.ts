/** What a command is: words for the help, its own options, and a run from arguments to an answer. */
import type { Argv } from 'yargs';
import { type OpenedRoot, openRoot } from '../open.ts';
import type { GlobalOptions } from './global-options.ts';

/** An answer in both forms; only the one that was asked for is made. */
export interface Answer {
  readonly text: () => string;
  /** One object with a `format` of `bootscope/NAME@1`. */
  readonly json: () => unknown;
  /** 1: findings at or above what the user set as failing. */
  readonly status?: 0 | 1;
}

/** Where messages go: standard error. Data is the answer, on standard output. */
export interface Io {
  note(message: string): void;
  /** Colour is wanted: a terminal, and no NO_COLOR. */
  readonly color: boolean;
}

export interface CommandDefinition<T> {
  /** As yargs reads it: `why <unit>`. */
  readonly usage: string;
  readonly summary: string;
  readonly options: (yargs: Argv<GlobalOptions>) => Argv<T>;
  readonly run: (args: T & GlobalOptions, io: Io) => Answer | Promise<Answer>;
}

/** A command with the type of its arguments hidden, so that all fit one list. */
export interface Command {
  add(yargs: Argv<GlobalOptions>, finish: (run: (io: Io) => Promise<Answer>, json: boolean) => Promise<void>): void;
}

export function defineCommand<T>(definition: CommandDefinition<T>): Command {
  return {
    add(yargs, finish) {
      yargs.command(definition.usage, definition.summary, definition.options, (args) =>
        finish(async (io) => definition.run(args as unknown as T & GlobalOptions, io), args['json'] === true),
      );
    },
  };
}

/** Opens the root that the global options name. */
export function openFor(args: GlobalOptions, root: string = args.root): Promise<OpenedRoot> {
  return openRoot(root, {
    ...(args.target === undefined ? {} : { target: args.target }),
    ...(args.systemdVersion === undefined ? {} : { version: args.systemdVersion }),
    ...(args.cmdline === undefined ? {} : { cmdline: args.cmdline }),
    ...(args.init === 'auto' ? {} : { init: args.init }),
  });
}

/** What a command is: its options, and a run from arguments to an answer. Its name and summary stand in commands/index.ts. */
import { fstatSync, type Stats, statSync } from 'node:fs';
import type { Argv } from 'yargs';
import { unitIn, withTarget } from '../answers/names.ts';
import { ARCHIVE_LOSSES, type OpenedRoot, type OpenOptions, openRoot } from '../open.ts';
import { parseSupposed } from '../open-options.ts';
import { orNear } from '../report/question-error.ts';
import type { Page } from '../report/wrap.ts';
import type { ReadArchive } from '../snapshot/source.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { UsageError } from './errors.ts';
import { type GlobalOptions, versionOption } from './global-options.ts';
import { note } from './note.ts';
import { type Progress, progress } from './progress.ts';

/** An answer in both forms; only the one that was asked for is made. */
export interface Answer {
  /** Words for people, marked with src/report/style.ts and laid out to the page. */
  readonly text: (page: Page) => string;
  /** The text is for programs, and has been made inert by who made it (words/inert.ts): it is written as it is. */
  readonly data?: true;
  /** The text is a document of its own form: nothing is added beneath it. */
  readonly closed?: boolean;
  /** One object with a `format` of `bootscope/NAME@1`, described in docs/schema/NAME.json. */
  readonly json: () => unknown;
  /** 1: findings at or above what the user set as failing; 3: a root of several that cannot be read, where the user wants all. */
  readonly status?: 0 | 1 | 3;
}

/** Where messages go: standard error. Data is the answer, on standard output. */
export interface Io {
  note(message: string): void;
}

export interface CommandDefinition<T> {
  readonly options: (yargs: Argv<GlobalOptions>) => Argv<T>;
  readonly run: (args: T & GlobalOptions, io: Io) => Answer | Promise<Answer>;
}

/** A command with the type of its arguments hidden, so that all fit one list. */
export interface Command {
  readonly options: (yargs: Argv<GlobalOptions>) => Argv;
  readonly run: (args: GlobalOptions, io: Io) => Promise<Answer>;
}

export function defineCommand<T>(definition: CommandDefinition<T>): Command {
  return {
    options: (yargs) => definition.options(yargs) as unknown as Argv,
    run: async (args, io) => definition.run(args as T & GlobalOptions, io),
  };
}

/** Roots that a command has opened, by its arguments: what they rest on is told with its answer. */
const OPENED = new WeakMap<GlobalOptions, readonly OpenedRoot[]>();

/** What the answer to these arguments rests on beside files: the roots that were opened for it. */
export function restsOn(args: GlobalOptions): readonly OpenedRoot[] {
  return OPENED.get(args) ?? [];
}

/**
 * Opens the root that the global options name, and says what was lost on the way: every answer rests on what is left.
 * @param asked the arguments of the command itself, where `args` is a changed copy of them
 * @throws UsageError, QuestionError where an option's value is nothing of this root
 */
export async function openFor(
  args: GlobalOptions,
  root: string = args.root ?? '/',
  asked: GlobalOptions = args,
): Promise<OpenedRoot> {
  const version = versionOption(args);
  if (args.home !== undefined && !args.user)
    throw new UsageError(`--home ${args.home} is the home of a user; add --user to ask about a user's units`);
  const assume = args.assume === undefined ? undefined : parseSupposed(args.assume);
  if (assume !== undefined && 'problem' in assume) throw new UsageError(`--assume ${assume.problem}`);
  const options = {
    ...(assume === undefined ? {} : { assume: assume.supposed }),
    ...(args.target === undefined ? {} : { target: args.target }),
    ...(version === undefined ? {} : { version }),
    ...(args.cmdline === undefined ? {} : { cmdline: args.cmdline }),
    ...(args.init === 'auto' ? {} : { init: args.init }),
    ...(args.initrd ? { initrd: true } : {}),
    ...(args.deployment === undefined ? {} : { deployment: args.deployment }),
    ...(args.image === undefined ? {} : { image: args.image }),
    ...(args.user ? { user: args.home === undefined ? {} : { home: args.home } } : {}),
  };
  const opened = await openOnce(root, options, args.noCache);
  OPENED.set(asked, [...(OPENED.get(asked) ?? []), opened]);
  if (args.home !== undefined) checkHome(opened, args.home);
  return args.target === undefined ? opened : withTarget(opened, args.target);
}

/** What has been opened: a pattern that fits several units asks as often, and standard input is read once. */
const KNOWN = new Map<string, Promise<OpenedRoot>>();

function openOnce(root: string, options: OpenOptions, noCache: boolean): Promise<OpenedRoot> {
  const { assume, ...rest } = options;
  const key = JSON.stringify([root, rest, [...(assume ?? [])]]);
  const opening = KNOWN.get(key) ?? openTold(root, options, noCache);
  KNOWN.set(key, opening);
  return opening;
}

/** Opens, tells on a terminal how far a long read has come, and what was lost on the way. */
async function openTold(root: string, options: OpenOptions, noCache: boolean): Promise<OpenedRoot> {
  const shown = hasTerminal() ? progressOf(root) : undefined;
  const say = (message: string): void => {
    shown?.end();
    note(message);
  };
  const all = shown === undefined ? options : { ...options, onRead: shown.read };
  const opened = await openRoot(root, all, noCache ? undefined : cached(say)).finally(shown?.end);
  noteLosses(opened, root);
  return opened;
}

/** Whether messages are seen by somebody. Loading node:tty takes longer than asking whether it is needed. */
function hasTerminal(): boolean {
  try {
    return fstatSync(2).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(2);
  } catch {
    return false;
  }
}

/** Most roots are folders: how an archive is kept is evaluated where one is asked for. */
function cached(say: (message: string) => void): ReadArchive {
  return async (file, read) => (await import('./archive-cache.ts')).archiveCache(say)(file, read);
}

/** undefined: a folder, of which only a little is read. */
function progressOf(root: string): Progress | undefined {
  const stat = statOf(root);
  if (stat?.isDirectory()) return undefined;
  const size = stat?.isFile() ? stat.size : undefined;
  return progress(root === '-' ? 'standard input' : root, size, (text) => process.stderr.write(text));
}

/** undefined: nothing is there, or may be looked at; openRoot says why. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** As `openFor`, with the unit that was typed, which may be an instance that nothing asks for. */
export async function openWith(
  args: GlobalOptions,
  typed: string,
): Promise<{ readonly opened: OpenedRoot; readonly unit: string }> {
  return unitIn(await openFor(args), typed);
}

function checkHome({ snapshot }: OpenedRoot, home: string): void {
  if (home.startsWith('/') && snapshot.stat(home)?.kind === 'dir') return;
  const homes = ['/root', ...(snapshot.list('/home') ?? []).map(({ name }) => `/home/${name}`)];
  const near = nearestNames(
    home,
    homes.filter((path) => snapshot.stat(path)?.kind === 'dir'),
  );
  throw new UsageError(
    home.startsWith('/')
      ? `--home ${home}: no such folder in this root${orNear(near)}`
      : `--home ${home}: the path of a folder within the root is wanted, from its /${orNear(near)}`,
  );
}

const TOLD = 5;

function noteLosses({ snapshot }: OpenedRoot, root: string): void {
  const losses = (snapshot.tree.problems ?? []).filter(({ code }) => ARCHIVE_LOSSES.has(code));
  for (const { file, message } of losses.slice(0, TOLD))
    note(`${root}: ${file === '/' ? '' : `${file.replaceAll('\n', '\ufffd')} `}${message}`);
  if (losses.length > TOLD)
    note(`${root}: ${losses.length - TOLD} more entries are not as they were; graph --json lists them`);
}

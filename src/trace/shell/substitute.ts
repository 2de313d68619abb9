/** `$(…)` where files alone tell the answer; everything else is not known. */
import { trimmedEnd } from '../../words/trim.ts';
import type { Command, Word } from './ast.ts';
import { isSpent } from './budget.ts';
import { parseShell } from './parse.ts';
import { findProgram } from './programs.ts';
import { isRuntimePath, type Shell, type Value } from './shell.ts';

/** How a word becomes fields (expand.ts), which asks for substitutions in its turn. */
export type Expand = (shell: Shell, word: Word) => readonly Value[];

/** Longer output than any script puts into a variable for good. */
const MAX_OUTPUT = 4096;

/** What the command would print, without its last newlines; undefined where that is not known. */
export function substitute(shell: Shell, source: string, expand: Expand): Value | undefined {
  shell.budget.text -= source.length;
  if (shell.depth > 20 || isSpent(shell.budget)) return undefined;
  const { body, error } = parseShell(source);
  const [command] = body;
  if (error !== undefined || body.length !== 1 || command?.kind !== 'simple') return undefined;
  const argv = argvOf(shell, command, expand);
  if (argv === undefined) return undefined;
  const [name = '', ...args] = argv;
  const text = Object.hasOwn(ANSWERS, name) ? ANSWERS[name]?.(shell, args) : undefined;
  return text === undefined ? undefined : { text: trimmedEnd(text, '\n'), known: true };
}

function argvOf(shell: Shell, command: Command & { kind: 'simple' }, expand: Expand): readonly string[] | undefined {
  shell.depth++;
  const fields = command.words.flatMap((word) => expand(shell, word));
  shell.depth--;
  return fields.every((field) => field.known) ? fields.map((field) => field.text) : undefined;
}

type Answer = (shell: Shell, args: readonly string[]) => string | undefined;

const lastPart = (path: string): string =>
  trimmedEnd(path, '/').slice(trimmedEnd(path, '/').lastIndexOf('/') + 1) || '/';

/** dirname(1). */
function folderOf(path: string): string {
  const whole = trimmedEnd(path, '/');
  if (whole === '') return path === '' ? '.' : '/';
  const cut = whole.lastIndexOf('/');
  return cut < 0 ? '.' : trimmedEnd(whole.slice(0, cut), '/') || '/';
}

const ANSWERS: Readonly<Record<string, Answer>> = Object.assign(Object.create(null) as Record<string, Answer>, {
  echo: (_, args) => args.filter((arg, i) => !(i === 0 && arg === '-n')).join(' '),
  basename: (_, [path = '', suffix = '']) => {
    const name = lastPart(path);
    return suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
  },
  dirname: (_, [path = '']) => folderOf(path),
  whoami: ({ world }) => world.user,
  id: ({ world }, args) => {
    if (args.join(' ') === '-u') return world.user === 'root' ? '0' : undefined;
    return ['-un', '-nu', '-u -n', '-n -u'].includes(args.join(' ')) ? world.user : undefined;
  },
  uname: (_, args) => (args.length === 0 || args.join('') === '-s' ? 'Linux' : undefined),
  cat: ({ world }, [path, ...more]) => {
    if (path === undefined || more.length > 0 || !path.startsWith('/') || isRuntimePath(path)) return undefined;
    const text = world.snapshot.read(path);
    return text !== undefined && text.length <= MAX_OUTPUT ? text : undefined;
  },
  readlink: ({ world }, [option, path]) =>
    (option === '-f' || option === '-e') && path !== undefined ? world.snapshot.realpath(path) : undefined,
  which: (shell, [name = '']) => findProgram(shell, name),
  command: (shell, [option, name = '']) => (option === '-v' ? findProgram(shell, name) : undefined),
} satisfies Record<string, Answer>);

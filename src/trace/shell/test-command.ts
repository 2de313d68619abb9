/** `[ … ]`: what files and texts decide. */
import { fits } from './pattern.ts';
import { isRuntimePath, type Shell, type Value } from './shell.ts';

/** true, false, or undefined where nothing on a disk decides it. */
export function evaluateTest(shell: Shell, args: readonly Value[], patterns = false): boolean | undefined {
  return any(shell, args, patterns);
}

function any(shell: Shell, args: readonly Value[], patterns: boolean): boolean | undefined {
  return fold(split(args, '-o', '||'), (part) => all(shell, part, patterns), true);
}

function all(shell: Shell, args: readonly Value[], patterns: boolean): boolean | undefined {
  return fold(split(args, '-a', '&&'), (part) => primary(shell, part, patterns), false);
}

/** Three-valued or (`decides` true) and and (false). */
function fold(
  parts: readonly (readonly Value[])[],
  evaluate: (part: readonly Value[]) => boolean | undefined,
  decides: boolean,
): boolean | undefined {
  let result: boolean | undefined = !decides;
  for (const part of parts) {
    const one = evaluate(part);
    if (one === decides) return decides;
    if (one === undefined) result = undefined;
  }
  return result;
}

function split(args: readonly Value[], ...operators: readonly string[]): readonly (readonly Value[])[] {
  const parts: Value[][] = [[]];
  for (const [i, arg] of args.entries()) {
    // `[ -o … ]`, `[ x = -o ]`: an operator stands between complete tests only.
    const current = parts.at(-1) ?? [];
    if (operators.includes(arg.text) && current.length > 0 && i + 1 < args.length && !isBinary(current.at(-1)))
      parts.push([]);
    else current.push(arg);
  }
  return parts;
}

function isBinary(value: Value | undefined): boolean {
  return value !== undefined && Object.hasOwn(COMPARE, value.text);
}

const COMPARE: Readonly<Record<string, (a: string, b: string) => boolean>> = {
  '=': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '<': (a, b) => a < b,
  '>': (a, b) => a > b,
  '-eq': (a, b) => Number(a) === Number(b),
  '-ne': (a, b) => Number(a) !== Number(b),
  '-lt': (a, b) => Number(a) < Number(b),
  '-le': (a, b) => Number(a) <= Number(b),
  '-gt': (a, b) => Number(a) > Number(b),
  '-ge': (a, b) => Number(a) >= Number(b),
};

function primary(shell: Shell, all: readonly Value[], patterns: boolean): boolean | undefined {
  let negations = 0;
  while (negations + 1 < all.length && all[negations]?.text === '!') negations++;
  const result = plainTest(shell, all.slice(negations), patterns);
  return result === undefined || negations % 2 === 0 ? result : !result;
}

function plainTest(shell: Shell, args: readonly Value[], patterns: boolean): boolean | undefined {
  const [first, second, third] = args;
  if (first === undefined) return false;
  if (args.length === 3 && second !== undefined && third !== undefined) {
    const compare = Object.hasOwn(COMPARE, second.text) ? COMPARE[second.text] : undefined;
    if (compare === undefined || !first.known || !third.known) return undefined;
    if (patterns && second.text.includes('=')) {
      const same = fits(shell.budget, first.text, third.text);
      return same === undefined ? undefined : same === (second.text !== '!=');
    }
    return compare(first.text, third.text);
  }
  if (args.length === 2 && second !== undefined) return unary(shell, first.text, second);
  if (args.length > 1) return undefined;
  return first.known ? first.text !== '' : undefined;
}

function unary(shell: Shell, operator: string, value: Value): boolean | undefined {
  // A text with something in it is not empty, even where a part of it is not known.
  if (!value.known) return undefined;
  const { text } = value;
  if (operator === '-n') return text !== '';
  if (operator === '-z') return text === '';
  if (!/^-[edfrwxshLpSbcuGgkO]$/.test(operator)) return undefined;
  if (text === '') return false;
  if (!text.startsWith('/') || isRuntimePath(text)) return undefined;
  const { snapshot } = shell.world;
  if (operator === '-h' || operator === '-L') return snapshot.lstat(text)?.kind === 'link';
  const stat = snapshot.stat(text);
  if (stat === undefined) return false;
  switch (operator) {
    case '-d':
      return stat.kind === 'dir';
    case '-f':
      return stat.kind === 'file';
    case '-s':
      return stat.kind === 'dir' || stat.size > 0;
    case '-x':
      return stat.kind === 'dir' || (stat.mode & 0o111) !== 0;
    case '-e':
      return true;
    // Root reads and writes everything.
    case '-r':
    case '-w':
      return shell.world.user === 'root' || (stat.mode & 0o004) !== 0 ? true : undefined;
    default:
      return undefined;
  }
}

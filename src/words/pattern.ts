/**
 * Patterns of file and unit names: `*`, `?`, `[…]`, as fnmatch(3) and the shells read them (POSIX 2.13; glob(7)). The one matcher of the
 * program: what a root writes never becomes a regular expression. Its work is at most text times pattern; nothing is tried twice over.
 */

export interface PatternOptions {
  /** FNM_NOESCAPE: a backslash is itself, as in unit names. */
  readonly noEscape?: boolean;
}

type Token = 'many' | ((c: string) => boolean);

export interface Pattern {
  /** Whether the whole of a text fits. */
  matches(text: string): boolean;
  /** Lengths of the beginnings (or, `fromEnd`, of the ends) of a text that fit, shortest first. */
  partLengths(text: string, fromEnd: boolean): Generator<number>;
  /** Steps that a text of this length may take at most. */
  cost(length: number): number;
}

/** Whether a text is a pattern at all (glob_is_magic of systemd). */
export function isPattern(text: string): boolean {
  return text.includes('*') || text.includes('?') || text.includes('[');
}

/** True where the whole of `text` fits. */
export function matchesPattern(text: string, pattern: string, options: PatternOptions = {}): boolean {
  return compilePattern(pattern, options).matches(text);
}

export function compilePattern(pattern: string, { noEscape = false }: PatternOptions = {}): Pattern {
  const tokens = tokensOf(characters(pattern), !noEscape);
  return {
    matches: (text) => matches(tokens, characters(text)),
    partLengths: (text, fromEnd) => partLengths(tokens, text, fromEnd),
    cost: (length) => (length + 1) * (tokens.length + 1),
  };
}

/** Each a text of its own, so that `?` takes one that UTF-16 has in two halves. */
function characters(text: string): ArrayLike<string> {
  return /[\ud800-\udfff]/.test(text) ? [...text] : text;
}

/** Of a failed `*` only the last one is tried again: an earlier one could take no less. */
function matches(tokens: readonly Token[], text: ArrayLike<string>): boolean {
  let [i, j, star, mark] = [0, 0, -1, 0];
  while (i < text.length) {
    const token = tokens[j];
    if (token === 'many') {
      star = j++;
      mark = i;
    } else if (token?.(text[i] as string)) {
      i++;
      j++;
    } else if (star >= 0) {
      j = star + 1;
      i = ++mark;
    } else return false;
  }
  while (tokens[j] === 'many') j++;
  return j === tokens.length;
}

/** All places of the pattern where one may be after each character, at once. */
function* partLengths(given: readonly Token[], text: string, fromEnd: boolean): Generator<number> {
  const tokens = fromEnd ? [...given].reverse() : given;
  const all = fromEnd ? [...text].reverse() : [...text];
  let places = reached(tokens, [0]);
  let length = 0;
  for (let i = 0; ; i++) {
    if (places.at(-1) === tokens.length) yield length;
    const c = all[i];
    if (c === undefined || places.length === 0) return;
    length += c.length;
    const next: number[] = [];
    for (const at of places) {
      const token = tokens[at];
      if (token === 'many') next.push(at);
      else if (token?.(c)) next.push(at + 1);
    }
    places = reached(tokens, next);
  }
}

/** With the places behind each `*`; in order, each once. */
function reached(tokens: readonly Token[], from: readonly number[]): readonly number[] {
  const places: number[] = [];
  for (let at of from) {
    if (at <= (places.at(-1) ?? -1)) continue;
    places.push(at);
    while (tokens[at] === 'many') places.push(++at);
  }
  return places;
}

function tokensOf(pattern: ArrayLike<string>, escapes: boolean): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < pattern.length; at++) {
    const c = pattern[at] as string;
    if (c === '*') {
      if (tokens.at(-1) !== 'many') tokens.push('many');
    } else if (c === '?') tokens.push(() => true);
    else if (c === '[') {
      const set = setAt(pattern, at, escapes);
      tokens.push(set?.fits ?? only(c));
      at = set?.end ?? at;
    } else if (escapes && c === '\\' && at + 1 < pattern.length) tokens.push(only(pattern[++at] as string));
    else tokens.push(only(c));
  }
  return tokens;
}

function only(wanted: string): Token {
  return (c) => c === wanted;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  cntrl: /[\x00-\x1f\x7f]/,
  print: /[\x20-\x7e]/,
  graph: /[\x21-\x7e]/,
};

/** `[…]`; undefined where it is never closed, so that the bracket stands for itself. A range that goes down holds nothing. */
function setAt(
  pattern: ArrayLike<string>,
  open: number,
  escapes: boolean,
): { readonly fits: (c: string) => boolean; readonly end: number } | undefined {
  const tests: ((c: string) => boolean)[] = [];
  let at = open + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  for (let first = true; ; first = false) {
    const here = pattern[at];
    if (here === undefined) return undefined;
    if (here === ']' && !first) break;
    const named = here === '[' && pattern[at + 1] === ':' ? className(pattern, at + 2) : undefined;
    if (named !== undefined) {
      const known = Object.hasOwn(CLASSES, named) ? CLASSES[named] : undefined;
      tests.push((c) => known?.test(c) === true);
      at += named.length + 4;
      continue;
    }
    if (escapes && here === '\\' && at + 1 < pattern.length) at++;
    const low = pattern[at++] as string;
    let high = low;
    if (pattern[at] === '-' && pattern[at + 1] !== undefined && pattern[at + 1] !== ']') {
      at++;
      if (escapes && pattern[at] === '\\' && at + 1 < pattern.length) at++;
      high = pattern[at++] as string;
    }
    tests.push((c) => low <= c && c <= high);
  }
  return { fits: (c) => tests.some((test) => test(c)) !== negated, end: at };
}

/** The letters of `[:alpha:]`. */
function className(pattern: ArrayLike<string>, from: number): string | undefined {
  let name = '';
  for (let at = from; at < from + 7 && /[a-z]/.test(pattern[at] ?? ''); at++) name += pattern[at];
  return name !== '' && pattern[from + name.length] === ':' && pattern[from + name.length + 1] === ']'
    ? name
    : undefined;
}

/** Splitting a value into words: extract_first_word (src/basic/extract-word.c), cunescape_one (src/basic/escape.c). */

export interface WordRules {
  /** Words end at one of these; white space by default. */
  readonly separators?: string;
  readonly unquote?: boolean;
  /** A backslash stays as it is. */
  readonly retainEscape?: boolean;
  /** C escapes (`\n`, `\x41`) are decoded; anything else behind a backslash is an error. */
  readonly cUnescape?: boolean;
  /** A separator behind a backslash is part of the word. */
  readonly unescapeSeparators?: boolean;
  /** Escapes that are none stay as they are. */
  readonly relaxed?: boolean;
  /** Two separators have an empty word between them. */
  readonly dontCoalesce?: boolean;
}

export type FirstWord =
  | {
      readonly word: string;
      readonly rest: string | undefined;
      /** Read only by leaving wrong escapes as they are. */
      readonly relaxed?: true;
    }
  | { readonly error: true }
  | { readonly end: true };

export const WHITE_SPACE = ' \t\n\r';

/** A word without quotes and escapes, up to white space or the end: nearly all of them. */
const PLAIN_WORD = /^[ \t\n\r]*([^ \t\n\r"'\\]+)(?:[ \t\n\r]+|$)/;

/** The first word and what follows it; `rest` undefined: nothing follows. */
export function firstWord(text: string, rules: WordRules = {}): FirstWord {
  if (rules.separators === undefined && !rules.dontCoalesce) {
    const plain = PLAIN_WORD.exec(text);
    if (plain !== null) {
      const end = plain[0].length;
      return { word: plain[1] as string, rest: end === text.length ? undefined : text.slice(end) };
    }
  }
  const separators = rules.separators ?? WHITE_SPACE;
  const isSeparator = (c: string): boolean => separators.includes(c);
  let at = 0;
  while (at < text.length && isSeparator(text[at] as string)) {
    if (rules.dontCoalesce) return { word: '', rest: text.slice(at + 1) };
    at++;
  }
  if (at === text.length) return rules.dontCoalesce ? { word: '', rest: undefined } : { end: true };
  let word = '';
  let quote = '';
  for (; at < text.length; at++) {
    const c = text[at] as string;
    if (c === '\\' && !rules.retainEscape) {
      const next = text[at + 1];
      if (next === undefined) {
        if (!rules.relaxed || quote !== '') return { error: true };
        word += c;
      } else if (rules.cUnescape) {
        const plain = rules.unescapeSeparators && isSeparator(next) ? { text: next, length: 1 } : undefined;
        const relaxed = rules.relaxed ? { text: `\\${next}`, length: 1 } : undefined;
        const made = unescapeOne(text, at + 1) ?? plain ?? relaxed;
        if (made === undefined) return { error: true };
        word += made.text;
        at += made.length;
      } else {
        word += next;
        at++;
      }
    } else if (quote !== '') {
      if (c === quote) quote = '';
      else word += c;
    } else if (rules.unquote && (c === '"' || c === "'")) quote = c;
    else if (isSeparator(c)) {
      if (rules.dontCoalesce) return { word, rest: text.slice(at + 1) };
      while (at < text.length && isSeparator(text[at] as string)) at++;
      return { word, rest: at === text.length ? undefined : text.slice(at) };
    } else word += c;
  }
  return quote === '' ? { word, rest: undefined } : { error: true };
}

/** extract_first_word_and_warn: a word that cannot be read is tried again with its wrong escapes left as they are. */
export function firstWordOrRelaxed(text: string, rules: WordRules): FirstWord {
  const strict = firstWord(text, rules);
  if (!('error' in strict)) return strict;
  const relaxed = firstWord(text, { ...rules, relaxed: true });
  return 'word' in relaxed ? { ...relaxed, relaxed: true } : relaxed;
}

/** All words; those before a mistake count, as PID 1 acts on each as it meets it. */
export function wordsOf(
  text: string,
  rules: WordRules = {},
): { readonly words: readonly string[]; readonly bad: boolean } {
  if (rules.separators === undefined && rules.retainEscape && !rules.unquote && !rules.dontCoalesce)
    return { words: text.split(/[ \t\n\r]+/).filter((word) => word !== ''), bad: false };
  const words: string[] = [];
  let rest: string | undefined = text;
  while (rest !== undefined) {
    const next: FirstWord = firstWord(rest, rules);
    if ('error' in next) return { words, bad: true };
    if ('end' in next) break;
    words.push(next.word);
    rest = next.rest;
  }
  return { words, bad: false };
}

/** Letters behind a backslash that stand for one character (cunescape_one). */
export const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
  "'": "'",
  s: ' ',
};

/** The escape whose letter stands at `at`; `length` of what stands behind the backslash. */
function unescapeOne(text: string, at: number): { readonly text: string; readonly length: number } | undefined {
  const letter = text[at] as string;
  const simple = ESCAPES[letter];
  if (simple !== undefined) return { text: simple, length: 1 };
  const digits = (count: number, pattern: RegExp, base: number, from: number): number | undefined => {
    const run = text.slice(from, from + count);
    return run.length === count && pattern.test(run) ? Number.parseInt(run, base) : undefined;
  };
  const counts: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };
  const count = counts[letter];
  if (count !== undefined) {
    const code = digits(count, /^[0-9A-Fa-f]+$/, 16, at + 1);
    if (code === undefined || code === 0 || code > 0x10_ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    return { text: String.fromCodePoint(code), length: 1 + count };
  }
  const octal = digits(3, /^[0-7]+$/, 8, at);
  return octal === undefined || octal === 0 || octal > 255
    ? undefined
    : { text: String.fromCharCode(octal), length: 3 };
}

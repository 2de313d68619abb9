/** How PID 1 reads a setting's value: config_parse_bool and its kin (src/shared/conf-parser.c, src/core/load-fragment.c). */
import type { Setting } from '../graph/model.ts';

/** parse_boolean: undefined where it is no boolean. */
export function parseBoolean(value: string): boolean | undefined {
  if (/^(1|yes|y|true|t|on)$/i.test(value)) return true;
  if (/^(0|no|n|false|f|off)$/i.test(value)) return false;
  return undefined;
}

export interface InForce<T> {
  readonly value: T;
  readonly setting: Setting;
}

/**
 * The assignment in force among all of one key, in their order: the last that PID 1 understands; one that it does not
 * understand leaves what was there.
 * @param empty what an empty assignment does.
 */
export function inForce<T>(
  assignments: readonly Setting[],
  parse: (value: string, setting: Setting) => T | undefined,
  empty: 'resets' | 'is-a-value' = 'is-a-value',
): InForce<T> | undefined {
  let held: InForce<T> | undefined;
  for (const setting of assignments) {
    if (setting.value === '' && empty === 'resets') held = undefined;
    else {
      const value = parse(setting.value, setting);
      if (value !== undefined) held = { value, setting };
    }
  }
  return held;
}

/**
 * extract_first_word with EXTRACT_UNQUOTE|EXTRACT_RETAIN_ESCAPE, again and again: words between white space, quotes
 * taken off. A word whose quote is left open ends the list (and is dropped), as it does there.
 */
export function unquotedWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (quote !== '') {
      if (c === quote) quote = '';
      else word = (word ?? '') + c;
    } else if (c === '"' || c === "'") {
      quote = c;
      word ??= '';
    } else if (/[ \t\n\r]/.test(c)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (c === '\\' && i + 1 < text.length) word = `${word ?? ''}${c}${text[++i]}`;
    else word = (word ?? '') + c;
  }
  if (word !== undefined && quote === '') words.push(word);
  return words;
}

/** Words of a list as systemd splits them (src/basic/extract-word.c: extract_first_word, strv_split_full). */

export interface SplitRules {
  /** Characters between words. */
  readonly separators: string;
  /** Empty words between two separators count. */
  readonly keepEmpty?: true;
  /** `remove`: a backslash vanishes; `separators`: it may only escape a separator (and itself, where `selfEscape`). */
  readonly escapes: 'remove' | 'separators' | 'keep';
  /** A backslash before anything else stays; without this it is an error. */
  readonly relaxed?: true;
  readonly selfEscape?: true;
}

/** undefined where an escape is not understood: systemd then refuses the whole list. */
export function splitWords(text: string, rules: SplitRules): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined = rules.keepEmpty ? '' : undefined;
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (rules.separators.includes(char)) {
      if (rules.keepEmpty || word !== undefined) words.push(word ?? '');
      word = rules.keepEmpty ? '' : undefined;
    } else if (char !== '\\') word = (word ?? '') + char;
    else {
      const escaped = escapedBy(text[++i], rules);
      if (escaped === undefined) return undefined;
      word = (word ?? '') + escaped;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function escapedBy(next: string | undefined, rules: SplitRules): string | undefined {
  if (next === undefined) return rules.relaxed ? '\\' : undefined;
  if (rules.escapes === 'remove') return next;
  if (rules.escapes === 'separators' && (rules.separators.includes(next) || (rules.selfEscape && next === '\\')))
    return next;
  return rules.relaxed ? `\\${next}` : undefined;
}

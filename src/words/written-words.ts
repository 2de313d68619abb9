/** The words of a line as they stand in the file: quotes and backslashes are kept, for a proof that quotes it. */

/** A run of what is no white space, in which quoted text may have some; a quote without an end runs to the end of the line. */
const WORD = /(?:"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^'\\]|\\.)*(?:'|$)|\\.|[^\s"'\\]|\\$)+/g;

/** Each word as written. */
export function writtenWords(value: string): readonly string[] {
  return value.match(WORD) ?? [];
}

/** Whether the written word is read as `word` (extract_first_word(), with and without EXTRACT_RETAIN_ESCAPE). */
export function isWrittenAs(written: string, word: string): boolean {
  if (written === word) return true;
  const bare = written.replace(/["']/g, '');
  return bare === word || bare.replace(/\\(.)/g, '$1') === word;
}

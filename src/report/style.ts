/**
 * Emphasis in an answer's text. Reports mark words with noncharacters of Unicode; the command line turns the marks into
 * colour on a terminal and into nothing elsewhere. So no report ever writes an escape sequence, and none from a root's
 * files can pass: whatever else is invisible is spelt out (src/cli/print.ts).
 */

/** What a word means to the reader; the look is the printer's business. */
export const EMPHASES = ['strong', 'faint', 'good', 'bad', 'warn', 'name'] as const;
export type Emphasis = (typeof EMPHASES)[number];

const FIRST_MARK = 0xfdd0;
/** Ends an emphasis; emphases do not nest. */
export const MARK_END = '\ufdef';
export const MARKS: ReadonlyMap<string, Emphasis> = new Map(
  EMPHASES.map((emphasis, k) => [String.fromCharCode(FIRST_MARK + k), emphasis]),
);
const MARK = /[\ufdd0-\ufdef]/g;
const markOf = new Map(EMPHASES.map((emphasis, k) => [emphasis, String.fromCharCode(FIRST_MARK + k)]));

/** The text, emphasised. */
export function em(emphasis: Emphasis, text: string): string {
  return text === '' ? '' : `${markOf.get(emphasis)}${text}${MARK_END}`;
}

/** Columns that the text takes on a terminal: marks take none. */
export function widthOf(text: string): number {
  return [...text.replace(MARK, '')].length;
}

/** Without marks. */
export function plain(text: string): string {
  return text.replace(MARK, '');
}

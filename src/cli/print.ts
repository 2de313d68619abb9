/** From an answer's text to what a terminal, a pipe or a file may be given. */

import type { Emphasis } from '../report/style.ts';
import { MARK_END, MARKS } from '../report/style.ts';
import { inertJson, spelt } from '../words/inert.ts';

/** Select Graphic Rendition codes, readable on light and on dark. */
const SGR: Readonly<Record<Emphasis, string>> = {
  strong: '1',
  faint: '2',
  good: '32',
  bad: '1;31',
  warn: '33',
  name: '36',
};

/**
 * The text with every character that could hide or move its neighbours spelt out as `⟨U+202E⟩`, and its marks turned
 * into colour where `color`, into nothing elsewhere.
 */
export function printable(text: string, color: boolean): string {
  return spelt(text, (c) => {
    if (c === MARK_END) return color ? '\u001b[0m' : '';
    const emphasis = MARKS.get(c);
    return emphasis === undefined ? undefined : color ? `\u001b[${SGR[emphasis]}m` : '';
  });
}

/** JSON on one line; what is invisible is escaped, so that it is safe on a terminal and the same to a program. */
export function jsonText(value: unknown): string {
  return inertJson(JSON.stringify(value));
}

/** From an answer's text to what a terminal or a pipe may be given. */
import type { Emphasis } from '../report/style.ts';
import { MARK_END, MARKS } from '../report/style.ts';

/** Select Graphic Rendition codes, readable on light and on dark. */
const SGR: Readonly<Record<Emphasis, string>> = {
  strong: '1',
  faint: '2',
  good: '32',
  bad: '1;31',
  warn: '33',
  name: '36',
};

// C0 and C1 controls but the line feed, bidi marks, embeddings, overrides and isolates, zero-width and line separators,
// the BOM, lone surrogates, and the marks of src/report/style.ts.
const SPECIAL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * The text with every character that could hide or move its neighbours spelt out as `⟨U+202E⟩`, and its marks turned
 * into colour where `color`, into nothing elsewhere.
 */
export function printable(text: string, color: boolean): string {
  return text.replace(SPECIAL, (c) => {
    if (c === MARK_END) return color ? '\u001b[0m' : '';
    const emphasis = MARKS.get(c);
    if (emphasis !== undefined) return color ? `\u001b[${SGR[emphasis]}m` : '';
    return `⟨U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** JSON on one line; what is invisible is escaped, so that it is safe on a terminal and the same to a program. */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // As many bytes as characters: all is ASCII, where only DEL is left to hide (JSON has escaped the others).
  const plain = Buffer.byteLength(text) === text.length && !text.includes('\u007f');
  return plain ? text : text.replace(SPECIAL, escaped);
}

function escaped(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

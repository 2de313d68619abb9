/**
 * Text that cannot act on what shows it: no control character, no bidirectional mark, no invisible character of a root reaches an
 * output as it is, whether that is a terminal, a pipe or a file.
 */

/**
 * A line feed within a name or a word: it would forge a line of its own. Snapshots hand it out in the place of a line feed in a file's
 * name (src/snapshot/line-feeds.ts), and what is laid out to lines puts it in.
 */
export const LINE_FEED = '\ufdee';

// C0 and C1 controls but the line feed, bidi marks, embeddings, overrides and isolates, zero-width and line separators,
// the BOM, lone surrogates, and the marks of src/report/style.ts.
const SPECIAL =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Every such character spelt out, as `⟨U+202E⟩`; `mark` may know better what one stands for. */
export function spelt(text: string, mark: (c: string) => string | undefined = () => undefined): string {
  return text.replace(SPECIAL, (c) => {
    const code = c === LINE_FEED ? 10 : c.charCodeAt(0);
    return mark(c) ?? `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
  });
}

/** The same of a text that is JSON: escaped, so that it is safe to look at and the same to a program. */
export function inertJson(json: string): string {
  // As many bytes as characters: all is ASCII, where only DEL is left to hide (JSON has escaped the others).
  const plain = Buffer.byteLength(json) === json.length && !json.includes('\u007f');
  return plain ? json : json.replace(SPECIAL, escaped);
}

function escaped(c: string): string {
  return c === LINE_FEED ? '\\n' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Within a word of a text that is laid out to lines. */
export function withoutLineFeeds(word: string): string {
  return word.includes('\n') ? word.replaceAll('\n', LINE_FEED) : word;
}

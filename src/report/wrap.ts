/** Laying words out on a page: wrapped lists and aligned columns, to the width that the reader has. */
import { withoutLineFeeds } from '../words/inert.ts';
import { widthOf } from './style.ts';

/** What an answer's text may know of where it will be read. */
export interface Page {
  /** Columns; 80 where the output is no terminal. */
  readonly width: number;
  /** Nothing is left out, however long: the terminal's --all; a page in a browser, which scrolls, always. */
  readonly all?: boolean;
}

/**
 * Words in lines of at most `width` columns: `first` stands before the first line, as many blanks before the others.
 * A word longer than the line keeps a line of its own.
 */
export function wrap(
  words: readonly string[],
  page: Page,
  { first = '', rest = ' '.repeat(widthOf(first)) }: { readonly first?: string; readonly rest?: string } = {},
): readonly string[] {
  const lines: string[] = [];
  let line = first;
  let width = widthOf(first);
  let empty = true;
  for (const given of words) {
    const word = withoutLineFeeds(given);
    const wide = widthOf(word);
    if (!empty && width + 1 + wide > page.width) {
      lines.push(line);
      line = rest;
      width = widthOf(rest);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    width += empty ? wide : wide + 1;
    empty = false;
  }
  if (!empty) lines.push(line);
  return lines;
}

/** A sentence or more, wrapped at its blanks. */
export function paragraph(text: string, page: Page, indent = ''): readonly string[] {
  return wrap(text.split(' '), page, { first: indent, rest: indent });
}

/** Names side by side in as few lines as fit the page, down the first column and then the next, as ls(1) does. */
export function columns(given: readonly string[], page: Page, indent = ''): readonly string[] {
  const room = page.width - indent.length;
  const widths = given.map(widthOf);
  const total = widths.reduce((sum, width) => sum + width + GAP, -GAP);
  const names = given.map(withoutLineFeeds);
  // Of very many, one that is wider than the page must not try every number of rows.
  const step = (rows: number): number => Math.max(1, rows >> 6);
  for (let rows = Math.max(1, Math.ceil(total / room)); ; rows += step(rows)) {
    const across: number[] = [];
    for (let k = 0; k < names.length; k++) {
      const column = Math.floor(k / rows);
      across[column] = Math.max(across[column] ?? 0, widths[k] as number);
    }
    if (rows < names.length && across.reduce((sum, width) => sum + width + GAP, -GAP) > room) continue;
    return Array.from({ length: Math.min(rows, names.length) }, (_, row) => {
      let line = indent;
      for (let k = row; k < names.length; k += rows) {
        const name = names[k] as string;
        line += k + rows < names.length ? padEnd(name, (across[Math.floor(k / rows)] ?? 0) + GAP) : name;
      }
      return line;
    });
  }
}

/** Blanks between two columns. */
const GAP = 2;

/** Rows of cells, each column as wide as its widest cell; the last is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = '', gap = GAP): readonly string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, k) => {
      if (k < row.length - 1) widths[k] = Math.max(widths[k] ?? 0, widthOf(cell));
    });
  return rows.map((row) =>
    (
      indent + row.map((cell, k) => (k < row.length - 1 ? padEnd(cell, (widths[k] ?? 0) + gap) : cell)).join('')
    ).trimEnd(),
  );
}

function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

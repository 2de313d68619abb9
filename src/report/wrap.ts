/** Laying words out on a page: wrapped lists and aligned columns, to the width that the reader has. */
import { widthOf } from './style.ts';

/** What an answer's text may know of where it will be read. */
export interface Page {
  /** Columns; 80 where the output is no terminal. */
  readonly width: number;
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
  for (const word of words) {
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

/** Names side by side in columns of equal width, down the first column and then the next, as ls(1) does. */
export function columns(names: readonly string[], page: Page, indent = ''): readonly string[] {
  const wide = names.reduce((most, name) => Math.max(most, widthOf(name)), 0) + 2;
  const across = Math.max(1, Math.floor((page.width - indent.length + 2) / wide));
  const rows = Math.ceil(names.length / across);
  return Array.from({ length: rows }, (_, row) => {
    let line = indent;
    for (let k = row; k < names.length; k += rows) {
      const name = names[k] as string;
      line += k + rows < names.length ? padEnd(name, wide) : name;
    }
    return line;
  });
}

/** Rows of cells, each column as wide as its widest cell; the last is left as it is. */
export function table(rows: readonly (readonly string[])[], indent = '', gap = 2): readonly string[] {
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

/** Comma-separated values (RFC 4180) that act on nothing that opens them. */
import { spelt, withoutLineFeeds } from '../../words/inert.ts';

export type CsvCell = string | number | boolean | null | undefined | readonly string[];

/** A spreadsheet takes what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r|%]/;

/** @param rows each with a cell for each column; a list is its members, a line each */
export function csv(columns: readonly string[], rows: readonly (readonly CsvCell[])[]): string {
  return [columns, ...rows].map((row) => row.map(cellText).join(',')).join('\r\n');
}

function cellText(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number' || typeof cell === 'boolean') return String(cell);
  const text = spelt(withoutLineFeeds(typeof cell === 'string' ? cell : cell.join('; ')));
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) || /^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

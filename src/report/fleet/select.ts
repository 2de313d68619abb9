/** The answer to a SELECT of the user's own. */
import { spelt, withoutLineFeeds } from '../../words/inert.ts';
import { em, widthOf } from '../style.ts';
import { csv } from './csv.ts';

export interface Selected {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** There are more. */
  readonly cut: boolean;
}

/** Of a cell so many characters: the whole of it is in JSON and CSV. */
const WIDE = 60;

export function selectedText({ columns, rows }: Selected): string {
  const cells = rows.map((row) => row.map(cellText));
  const widths = columns.map((name, k) =>
    Math.max(widthOf(name), ...cells.map((row) => widthOf(row[k] ?? '')).slice(0, 10_000)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, k) => cell + ' '.repeat(Math.max(0, (widths[k] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd();
  return [em('strong', line(columns)), ...cells.map(line)].join('\n');
}

function cellText(value: unknown): string {
  const text = spelt(withoutLineFeeds(plainOf(value)));
  return text.length > WIDE ? `${text.slice(0, WIDE)}…` : text;
}

function plainOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** `bootscope/fleet-sql@1`. */
export function selectedJson({ columns, rows, cut }: Selected): unknown {
  return { format: 'bootscope/fleet-sql@1', columns, rows, ...(cut ? { cut } : {}) };
}

export function selectedCsv({ columns, rows }: Selected): string {
  return csv(
    columns,
    rows.map((row) =>
      row.map((value) => (typeof value === 'number' || typeof value === 'boolean' ? value : plainOf(value))),
    ),
  );
}

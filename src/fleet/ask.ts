/** How questions reach the tables: SQL in, rows out. Who holds the database is the command line (src/cli/fleet/database.ts). */
import type { Cell } from './tables.ts';

/**
 * The tables are views of their names, with two columns more: `taken`, and `file`, the part's file that a row is of.
 * @param values for the `?` of the text, in their order
 */
export type Ask = <R extends object>(sql: string, values?: readonly Cell[]) => Promise<readonly R[]>;

/** The `?`s of a list of so many values. */
export function marks(values: readonly unknown[]): string {
  return values.map(() => '?').join();
}

/** A fleet as it is asked: its snapshots by date, the earliest first. */
export interface Fleet {
  readonly ask: Ask;
  readonly taken: readonly string[];
}

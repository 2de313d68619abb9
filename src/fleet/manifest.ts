/** What all parts of one snapshot of a fleet must share: else the same host would be in two parts, or in none. */
import type { FactsOptions } from './facts.ts';
import type { FactsFormat } from './write-tables.ts';

/** `manifest.json`, beside the parts. `bootscope/facts@1`. */
export interface Manifest extends Omit<FactsOptions, 'tool'> {
  readonly format: 'bootscope/facts@1';
  /** When the roots were taken: a date, as whoever took them says. */
  readonly taken: string;
  /** How many parts there are in the end. */
  readonly parts: number;
  readonly roots: number;
  /** Of the list of roots. */
  readonly list: string;
  /** How the tables are written. */
  readonly tables: FactsFormat;
  readonly tool: string;
}

/** `part.json`, in each part. `bootscope/facts-part@1`. */
export interface PartSummary {
  readonly format: 'bootscope/facts-part@1';
  readonly part: number;
  readonly of: number;
  readonly roots: number;
  readonly read: number;
  /** Rows of each table. */
  readonly rows: Readonly<Record<string, number>>;
}

/** What to say of each member in which two runs may differ. */
const MEMBERS = {
  parts: '--shard',
  list: '--roots-from',
  tables: '--format',
  hostFrom: '--host-from',
  group: '--group',
  messages: '--no-messages',
  audit: '--no-audit',
  tool: 'bootscope --version',
} as const satisfies Partial<Record<keyof Manifest, string>>;

/** How this run differs from those that began the snapshot: the options at fault. */
export function manifestDifferences(begun: Manifest, now: Manifest): readonly string[] {
  return (Object.keys(MEMBERS) as readonly (keyof typeof MEMBERS)[])
    .filter((member) => begun[member] !== now[member])
    .map((member) => `${MEMBERS[member]} (${said(begun, member)} before, ${said(now, member)} now)`);
}

function said(manifest: Manifest, member: keyof typeof MEMBERS): string {
  if (member === 'list') return `${manifest.roots} roots, ${manifest.list.slice(0, 8)}`;
  if (member === 'parts') return `${manifest.parts} parts`;
  return String(manifest[member] ?? 'none');
}

/** The folder of a snapshot within the fleet's: DuckDB and its kin read `taken` from it. */
export function takenFolder(taken: string): string {
  return `taken=${taken}`;
}

/** The day of a snapshot's folder. undefined: it is none */
export function takenOf(folder: string): string | undefined {
  return /^taken=(\d{4}-\d{2}-\d{2})$/.exec(folder)?.[1];
}

export function partFolder({ part, of }: { readonly part: number; readonly of: number }): string {
  return `part-${part}-of-${of}`;
}

/** Whether a folder is one of so many parts. */
export function isPartFolder(folder: string, of: number): boolean {
  return new RegExp(`^part-[0-9]+-of-${of}$`).test(folder);
}

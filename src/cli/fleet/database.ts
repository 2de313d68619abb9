/** A fleet's tables in DuckDB: views over its parts, and no other file of the machine within reach. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type * as DuckDb from '@duckdb/node-api';
import type { Ask, Fleet } from '../../fleet/ask.ts';
import { isPartFolder, takenOf } from '../../fleet/manifest.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../fleet/tables.ts';
import type { FactsFormat } from '../../fleet/write-tables.ts';
import { UsageError } from '../errors.ts';
import { readManifest } from './part-files.ts';

export interface OpenFleet extends Fleet {
  /**
   * One SELECT of the user's own.
   * @param most so many rows are read at most: a SELECT may have more than memory holds
   * @throws UsageError where it is anything else, or DuckDB refuses it
   */
  select(sql: string, most: number): Promise<Rows>;
  /** Parts that are not there yet, of all snapshots. */
  readonly missing: readonly { readonly taken: string; readonly parts: number; readonly of: number }[];
  close(): void;
}

export interface Rows {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
  /** There are more. */
  readonly cut: boolean;
}

/** A snapshot's parts: those that are whole. */
interface Snapshot {
  readonly taken: string;
  readonly tables: FactsFormat;
  readonly folders: readonly string[];
  readonly parts: number;
}

/** @throws UsageError where the folder is no fleet's, or DuckDB is not installed */
export async function openFleet(folder: string): Promise<OpenFleet> {
  const snapshots = snapshotsOf(resolve(folder));
  const duck = await load();
  const instance = await duck.DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
    // Nothing is written anywhere, not even what does not fit in memory.
    temp_directory: '',
  });
  const connection = await instance.connect();
  const files: string[] = [];
  for (const table of TABLE_NAMES) await connection.run(viewOf(table, snapshots, files));
  // From here on no other file is read or written, and nothing changes that.
  await connection.run(`SET allowed_paths = [${files.map(quoted).join()}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
  return {
    ask: askOf(connection),
    taken: snapshots.map(({ taken }) => taken),
    missing: snapshots.flatMap(({ taken, folders, parts }) =>
      folders.length < parts ? [{ taken, parts: parts - folders.length, of: parts }] : [],
    ),
    select: (sql, most) => select(duck, connection, sql, most),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function load(): Promise<typeof DuckDb> {
  try {
    return await import('@duckdb/node-api');
  } catch {
    throw new UsageError(
      'fleet asks the tables through DuckDB, which is not installed here: npm install @duckdb/node-api beside bootscope (facts does without)',
    );
  }
}

function snapshotsOf(folder: string): readonly Snapshot[] {
  if (/[*?[\]{}]/.test(folder))
    throw new UsageError(`${folder}: DuckDB takes * ? [ ] { } in a path for a pattern; give the fleet another path`);
  const names = existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
  const found = names.sort().flatMap((name): readonly Snapshot[] => {
    const taken = takenOf(name);
    if (taken === undefined) return [];
    const own = join(folder, name);
    const { parts, tables } = readManifest(own);
    const folders = readdirSync(own).filter((part) => isPartFolder(part, parts));
    return folders.length === 0 ? [] : [{ taken, tables, parts, folders: folders.map((part) => join(own, part)) }];
  });
  if (found.length > 0) return found;
  throw new UsageError(`${folder}: no part of a fleet is there; name the folder that bootscope facts --out named`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const TYPES = { text: 'VARCHAR', number: 'INTEGER', flag: 'BOOLEAN' } as const;

/** Columns of the table, `taken`, and `part`: the folder that a row is of. */
function viewOf(table: TableName, snapshots: readonly Snapshot[], files: string[]): string {
  const branches = snapshots.map(({ taken, tables, folders }) => {
    const own = folders.map((part) => join(part, `${table}.${tables}`));
    files.push(...own);
    const list = `[${own.map(quoted).join()}]`;
    const columns = TABLES[table].map(({ name, type }) => `${quoted(name)}: '${TYPES[type]}'`).join();
    const read =
      tables === 'parquet'
        ? `read_parquet(${list}, filename = true, hive_partitioning = false)`
        : `read_ndjson(${list}, filename = true, hive_partitioning = false, columns = {${columns}})`;
    const named = TABLES[table].map(({ name }) => `"${name}"`).join();
    return `SELECT ${named}, ${quoted(taken)} AS taken, replace(filename, '/${table}.${tables}', '') AS part FROM ${read}`;
  });
  const sql = branches.join(' UNION ALL ');
  // Every question asks the hosts, and they are few.
  return table === 'hosts' ? `CREATE TABLE hosts AS ${sql}` : `CREATE VIEW ${table} AS ${sql}`;
}

function askOf(connection: DuckDb.DuckDBConnection): Ask {
  return async <R extends object>(sql: string, values: readonly (string | number | boolean | null)[] = []) => {
    const reader = await connection.runAndReadAll(sql, [...values]);
    return reader.getRowObjectsJson() as unknown as readonly R[];
  };
}

/**
 * Functions that a SELECT may call and that do more than read: what they leave undone ends the whole program when the database is closed.
 * A comment may stand between a name and its parenthesis.
 */
const MORE_THAN_READS = /\b(enable_logging|enable_profiling|query|query_table)\b"?\s*(?:\(|\/\*|--)/i;

async function select(
  duck: typeof DuckDb,
  connection: DuckDb.DuckDBConnection,
  sql: string,
  most: number,
): Promise<Rows> {
  const more = MORE_THAN_READS.exec(sql)?.[1];
  if (more !== undefined) throw new UsageError(`sql: ${more} does more than read these tables`);
  const ONE = 'sql takes one SELECT, and nothing that changes or writes anything';
  // DuckDB has no words for nothing at all.
  if (
    sql
      .replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, '')
      .replaceAll(';', '')
      .trim() === ''
  )
    throw new UsageError(ONE);
  try {
    const statements = await connection.extractStatements(sql);
    const prepared = statements.count === 1 ? await statements.prepare(0) : undefined;
    if (prepared?.statementType !== duck.StatementType.SELECT) throw new UsageError(ONE);
    const reader = await prepared.streamAndReadUntil(most + 1);
    const rows = reader.getRowsJson();
    return { columns: reader.columnNames(), rows: rows.slice(0, most), cut: rows.length > most };
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`sql: ${(error as Error).message}`);
  }
}

/** A fleet's files: a snapshot's manifest, and parts that are there whole or not at all. */
import {
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Facts, statusOf } from '../../fleet/facts.ts';
import { type Manifest, manifestDifferences, type PartSummary, partFolder } from '../../fleet/manifest.ts';
import type { Shard } from '../../fleet/root-list.ts';
import { type Cell, type Columns, TABLE_NAMES, type TableName } from '../../fleet/tables.ts';
import { type FactsFormat, type TableWriter, tableWriter } from '../../fleet/write-tables.ts';
import { chance } from '../chance.ts';
import { UsageError, WriteError } from '../errors.ts';

const MANIFEST = 'manifest.json';

/**
 * Begins a snapshot, or goes on with one that was begun with the same list, parts and options, here or on another machine.
 * @throws UsageError where it was begun otherwise, or the folder cannot be written
 */
export function beginSnapshot(folder: string, manifest: Manifest): void {
  const file = join(folder, MANIFEST);
  // What is whole may lie where nothing can be written any more.
  if (!existsSync(file)) writeManifest(folder, file, manifest);
  const differences = manifestDifferences(readManifest(folder), manifest);
  if (differences.length > 0)
    throw new UsageError(
      `${folder} was begun otherwise: ${differences.join(', ')}; give the same, or another --out or --taken`,
    );
}

function writeManifest(folder: string, file: string, manifest: Manifest): void {
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  const own = join(folder, `.tmp-${MANIFEST}-${process.pid}-${chance()}`);
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(own, text, { flag: 'wx' });
    // A link is made for one of several writers, and is never half written.
    linkSync(own, file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EEXIST' || !existsSync(file)) throw writeFault(folder, error);
  } finally {
    // Where a folder on the way is a file, even this fails.
    if (existsSync(own)) rmSync(own, { force: true });
  }
}

/** @throws UsageError where there is none, or none of ours */
export function readManifest(folder: string): Manifest {
  const file = join(folder, MANIFEST);
  try {
    const found = JSON.parse(readFileSync(file, 'utf8')) as Manifest;
    if (found?.format === 'bootscope/facts@1') return found;
    throw new UsageError(`${file}: not of bootscope facts; name the folder that --out named`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${file}: cannot be read (${(error as NodeJS.ErrnoException).code ?? 'no JSON'})`);
  }
}

export function hasPart(folder: string, shard: Shard): boolean {
  return existsSync(join(folder, partFolder(shard)));
}

/** A part in the making: its files lie under a name that no reader takes, until it is whole. */
export interface PartWriter {
  /** Rows of the next root of the list. */
  add(facts: Facts): void;
  /** Makes it a part. @returns false where another run was first: its part stays */
  finish(): boolean;
  discard(): void;
}

/** @throws WriteError where there is no room */
export function writePart(folder: string, shard: Shard, format: FactsFormat): PartWriter {
  const name = partFolder(shard);
  const begun = join(folder, `.tmp-${name}-${process.pid}-${chance()}`);
  const files: number[] = [];
  const rows = Object.fromEntries(TABLE_NAMES.map((table) => [table, 0])) as Record<TableName, number>;
  const told = new Set<string>();
  let [roots, read] = [0, 0];
  const inPlace = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      throw writeFault(begun, error);
    }
  };
  const writers = inPlace(() => {
    mkdirSync(begun);
    return Object.fromEntries(
      TABLE_NAMES.map((table) => {
        const file = openSync(join(begun, `${table}.${format}`), 'wx');
        files.push(file);
        return [table, tableWriter(table, format, (bytes) => writeAll(file, bytes))];
      }),
    ) as Record<TableName, TableWriter>;
  });
  const discard = (): void => {
    for (const file of files.splice(0)) closeSync(file);
    rmSync(begun, { recursive: true, force: true });
  };
  return {
    add(facts) {
      roots++;
      if (statusOf(facts) === 'read') read++;
      inPlace(() => {
        for (const table of TABLE_NAMES) {
          const columns = table === 'edges' || table === 'settings' ? untold(facts[table], told) : facts[table];
          rows[table] += columns[0]?.length ?? 0;
          writers[table].add(columns);
        }
      });
    },
    finish() {
      return inPlace(() => {
        for (const table of TABLE_NAMES) writers[table].finish();
        for (const file of files.splice(0)) closeSync(file);
        const summary: PartSummary = {
          format: 'bootscope/facts-part@1',
          part: shard.part,
          of: shard.of,
          roots,
          read,
          rows,
        };
        writeFileSync(join(begun, 'part.json'), `${JSON.stringify(summary, null, 2)}\n`);
        const first = renamed(begun, join(folder, name));
        if (!first) discard();
        removeBegun(folder, name);
        return first;
      });
    },
    discard,
  };
}

/** What other threads told before, left out: rows of one digest follow each other. */
function untold(columns: Columns, told: Set<string>): Columns {
  const keys = columns[0] as readonly string[];
  if (keys.length === 0) return columns;
  const fresh = new Set(keys.filter((key, k) => key !== keys[k - 1] && !told.has(key)));
  for (const key of fresh) told.add(key);
  if (keys.every((key) => fresh.has(key))) return columns;
  return columns.map((cells): readonly Cell[] => cells.filter((_, k) => fresh.has(keys[k] as string)));
}

function writeAll(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

function renamed(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (existsSync(to)) return false;
    throw error;
  }
}

/** What runs that were killed left of this part. One that is still at it finds the part there, and stops. */
function removeBegun(folder: string, name: string): void {
  for (const entry of readdirSync(folder))
    if (entry.startsWith(`.tmp-${name}-`)) rmSync(join(folder, entry), { recursive: true, force: true });
}

/** Room may be made; the place is right. */
const FULL: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG', 'EMFILE', 'ENFILE']);

function writeFault(place: string, error: unknown): Error {
  if (error instanceof UsageError || error instanceof WriteError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  if (FULL.has(code))
    return new WriteError(`${place}: cannot be written (${code}); make room, or name another folder with --out`);
  // Node says so of a folder that it cannot make on a read-only file system, too.
  const why = code === 'ENOENT' ? 'ENOENT: a folder on the way is missing, or read-only' : code;
  return new UsageError(`${place}: cannot be written (${why}); name another folder with --out`);
}

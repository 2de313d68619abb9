/** A tree in memory as one piece of bytes, and back: what a cache holds. It says nothing of whether the bytes may be believed. */
import { crc32 } from 'node:zlib';
import { type MemoryEntry, type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { EntryKind, SnapshotProblem } from '../snapshot.ts';

/** A change of what stands behind it makes another number. */
const MAGIC = 'bootscope tree 1\n';
const HEAD = MAGIC.length + 8;
const KINDS: readonly EntryKind[] = ['file', 'dir', 'link', 'other'];
/** Beside names and contents. */
const PER_ENTRY = 64;

/** Columns: an entry a place; null where the source did not say. */
interface Columns {
  /** What the bytes were made of. */
  readonly key: string;
  readonly problems: readonly SnapshotProblem[];
  readonly paths: readonly string[];
  readonly kinds: readonly number[];
  readonly sizes: readonly number[];
  readonly modes: readonly number[];
  readonly uids: readonly (number | null)[];
  readonly gids: readonly (number | null)[];
  readonly mtimes: readonly (number | null)[];
  readonly links: readonly (string | null)[];
  /** Bytes of content; null where there are none. */
  readonly lengths: readonly (number | null)[];
}

/** About as many bytes as `flatten` makes. */
export function flatSize(tree: MemoryTree): number {
  let size = 0;
  for (const [path, { content, linkTarget }] of tree.entries())
    size += PER_ENTRY + path.length + (linkTarget?.length ?? 0) + (content?.length ?? 0);
  return size;
}

/** @param key what the tree was made of */
export function flatten(tree: MemoryTree, key: string): Buffer {
  const entries = [...tree.entries()].filter(([path]) => path !== '/');
  const column = <T>(of: (entry: MemoryEntry) => T | undefined): (T | null)[] =>
    entries.map(([, entry]) => of(entry) ?? null);
  const columns: Columns = {
    key,
    problems: tree.problems ?? [],
    paths: entries.map(([path]) => path),
    kinds: entries.map(([, { kind }]) => KINDS.indexOf(kind)),
    sizes: entries.map(([, { size }]) => size),
    modes: entries.map(([, { mode }]) => mode),
    uids: column(({ uid }) => uid),
    gids: column(({ gid }) => gid),
    mtimes: column(({ mtime }) => mtime),
    links: column(({ linkTarget }) => linkTarget),
    lengths: column(({ content }) => content?.length),
  };
  const told = Buffer.from(JSON.stringify(columns));
  const whole = Buffer.concat([Buffer.alloc(HEAD), told, ...entries.flatMap(([, { content }]) => content ?? [])]);
  whole.write(MAGIC, 'latin1');
  whole.writeUInt32LE(told.length, MAGIC.length);
  whole.writeUInt32LE(crc32(whole.subarray(HEAD)), MAGIC.length + 4);
  return whole;
}

/** @returns undefined where the bytes are damaged, or were made of something else than `key` */
export function unflatten(whole: Buffer, key: string): MemoryTree | undefined {
  if (whole.length < HEAD || whole.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  const contentsAt = HEAD + whole.readUInt32LE(MAGIC.length);
  if (whole.readUInt32LE(MAGIC.length + 4) !== crc32(whole.subarray(HEAD))) return undefined;
  const columns = JSON.parse(whole.toString('utf8', HEAD, contentsAt)) as Columns;
  if (columns.key !== key) return undefined;
  const tree = memoryTree(columns.problems);
  let at = contentsAt;
  columns.paths.forEach((path, i) => {
    const [uid, gid, mtime, linkTarget, length] = [
      columns.uids[i], columns.gids[i], columns.mtimes[i], columns.links[i], columns.lengths[i],
    ]; // biome-ignore format: a row
    const content = typeof length === 'number' ? whole.subarray(at, at + length) : undefined;
    at += length ?? 0;
    tree.add(path, {
      kind: KINDS[columns.kinds[i] ?? -1] ?? 'other',
      size: columns.sizes[i] ?? 0,
      mode: columns.modes[i] ?? 0,
      ...(typeof uid === 'number' ? { uid } : {}),
      ...(typeof gid === 'number' ? { gid } : {}),
      ...(typeof mtime === 'number' ? { mtime } : {}),
      ...(typeof linkTarget === 'string' ? { linkTarget } : {}),
      ...(content === undefined ? {} : { content }),
    });
  });
  return at === whole.length ? tree : undefined;
}

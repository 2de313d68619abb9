/** A tree in memory as one piece of bytes, and back: what a cache holds. It says nothing of whether the bytes may be believed. */
import { crc32 } from 'node:zlib';
import { type MemoryEntry, type MemoryTree, memoryTree } from '../memory-tree.ts';
import type { EntryKind, SnapshotProblem } from '../snapshot.ts';

/** A change of what stands behind it makes another number. */
const MAGIC = 'bootscope tree 2\n';
const HEAD = MAGIC.length + 8;
const KINDS: readonly EntryKind[] = ['file', 'dir', 'link', 'other'];
/** Beside names and contents. */
const PER_ENTRY = 64;

/** What stands first; behind it the folders' columns, then all contents in the same order. */
interface Index {
  /** What the bytes were made of. */
  readonly key: string;
  readonly problems: readonly SnapshotProblem[];
  /** Of each folder: its path, '' for the top; bytes of its columns; bytes of its contents. */
  readonly folders: readonly string[];
  readonly columns: readonly number[];
  readonly contents: readonly number[];
}

/** Of one folder, an entry a place; null where the source did not say. */
interface Columns {
  readonly names: readonly string[];
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

type Entries = (readonly [string, MemoryEntry])[];

/** About as many bytes as `flatten` makes. */
export function flatSize(tree: MemoryTree): number {
  let size = 0;
  for (const [path, { content, linkTarget }] of tree.entries())
    size += PER_ENTRY + path.length + (linkTarget?.length ?? 0) + (content?.length ?? 0);
  return size;
}

/** @param key what the tree was made of */
export function flatten(tree: MemoryTree, key: string): Buffer {
  const folders = new Map<string, Entries>();
  for (const [path, entry] of tree.entries()) {
    if (path === '/') continue;
    const cut = path.lastIndexOf('/');
    const folder = path.slice(0, cut);
    const inside = folders.get(folder) ?? [];
    folders.set(folder, inside);
    inside.push([path.slice(cut + 1), entry]);
    if (entry.kind === 'dir' && !folders.has(path)) folders.set(path, []);
  }
  const columns = [...folders.values()].map((inside) => Buffer.from(JSON.stringify(columnsOf(inside))));
  const contents = [...folders.values()].map((inside) => inside.flatMap(([, { content }]) => content ?? []));
  const index: Index = {
    key,
    problems: tree.problems ?? [],
    folders: [...folders.keys()],
    columns: columns.map(({ length }) => length),
    contents: contents.map((parts) => parts.reduce((sum, { length }) => sum + length, 0)),
  };
  const told = Buffer.from(JSON.stringify(index));
  const whole = Buffer.concat([Buffer.alloc(HEAD), told, ...columns, ...contents.flat()]);
  whole.write(MAGIC, 'latin1');
  whole.writeUInt32LE(told.length, MAGIC.length);
  whole.writeUInt32LE(crc32(whole.subarray(HEAD)), MAGIC.length + 4);
  return whole;
}

function columnsOf(inside: Entries): Columns {
  const column = <T>(of: (entry: MemoryEntry) => T | undefined): (T | null)[] =>
    inside.map(([, entry]) => of(entry) ?? null);
  return {
    names: inside.map(([name]) => name),
    kinds: inside.map(([, { kind }]) => KINDS.indexOf(kind)),
    sizes: inside.map(([, { size }]) => size),
    modes: inside.map(([, { mode }]) => mode),
    uids: column(({ uid }) => uid),
    gids: column(({ gid }) => gid),
    mtimes: column(({ mtime }) => mtime),
    links: column(({ linkTarget }) => linkTarget),
    lengths: column(({ content }) => content?.length),
  };
}

/**
 * A boot asks for few of the folders: what is in one is made of its columns once somebody looks.
 * @returns undefined where the bytes are damaged, or were made of something else than `key`
 */
export function unflatten(whole: Buffer, key: string): MemoryTree | undefined {
  if (whole.length < HEAD || whole.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
  let at = HEAD + whole.readUInt32LE(MAGIC.length);
  if (whole.readUInt32LE(MAGIC.length + 4) !== crc32(whole.subarray(HEAD))) return undefined;
  const index = JSON.parse(whole.toString('utf8', HEAD, at)) as Index;
  if (index.key !== key) return undefined;
  const tree = memoryTree(index.problems);
  let contentAt = index.columns.reduce((sum, length) => sum + length, at);
  index.folders.forEach((path, i) => {
    const [from, to, content] = [at, at + (index.columns[i] ?? 0), contentAt];
    tree.later(path, () => entriesOf(JSON.parse(whole.toString('utf8', from, to)) as Columns, whole, content));
    at = to;
    contentAt += index.contents[i] ?? 0;
  });
  return contentAt === whole.length ? tree : undefined;
}

function entriesOf(columns: Columns, whole: Buffer, contentAt: number): Map<string, MemoryEntry> {
  const entries = new Map<string, MemoryEntry>();
  let at = contentAt;
  columns.names.forEach((name, i) => {
    const [uid, gid, mtime, linkTarget, length] = [
      columns.uids[i], columns.gids[i], columns.mtimes[i], columns.links[i], columns.lengths[i],
    ]; // biome-ignore format: a row
    const content = typeof length === 'number' ? whole.subarray(at, at + length) : undefined;
    at += length ?? 0;
    entries.set(name, {
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
  return entries;
}

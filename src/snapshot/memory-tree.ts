/** A tree of files held in memory: what an archive leaves, and what a test writes. */
import type { DirEntry, EntryKind, SnapshotProblem, Stat, Tree } from './snapshot.ts';

export interface MemoryEntry {
  readonly kind: EntryKind;
  readonly size: number;
  readonly mode: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly mtime?: number | undefined;
  readonly linkTarget?: string;
  /** The bytes, or the first of them where only those were kept. */
  readonly content?: Uint8Array;
}

export interface MemoryTree extends Tree {
  /** Canonical paths only: `/etc/fstab`. Folders above are made as needed; what was there before is replaced. */
  add(path: string, entry: MemoryEntry): void;
  /** Takes a file away, or a folder with all below it. */
  remove(path: string): void;
  entry(path: string): MemoryEntry | undefined;
  /** Characters of all paths that were ever added: what the tree has cost. */
  weight(): number;
  /** Every path with its entry, folders before what they hold. */
  entries(): Iterable<readonly [string, MemoryEntry]>;
}

const FOLDER: MemoryEntry = { kind: 'dir', size: 0, mode: 0o755 };

/** @param problems of the source, filled while it is read */
export function memoryTree(problems: readonly SnapshotProblem[] = []): MemoryTree {
  const nodes = new Map<string, MemoryEntry>([['/', FOLDER]]);
  const children = new Map<string, Set<string>>([['/', new Set()]]);
  let weight = 0;

  function makeFolder(path: string): void {
    const missing: string[] = [];
    let here = path;
    while (!children.has(here)) {
      missing.push(here);
      here = parentOf(here);
    }
    for (const folder of missing.reverse()) put(folder, FOLDER);
  }

  function put(path: string, entry: MemoryEntry): void {
    if (entry.kind === 'dir' && !children.has(path)) children.set(path, new Set());
    const before = nodes.size;
    nodes.set(path, entry);
    if (nodes.size === before) return;
    weight += path.length;
    children.get(parentOf(path))?.add(nameOf(path));
  }

  function remove(path: string): void {
    if (path === '/') return;
    const open = [path];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      for (const name of children.get(here) ?? []) open.push(join(here, name));
      children.delete(here);
      nodes.delete(here);
    }
    children.get(parentOf(path))?.delete(nameOf(path));
  }

  return {
    problems,
    add(path, entry) {
      if (path === '/') return;
      makeFolder(parentOf(path));
      if (entry.kind !== 'dir' && children.has(path)) remove(path);
      put(path, entry);
    },
    remove,
    entry: (path) => nodes.get(path),
    entries: () => nodes,
    weight: () => weight,
    lstat(path): Stat | undefined {
      const entry = nodes.get(path);
      if (entry === undefined) return undefined;
      const { kind, size, mode, uid, gid, mtime } = entry;
      return { kind, size, mode, uid, gid, mtime };
    },
    readlink: (path) => nodes.get(path)?.linkTarget,
    list(path): readonly DirEntry[] | undefined {
      const names = children.get(path);
      return names && [...names].map((name) => ({ name, kind: nodes.get(join(path, name))?.kind ?? 'other' }));
    },
    read(path, limit) {
      const entry = nodes.get(path);
      if (entry?.kind !== 'file') return undefined;
      const content = entry.content ?? new Uint8Array();
      const wanted = Math.min(limit ?? entry.size, entry.size);
      return content.length < wanted ? undefined : content.subarray(0, wanted);
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function join(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** A tree of files held in memory: what an archive leaves, and what a test writes. */
import type { DirEntry, EntryKind, SnapshotProblem, Tree } from './snapshot.ts';

export interface MemoryEntry {
  readonly kind: EntryKind;
  readonly size: number;
  readonly mode: number;
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  readonly mtime?: number | undefined;
  readonly linkTarget?: string;
  /** The bytes, or the first of them where only those were kept. */
  readonly content?: Uint8Array;
}

export interface MemoryTree extends Tree {
  /**
   * Canonical paths only: `/etc/fstab`. Folders above are made as needed; what was there before is replaced.
   * @returns whether something was there that had been added
   */
  add(path: string, entry: MemoryEntry): boolean;
  /** A folder, named by the one above it, whose entries are worked out once somebody asks. The top is ''. */
  later(folder: string, entries: () => Map<string, MemoryEntry>): void;
  /** Takes a file away, or a folder with all below it. */
  remove(path: string): void;
  entry(path: string): MemoryEntry | undefined;
  /** Characters of all paths that were ever added: what the tree has cost. */
  weight(): number;
  /** Every path with its entry, folders before what they hold. */
  entries(): Iterable<readonly [string, MemoryEntry]>;
}

/** Where nothing says more of a folder than that something lies in it. */
const FOLDER: MemoryEntry = { kind: 'dir', size: 0, mode: 0o755 };

interface Folder {
  readonly path: string;
  names: Map<string, MemoryEntry> | (() => Map<string, MemoryEntry>);
  /** What `list` said, until something changes. */
  listed?: readonly DirEntry[] | undefined;
}

/**
 * Longer than 80 lines: its functions share the folders, and which of them was used last.
 * @param problems of the source, filled while it is read
 */
export function memoryTree(problems: readonly SnapshotProblem[] = []): MemoryTree {
  const top: Folder = { path: '', names: new Map() };
  /** The top is called '' here, so that a name's path is always its folder's, a slash and the name. */
  const folders = new Map<string, Folder>([['', top]]);
  let weight = 0;
  /** What is added next mostly lies beside what was added last. */
  let last = top;

  /** @param cut where the last slash of the path is */
  function madeFolder(path: string, cut: number): Folder {
    if (cut === last.path.length && path.startsWith(last.path)) return last;
    const folder = path.slice(0, cut);
    last = folders.get(folder) ?? newFolder(folder);
    return last;
  }

  function newFolder(path: string): Folder {
    const missing = [path];
    for (let above = parentOf(path); !folders.has(above); above = parentOf(above)) missing.push(above);
    for (const folder of missing.reverse()) put(folder, FOLDER);
    return folders.get(path) as Folder;
  }

  function put(path: string, entry: MemoryEntry): void {
    if (entry.kind === 'dir' && !folders.has(path)) folders.set(path, { path, names: new Map() });
    const cut = path.lastIndexOf('/');
    set(folders.get(path.slice(0, cut)) as Folder, path, cut, entry);
  }

  function set(folder: Folder, path: string, cut: number, entry: MemoryEntry): void {
    const names = namesOf(folder);
    const before = names.size;
    names.set(path.slice(cut + 1), entry);
    if (names.size !== before) weight += path.length;
    folder.listed = undefined;
  }

  function remove(path: string): void {
    if (path === '/') return;
    const open = [path];
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      const below = folders.get(here);
      folders.delete(here);
      for (const [name, { kind }] of below === undefined ? [] : namesOf(below))
        if (kind === 'dir') open.push(`${here}/${name}`);
    }
    last = top;
    const folder = folders.get(parentOf(path));
    if (folder === undefined) return;
    namesOf(folder).delete(nameOf(path));
    folder.listed = undefined;
  }

  function entry(path: string): MemoryEntry | undefined {
    if (path === '/') return FOLDER;
    const cut = path.lastIndexOf('/');
    const folder = folders.get(path.slice(0, cut));
    return folder && namesOf(folder).get(path.slice(cut + 1));
  }

  return {
    problems,
    add(path, added) {
      if (path === '/') return false;
      const cut = path.lastIndexOf('/');
      let folder = madeFolder(path, cut);
      const before = namesOf(folder).get(path.slice(cut + 1));
      if (before?.kind === 'dir' && added.kind !== 'dir') {
        remove(path);
        folder = madeFolder(path, cut);
      }
      if (added.kind === 'dir') put(path, added);
      else set(folder, path, cut, added);
      return before !== undefined && before !== FOLDER;
    },
    later(path, entries) {
      if (path === '') top.names = entries;
      else folders.set(path, { path, names: entries });
    },
    remove,
    entry,
    *entries() {
      yield ['/', FOLDER];
      for (const folder of folders.values())
        for (const [name, one] of namesOf(folder)) yield [`${folder.path}/${name}`, one];
    },
    weight: () => weight,
    lstat: entry,
    readlink: (path) => entry(path)?.linkTarget,
    list: (path) => listOf(path === '/' ? top : folders.get(path)),
    read: (path, limit) => contentOf(entry(path), limit),
  };
}

function namesOf(folder: Folder): Map<string, MemoryEntry> {
  if (typeof folder.names === 'function') folder.names = folder.names();
  return folder.names;
}

function listOf(folder: Folder | undefined): readonly DirEntry[] | undefined {
  if (folder !== undefined) folder.listed ??= [...namesOf(folder)].map(([name, { kind }]) => ({ name, kind }));
  return folder?.listed;
}

function contentOf(file: MemoryEntry | undefined, limit: number | undefined): Uint8Array | undefined {
  if (file?.kind !== 'file') return undefined;
  const content = file.content ?? new Uint8Array();
  const wanted = Math.min(limit ?? file.size, file.size);
  return content.length < wanted ? undefined : content.subarray(0, wanted);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

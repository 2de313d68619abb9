import type { DirEntry, Stat, Tree } from './snapshot.ts';

/** A file or a link to lay over a tree; folders above it are made as needed. */
export interface OverlayEntry {
  readonly path: string;
  readonly content?: string;
  readonly linkTarget?: string;
  /** Permission bits of a file; 0644 by default. */
  readonly mode?: number;
  /** A whiteout: what the tree beneath holds at this path, and below it, is gone. */
  readonly removed?: true;
}

/**
 * `base` with `entries` on top, a later one before an earlier one. Paths must be canonical: no link in any folder on the
 * way.
 */
export function overlayTree(base: Tree, entries: readonly OverlayEntry[]): Tree {
  const made = new Map<string, OverlayEntry>();
  const folders = new Map<string, Map<string, DirEntry>>();
  const bytesOf = (e: OverlayEntry): Uint8Array => new TextEncoder().encode(e.content ?? '');
  const removed = new Set<string>();
  for (const entry of entries) {
    if (entry.removed) {
      removed.add(entry.path);
      for (const path of [...made.keys()])
        if (path === entry.path || path.startsWith(`${entry.path}/`)) made.delete(path);
      for (const path of [...folders.keys()])
        if (path === entry.path || path.startsWith(`${entry.path}/`)) folders.delete(path);
      folders.get(parentOf(entry.path))?.delete(entry.path.slice(entry.path.lastIndexOf('/') + 1));
      continue;
    }
    made.set(entry.path, entry);
    let kind: DirEntry['kind'] = entry.linkTarget === undefined ? 'file' : 'link';
    for (let path = entry.path; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
      const parent = parentOf(path);
      const inside = folders.get(parent) ?? new Map<string, DirEntry>();
      folders.set(parent, inside);
      const name = path.slice(path.lastIndexOf('/') + 1);
      inside.set(name, { name, kind });
      kind = 'dir';
    }
  }
  /** Whether the tree beneath is to be asked at all. */
  const gone = (path: string): boolean => {
    if (removed.size === 0) return false;
    for (let at = path; at !== '/'; at = parentOf(at)) if (removed.has(at)) return true;
    return false;
  };
  return {
    ...(base.problems ? { problems: base.problems } : {}),
    ...(base.imageCommand ? { imageCommand: base.imageCommand } : {}),
    lstat(path): Stat | undefined {
      const entry = made.get(path);
      if (entry?.linkTarget !== undefined) return { kind: 'link', size: 0, mode: 0o777 };
      if (entry) return { kind: 'file', size: bytesOf(entry).length, mode: entry.mode ?? 0o644 };
      return (
        (gone(path) ? undefined : base.lstat(path)) ??
        (folders.has(path) ? { kind: 'dir', size: 0, mode: 0o755 } : undefined)
      );
    },
    readlink: (path) => (made.has(path) ? made.get(path)?.linkTarget : gone(path) ? undefined : base.readlink(path)),
    list(path) {
      const inside = folders.get(path);
      const all = gone(path) ? undefined : base.list(path);
      const below =
        removed.size === 0 ? all : all?.filter((e) => !gone(path === '/' ? `/${e.name}` : `${path}/${e.name}`));
      if (!inside) return below;
      return [...(below ?? []).filter((e) => !inside.has(e.name)), ...inside.values()];
    },
    read(path, limit) {
      const entry = made.get(path);
      if (!entry) return gone(path) ? undefined : base.read(path, limit);
      return entry.linkTarget === undefined ? bytesOf(entry).subarray(0, limit) : undefined;
    },
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

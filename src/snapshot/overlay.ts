import type { DirEntry, Stat, Tree } from './snapshot.ts';

/** A file or a link to lay over a tree; folders above it are made as needed. */
export interface OverlayEntry {
  readonly path: string;
  readonly content?: string;
  readonly linkTarget?: string;
  /** Permission bits of a file; 0644 by default. */
  readonly mode?: number;
}

/** `base` with `entries` on top. Paths must be canonical: no link in any folder on the way. */
export function overlayTree(base: Tree, entries: readonly OverlayEntry[]): Tree {
  const made = new Map<string, OverlayEntry>();
  const folders = new Map<string, Map<string, DirEntry>>();
  const bytesOf = (e: OverlayEntry): Uint8Array => new TextEncoder().encode(e.content ?? '');
  for (const entry of entries) {
    made.set(entry.path, entry);
    let kind: DirEntry['kind'] = entry.linkTarget === undefined ? 'file' : 'link';
    for (let path = entry.path; path !== ''; path = path.slice(0, path.lastIndexOf('/'))) {
      const parent = path.slice(0, path.lastIndexOf('/')) || '/';
      const inside = folders.get(parent) ?? new Map<string, DirEntry>();
      folders.set(parent, inside);
      const name = path.slice(path.lastIndexOf('/') + 1);
      inside.set(name, { name, kind });
      kind = 'dir';
    }
  }
  return {
    ...(base.problems ? { problems: base.problems } : {}),
    lstat(path): Stat | undefined {
      const entry = made.get(path);
      if (entry?.linkTarget !== undefined) return { kind: 'link', size: 0, mode: 0o777 };
      if (entry) return { kind: 'file', size: bytesOf(entry).length, mode: entry.mode ?? 0o644 };
      return base.lstat(path) ?? (folders.has(path) ? { kind: 'dir', size: 0, mode: 0o755 } : undefined);
    },
    readlink: (path) => (made.has(path) ? made.get(path)?.linkTarget : base.readlink(path)),
    list(path) {
      const inside = folders.get(path);
      const below = base.list(path);
      if (!inside) return below;
      return [...(below ?? []).filter((e) => !inside.has(e.name)), ...inside.values()];
    },
    read(path, limit) {
      const entry = made.get(path);
      if (!entry) return base.read(path, limit);
      return entry.linkTarget === undefined ? bytesOf(entry).subarray(0, limit) : undefined;
    },
  };
}

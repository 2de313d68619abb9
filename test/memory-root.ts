/** A root written in the test itself: paths to texts, links and modes. */
import { openSnapshot } from '../src/snapshot/open.ts';
import type { DirEntry, Snapshot, Tree } from '../src/snapshot/snapshot.ts';

/** A text is a file (0755 in a folder of programs, scripts or generators, 0644 elsewhere); `{link}` a symlink; `{text, mode}` any file. */
export type Entry = string | { readonly link: string } | { readonly text: string; readonly mode: number };

export function memoryTree(entries: Readonly<Record<string, Entry>>): Tree {
  const folders = new Map<string, Map<string, DirEntry>>([['/', new Map()]]);
  for (const [path, entry] of Object.entries(entries)) {
    let kind: DirEntry['kind'] = typeof entry === 'object' && 'link' in entry ? 'link' : 'file';
    for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const parent = at.slice(0, at.lastIndexOf('/')) || '/';
      const inside = folders.get(parent) ?? new Map<string, DirEntry>();
      folders.set(parent, inside);
      const name = at.slice(at.lastIndexOf('/') + 1);
      inside.set(name, { name, kind });
      kind = 'dir';
    }
  }
  const textOf = (path: string): string | undefined => {
    const entry = entries[path];
    return typeof entry === 'string' ? entry : entry !== undefined && 'text' in entry ? entry.text : undefined;
  };
  return {
    lstat(path) {
      const entry = entries[path];
      if (entry === undefined) return folders.has(path) ? { kind: 'dir', size: 0, mode: 0o755 } : undefined;
      if (typeof entry === 'object' && 'link' in entry) return { kind: 'link', size: 0, mode: 0o777 };
      const mode =
        typeof entry === 'object' ? entry.mode : /\/(s?bin|init\.d|system-generators)\//.test(path) ? 0o755 : 0o644;
      return { kind: 'file', size: Buffer.byteLength(textOf(path) ?? ''), mode };
    },
    readlink(path) {
      const entry = entries[path];
      return typeof entry === 'object' && 'link' in entry ? entry.link : undefined;
    },
    list: (path) => {
      const inside = folders.get(path);
      return inside && [...inside.values()];
    },
    read(path) {
      const text = textOf(path);
      return text === undefined ? undefined : Buffer.from(text);
    },
  };
}

export function memoryRoot(entries: Readonly<Record<string, Entry>>): Snapshot {
  return openSnapshot(memoryTree(entries), 'test');
}

import { isUtf8 } from 'node:buffer';
import { append } from '../words/append.ts';
import { fromName, toName } from './line-feeds.ts';
import type { DirEntry, Snapshot, SnapshotProblem, Stat, Tree } from './snapshot.ts';

/** As Linux (MAXSYMLINKS, namei.c). */
const MAX_LINKS = 40;
/** PATH_MAX: the kernel follows no longer path, and no longer link. */
const MAX_PATH = 4096;
/** Larger text files are not read: no unit, script or table that an init reads comes near. */
const MAX_TEXT = 16 * 1024 * 1024;

const DECODER = new TextDecoder();

/**
 * Chroot-safe resolution over any Tree.
 * Longer than 80 lines: its functions share what was met so far, and call each other in a ring.
 * @param label what to call the root in messages.
 */
export function openSnapshot(tree: Tree, label: string): Snapshot {
  const problems = new Map<string, SnapshotProblem>(
    (tree.problems ?? []).map((p) => [keyOf(p), { ...p, file: toName(p.file) }]),
  );
  const folders = new Map<string, string | undefined>([['', '']]);
  const note = (code: SnapshotProblem['code'], file: string, message: string): void => {
    const key = keyOf({ code, file });
    if (!problems.has(key)) problems.set(key, { code, file, message });
  };

  /** Sorted lists, by what the tree gave: folders of units are gone through by a dozen rooms. */
  const sorted = new WeakMap<readonly DirEntry[], readonly DirEntry[]>();

  function sortedNames(entries: readonly DirEntry[]): readonly DirEntry[] {
    const known = sorted.get(entries);
    if (known !== undefined) return known;
    const named = entries.some(({ name }) => name.includes('\n'))
      ? entries.map(({ name, kind }) => ({ name: toName(name), kind }))
      : [...entries];
    named.sort(byName);
    sorted.set(entries, named);
    return named;
  }

  function walk(path: string, followLast: boolean): string | undefined {
    const pending = path.split('/').reverse();
    let out = '';
    let links = 0;
    while (pending.length > 0) {
      const part = pending.pop();
      if (!part || part === '.') continue;
      if (part === '..') {
        out = out.slice(0, Math.max(0, out.lastIndexOf('/')));
        continue;
      }
      const here = `${out}/${part}`;
      const stat = tree.lstat(here);
      if (!stat) return undefined;
      // Behind a slash, even the last one, only a folder can stand.
      const last = pending.length === 0;
      if (stat.kind === 'link' && (!last || followLast)) {
        if (++links > MAX_LINKS) {
          note('link-loop', path, 'too many levels of symbolic links');
          return undefined;
        }
        const target = tree.readlink(here);
        if (target === undefined || target.length >= MAX_PATH) return undefined;
        if (target.startsWith('/')) out = '';
        append(pending, target.split('/').reverse());
      } else if (stat.kind !== 'dir' && !last) return undefined;
      else out = here;
    }
    return out;
  }

  function resolve(named: string, followLast: boolean): string | undefined {
    if (named.length >= MAX_PATH) return undefined;
    const path = fromName(named);
    const cut = path.lastIndexOf('/');
    const name = path.slice(cut + 1);
    if (name === '' || name === '.' || name === '..') return walk(path, followLast);
    const parent = path.slice(0, Math.max(0, cut));
    let folder = folders.get(parent);
    if (folder === undefined && !folders.has(parent)) {
      folder = walk(parent, true);
      folders.set(parent, folder);
    }
    if (folder === undefined) return undefined;
    const here = `${folder}/${name}`;
    const stat = tree.lstat(here);
    if (!stat) return undefined;
    return stat.kind === 'link' && followLast ? walk(here, true) : here;
  }

  function readBytes(path: string, limit?: number): Uint8Array | undefined {
    const real = resolve(path, true);
    const stat = real === undefined ? undefined : tree.lstat(real);
    if (real === undefined || stat?.kind !== 'file') return undefined;
    // Not asking for the size first saves a call for nearly every file.
    const bytes = tree.read(real, limit ?? MAX_TEXT + 1);
    if (!bytes) note('unreadable', path, 'cannot be read');
    else if (limit === undefined && bytes.length > MAX_TEXT) {
      note('oversized', path, `${stat.size} bytes: too large to be read`);
      return undefined;
    }
    return bytes;
  }

  return {
    label,
    tree,
    realpath: (path) => {
      const real = resolve(path, true);
      return real === '' ? '/' : real && toName(real);
    },
    lstat: (path) => at(resolve(path, false)),
    stat: (path) => at(resolve(path, true)),
    readlink(path) {
      const here = resolve(path, false);
      const target = here && tree.lstat(here)?.kind === 'link' ? tree.readlink(here) : undefined;
      return target && toName(target);
    },
    list(path) {
      const real = resolve(path, true);
      const entries = real === undefined ? undefined : tree.list(real === '' ? '/' : real);
      if (entries === undefined) {
        if (real !== undefined && tree.lstat(real === '' ? '/' : real)?.kind === 'dir')
          note('unreadable', path, 'is a folder that cannot be read: what is in it is not known');
        return undefined;
      }
      return sortedNames(entries);
    },
    read(path) {
      const bytes = readBytes(path);
      if (!bytes) return undefined;
      const text = DECODER.decode(bytes);
      // What stands for a broken sequence may also be written there.
      if (text.includes('\ufffd') && !isUtf8(bytes)) note('not-utf8', path, 'not valid UTF-8');
      return text;
    },
    readBytes,
    problems: () => [...problems.values()],
  };

  function at(real: string | undefined): Stat | undefined {
    return real === undefined ? undefined : tree.lstat(real === '' ? '/' : real);
  }
}

function byName(a: DirEntry, b: DirEntry): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}

/** A file may have several things said of it, each once. */
function keyOf({ code, file }: Pick<SnapshotProblem, 'code' | 'file'>): string {
  return `${code} ${file}`;
}

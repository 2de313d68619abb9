import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { trimmedEnd } from '../words/trim.ts';
import type { DirEntry, EntryKind, Stat, Tree } from './snapshot.ts';

/**
 * A folder of the host as a Tree. Never follows a link by itself, never opens anything but a regular file, and reads nothing that
 * lies outside: a root may change while it is read, and a folder on the way be a link by now.
 */
export function folderTree(root: string): Tree {
  // Paths are canonical already: normalising them again would cost more than the system calls.
  const base = trimmedEnd(root, '/');
  const at = (path: string): string => base + path;
  const real = quietly(() => placeOfFolder(base === '' ? '/' : base));
  const inside: Inside = (fd, path) => {
    if (base === '') return true;
    const place = placeOf(fd, path);
    return real !== undefined && (place === real || place.startsWith(real === '/' ? '/' : `${real}/`));
  };
  return {
    lstat(path): Stat | undefined {
      const s = quietly(() => lstatSync(at(path), { throwIfNoEntry: false }));
      if (!s) return undefined;
      const kind = kindOf(s);
      const size = kind === 'file' ? s.size : 0;
      return { kind, size, mode: s.mode & 0o7777, uid: s.uid, gid: s.gid, mtime: s.mtimeMs / 1000 };
    },
    readlink: (path) => quietly(() => readlinkSync(at(path))),
    list(path): readonly DirEntry[] | undefined {
      const entries = quietly(() => readFolder(at(path), inside));
      return entries?.map((e) => ({ name: e.name, kind: kindOf(e) }));
    },
    read: (path, limit) => quietly(() => readRegular(at(path), inside, limit)),
    chunks: (path) => chunksOf(at(path), inside),
  };
}

/** Whether what was opened by that path lies in the root. */
type Inside = (fd: number, path: string) => boolean;

/** Where an open file is, by the kernel's word; where there is no /proc (macOS), where its path leads now. */
function placeOf(fd: number, path: string): string {
  return quietly(() => readlinkSync(`/proc/self/fd/${fd}`)) ?? realpathSync.native(path);
}

/** Asked as for each file in it: the two agree even where the root is another process's (/proc/PID/root). */
function placeOfFolder(path: string): string {
  const fd = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    return placeOf(fd, path);
  } finally {
    closeSync(fd);
  }
}

function readFolder(path: string, inside: Inside): readonly Dirent[] | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_DIRECTORY);
  try {
    if (!inside(fd, path)) return undefined;
    // The folder that was opened, whatever bears its name by now.
    const own = `/proc/self/fd/${fd}`;
    return quietly(() => readdirSync(own, { withFileTypes: true })) ?? readdirSync(path, { withFileTypes: true });
  } finally {
    closeSync(fd);
  }
}

/** As `readRegular`, piece by piece; each is a buffer of its own. */
function* chunksOf(path: string, inside: Inside): Generator<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile() || !inside(fd, path)) return;
    for (;;) {
      const chunk = Buffer.allocUnsafe(1 << 18);
      const n = readSync(fd, chunk, 0, chunk.length, null);
      if (n === 0) return;
      yield chunk.subarray(0, n);
    }
  } finally {
    closeSync(fd);
  }
}

/** O_NOFOLLOW and O_NONBLOCK: a file swapped for a link or a FIFO after lstat is refused, not opened. */
function readRegular(path: string, inside: Inside, limit = Number.POSITIVE_INFINITY): Uint8Array | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const s = fstatSync(fd);
    if (!s.isFile() || !inside(fd, path)) return undefined;
    const bytes = Buffer.allocUnsafe(Math.min(s.size, limit));
    let done = 0;
    while (done < bytes.length) {
      const n = readSync(fd, bytes, done, bytes.length - done, done);
      if (n === 0) break;
      done += n;
    }
    return bytes.subarray(0, done);
  } finally {
    closeSync(fd);
  }
}

function kindOf(s: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink'>): EntryKind {
  if (s.isSymbolicLink()) return 'link';
  if (s.isDirectory()) return 'dir';
  return s.isFile() ? 'file' : 'other';
}

function quietly<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}

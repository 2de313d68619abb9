import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readlinkSync,
  readSync,
  type Stats,
} from 'node:fs';
import { trimmedEnd } from '../words/trim.ts';
import type { DirEntry, EntryKind, Stat, Tree } from './snapshot.ts';

/** A folder of the host as a Tree. Never follows a link by itself, never opens anything but a regular file. */
export function folderTree(root: string): Tree {
  // Paths are canonical already: normalising them again would cost more than the system calls.
  const base = trimmedEnd(root, '/');
  const at = (path: string): string => base + path;
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
      const entries = quietly(() => readdirSync(at(path), { withFileTypes: true }));
      return entries?.map((e) => ({ name: e.name, kind: kindOf(e) }));
    },
    read: (path, limit) => quietly(() => readRegular(at(path), limit)),
    chunks: (path) => chunksOf(at(path)),
  };
}

/** As `readRegular`, piece by piece; each is a buffer of its own. */
function* chunksOf(path: string): Generator<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(fd).isFile()) return;
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
function readRegular(path: string, limit = Number.POSITIVE_INFINITY): Uint8Array | undefined {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const s = fstatSync(fd);
    if (!s.isFile()) return undefined;
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

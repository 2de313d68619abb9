/**
 * A read-only view of a captured root. Every path is root-relative, absolute in form (`/etc/fstab`), and is resolved
 * inside the root as chroot(2) would: absolute link targets and `..` never leave it.
 */

/** `other` is a FIFO, socket or device: it is never opened. */
export type EntryKind = 'file' | 'dir' | 'link' | 'other';

export interface Stat {
  readonly kind: EntryKind;
  /** Bytes; 0 for anything but a file. */
  readonly size: number;
  /** Permission bits (0o7777). */
  readonly mode: number;
  /** Owner, where the source knows it. */
  readonly uid?: number | undefined;
  readonly gid?: number | undefined;
  /** When its content was last changed, in seconds since 1970, where the source knows it. */
  readonly mtime?: number | undefined;
}

export interface DirEntry {
  readonly name: string;
  readonly kind: EntryKind;
}

/**
 * What a source of files must offer: four primitives on paths that contain no symlink in any component but the last.
 * A folder, an archive and an overlay are each one small implementation; resolution is written once, in `openSnapshot`.
 */
export interface Tree {
  lstat(path: string): Stat | undefined;
  readlink(path: string): string | undefined;
  /** Entries without `.` and `..`, in any order; undefined if not a directory or unreadable. */
  list(path: string): readonly DirEntry[] | undefined;
  /** Bytes of a regular file, the first `limit` of them; undefined if it is not one or cannot be read so far. */
  read(path: string, limit?: number): Uint8Array | undefined;
  /** The bytes of a regular file piece by piece, where it may be too large for `read`. Throws what the source throws. */
  chunks?(path: string): Iterable<Uint8Array>;
  /** What was met when the source was opened (an archive's odd entries). */
  readonly problems?: readonly SnapshotProblem[];
  /** The folder above the one that was given, where that looks like the root which was meant. It looks outside: only a root that is refused asks. */
  readonly parentRoot?: () => string | undefined;
  /** What a container image's configuration starts: entry point and command, where it names one. */
  readonly imageCommand?: readonly string[];
}

/** Something the snapshot had to say of a file: unreadable, too large, not UTF-8, a link loop; or of an archive's entry. */
export interface SnapshotProblem {
  readonly code:
    | 'unreadable'
    | 'oversized'
    | 'not-utf8'
    | 'link-loop'
    | 'truncated'
    | 'after-end'
    | 'long-name'
    | 'path-traversal'
    | 'duplicate-entry'
    | 'sparse-file'
    | 'hard-link'
    | 'unknown-entry'
    | 'root-within'
    | 'links-as-text'
    | 'deployment-chosen'
    | 'etc-layered'
    | 'nixos-system'
    | 'several-images';
  readonly file: string;
  readonly message: string;
}

export interface Snapshot {
  /** The root as the user named it, for messages only. */
  readonly label: string;
  /** Chroot-safe canonical path of an existing entry; undefined if missing, or after too many links (40, as Linux). */
  realpath(path: string): string | undefined;
  /** Follows links in every component but the last. */
  lstat(path: string): Stat | undefined;
  /** Follows all links. */
  stat(path: string): Stat | undefined;
  /** The link's own text, as written. Follows links in every component but the last. */
  readlink(path: string): string | undefined;
  /** Sorted by name (byte order). Follows links. undefined: no such directory. */
  list(path: string): readonly DirEntry[] | undefined;
  /** Text of a regular file, links followed; invalid UTF-8 is replaced and reported. undefined: missing, unreadable, oversized or not a regular file. */
  read(path: string): string | undefined;
  /** The first `limit` bytes of a regular file (all of it by default), for binaries and #! lines. */
  readBytes(path: string, limit?: number): Uint8Array | undefined;
  /** What was met so far, each file once. */
  problems(): readonly SnapshotProblem[];
  /** The primitives beneath, for an overlay. */
  readonly tree: Tree;
}

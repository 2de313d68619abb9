import fastGlob from 'fast-glob';
import type { EntryKind, Snapshot } from './snapshot.ts';

/**
 * The files of a snapshot that a pattern names, sorted: glob(7) as systemd calls it (`*`, `?`, `[…]`; no braces, no `**`).
 * fast-glob walks; what it walks on is the snapshot, so no link leads out of the root and nothing of the host is seen.
 * @param pattern absolute
 */
export function globFiles(snapshot: Snapshot, pattern: string): readonly string[] {
  return fastGlob
    .sync(pattern, {
      cwd: '/',
      fs: globbed(snapshot),
      // Links are listed and not asked about: masks and dangling ones are data, and the snapshot resolves the rest.
      onlyFiles: false,
      braceExpansion: false,
      extglob: false,
      globstar: false,
      baseNameMatch: false,
    })
    .sort();
}

/** Whether a path is a pattern at all (glob_is_magic). */
export function isPattern(path: string): boolean {
  return /[*?[]/.test(path);
}

/** As much of node:fs as fast-glob's synchronous walk asks for. */
function globbed(snapshot: Snapshot): NonNullable<fastGlob.Options['fs']> {
  const kinds = (kind: EntryKind | undefined) => ({
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'dir',
    isSymbolicLink: () => kind === 'link',
    isBlockDevice: () => false,
    isCharacterDevice: () => false,
    isFIFO: () => false,
    isSocket: () => kind === 'other',
  });
  const statOf = (kind: EntryKind | undefined) => {
    if (kind === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
    return kinds(kind);
  };
  return {
    lstatSync: (path: string) => statOf(snapshot.lstat(path)?.kind),
    statSync: (path: string) => statOf(snapshot.stat(path)?.kind),
    readdirSync: (path: string) =>
      (snapshot.list(path) ?? []).map(({ name, kind }) => ({ name, ...kinds(kind), path, parentPath: path })),
  } as unknown as NonNullable<fastGlob.Options['fs']>;
}

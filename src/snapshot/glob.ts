import fastGlob from 'fast-glob';
import { compilePattern, isPattern } from '../words/pattern.ts';
import type { EntryKind, Snapshot } from './snapshot.ts';

export { isPattern };

/** Folders that are looked into: a pattern of many stars over many folders means as many as their product. */
const MAX_FOLDERS = 10_000;

/**
 * The files of a snapshot that a pattern names, sorted: glob(7) as systemd and the shell call it (`*`, `?`, `[…]`; no braces, no `**`).
 * Hidden names only where the pattern shows the dot. fast-glob walks, part by part; what it walks on is the snapshot, so no link leads
 * out of the root and nothing of the host is seen. Which names fit is for the one matcher to say: fast-glob would make a regular expression.
 * @param pattern absolute
 */
export function globFiles(snapshot: Snapshot, pattern: string): readonly string[] {
  if (pattern.length >= 4096) return [];
  const parts = pattern.split('/').filter((part) => part !== '');
  const tests = parts.map((part) => (isPattern(part) ? compilePattern(part) : undefined));
  const walked = parts.map((part) => (isPattern(part) ? '*' : fastGlob.escapePath(part.replace(/\\([\s\S])/g, '$1'))));
  const found = fastGlob.sync(`/${walked.join('/')}`, {
    cwd: '/',
    fs: globbed(snapshot),
    // Links are listed and not asked about: masks and dangling ones are data, and the snapshot resolves the rest.
    onlyFiles: false,
    dot: true,
    braceExpansion: false,
    extglob: false,
    globstar: false,
    baseNameMatch: false,
  });
  const fits = (name: string, at: number): boolean => {
    const test = tests[at];
    return test === undefined || ((!name.startsWith('.') || parts[at]?.startsWith('.') === true) && test.matches(name));
  };
  return found.filter((path) => path.split('/').slice(1).every(fits)).sort();
}

/** As much of node:fs as fast-glob's synchronous walk asks for. */
function globbed(snapshot: Snapshot): NonNullable<fastGlob.Options['fs']> {
  let folders = 0;
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
      (++folders > MAX_FOLDERS ? [] : (snapshot.list(path) ?? [])).map(({ name, kind }) => ({
        name,
        ...kinds(kind),
        path,
        parentPath: path,
      })),
  } as unknown as NonNullable<fastGlob.Options['fs']>;
}

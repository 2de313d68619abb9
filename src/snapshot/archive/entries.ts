/** What an entry of a tar becomes in the tree, and what is said of it. */
import type { MemoryEntry, MemoryTree } from '../memory-tree.ts';
import type { Keep } from './kept-file.ts';
import type { Budget } from './limits.ts';
import type { ProblemList } from './problems.ts';
import type { TarHeader } from './tar-header.ts';

/** Longer names, and deeper ones, no file system has (PATH_MAX) and no root needs. */
const MAX_NAME = 4096;
const MAX_FOLDERS = 256;

export interface Entries {
  readonly tree: MemoryTree;
  readonly problems: ProblemList;
  readonly budget: Budget;
  readonly keep: Keep;
  /** Names of entries that are not in the tree, or not yet. */
  readonly apart: Set<string>;
  readonly hardLinks: { readonly path: string; readonly target: string }[];
}

/** undefined: nothing of the root, which is said where it is worth it. */
export function pathOf(name: string, problems: ProblemList): string | undefined {
  const path = inside(name);
  if (path === undefined) problems.note('path-traversal', name, 'its name leads out of the root; left out');
  else if (path.length >= MAX_NAME || (path.length > 2 * MAX_FOLDERS && path.split('/').length > MAX_FOLDERS))
    problems.note('long-name', path.slice(0, 200), 'its name is longer than any file system allows; left out');
  else if (path !== '/') return path;
  return undefined;
}

export function noteTwice({ problems, apart }: Entries, path: string, isThere: boolean): void {
  if (isThere || (apart.size > 0 && apart.has(path)))
    problems.note('duplicate-entry', path, 'stands in the archive more than once; the last one counts');
}

/** Of an entry that is not put into the tree, or not yet. */
export function noteApart(entries: Entries, path: string): void {
  noteTwice(entries, path, entries.tree.entry(path) !== undefined);
  entries.apart.add(path);
}

/** An entry that is no file whose content is read. */
export function addOther(entries: Entries, header: TarHeader, path: string): void {
  const { tree, problems, budget } = entries;
  const entry = entryOf(header);
  if (entry === undefined) {
    addLater(entries, header, path);
    return;
  }
  const isThere = tree.add(path, entry);
  if (entry.kind !== 'dir') noteTwice(entries, path, isThere);
  if (entry.kind === 'file') problems.note('sparse-file', path, 'is stored as a sparse file; its content is not read');
  budget.names(tree.weight());
}

function entryOf({ type, mode, uid, gid, mtime, size, real, linkname }: TarHeader): MemoryEntry | undefined {
  switch (type) {
    case '5':
    case 'D':
      return { kind: 'dir', size: 0, mode, uid, gid, mtime };
    case '2':
      return { kind: 'link', size: 0, mode, uid, gid, mtime, linkTarget: linkname.slice(0, MAX_NAME) };
    case 'S':
      return { kind: 'file', size: real ?? size, mode, uid, gid, mtime };
    case '3':
    case '4':
    case '6':
      return { kind: 'other', size: 0, mode, uid, gid, mtime };
    default:
      return undefined;
  }
}

/** Hard links lead to what may come later. */
function addLater(entries: Entries, { type, linkname }: TarHeader, path: string): void {
  const { problems, hardLinks } = entries;
  noteApart(entries, path);
  const target = type === '1' ? inside(linkname) : undefined;
  if (target !== undefined) hardLinks.push({ path, target });
  else if (type === '1') problems.note('path-traversal', path, 'is a hard link out of the root; left out');
  else problems.note('unknown-entry', path, 'is of a kind that is not read (a volume label, a part of another volume)');
}

export function linkHard({ tree, problems, hardLinks }: Entries): void {
  for (const { path, target } of hardLinks) {
    const content = tree.entry(target);
    if (content?.kind === 'file') tree.add(path, content);
    else problems.note('hard-link', path, `is a hard link to ${target}, which the archive does not hold; left out`);
  }
}

/** Names with nothing to be left out of them but a `./` at the front and a slash at the end. */
const PLAIN = /^(?:\.\/)?(?:(?!\.\.?(?:\/|$))[^/\0]+\/)*(?!\.\.?(?:\/|$))[^/\0]+\/?$/;

/** `./etc/fstab` to `/etc/fstab`; undefined where `..` stands in it. */
function inside(name: string): string | undefined {
  // Nearly every name.
  if (PLAIN.test(name)) {
    const from = name.startsWith('./') ? 1 : 0;
    const to = name.endsWith('/') ? name.length - 1 : name.length;
    return from === 1 ? name.slice(1, to) : `/${to === name.length ? name : name.slice(0, to)}`;
  }
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || name.includes('\0') ? undefined : `/${parts.join('/')}`;
}

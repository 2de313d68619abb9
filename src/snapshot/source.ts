/** From what the user named (a folder, an archive, `-` for a pipe) to the Tree beneath a snapshot. */
import { readdirSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { nearestNames } from '../words/nearest-names.ts';
import { fifoChunks } from './fifo.ts';
import { folderTree } from './folder.ts';
import type { MemoryTree } from './memory-tree.ts';
import { rememberedTree } from './remembered.ts';
import { rerooted } from './reroot.ts';
import { NoSuchPart, noImages, RootUnreadable } from './root-unreadable.ts';
import type { Tree } from './snapshot.ts';
import type { SourceWish } from './source-wish.ts';

export { NoSuchPart, RootUnreadable };

/** A pipe of the shell's own making, `<(…)`: whoever named it writes to it. A FIFO of the file system may never be written to (fifo.ts). */
const PIPE = /^\/(dev\/fd|proc\/(self|[0-9]+)\/fd)\/[0-9]+$|^\/dev\/stdin$/;

/** @param file the archive, as the user named it */
export type ReadArchive = (file: string, read: () => Promise<MemoryTree>) => Promise<MemoryTree>;

/**
 * A folder, a tar archive (plain, gzip, xz, zstd, bzip2), a container image (`docker save`, OCI layout) or a sosreport;
 * `-` reads an archive from standard input, as a FIFO does, and a pipe that the shell names (`<(…)`).
 * @param reads paths whose files an archive keeps whole
 * @param around is asked to read an archive that is a file, and may know it already
 * @throws RootUnreadable where `root` is nothing that holds a root.
 */
export async function openSource(
  root: string,
  reads: readonly string[],
  wish: SourceWish = {},
  around: ReadArchive = (_, read) => read(),
): Promise<Tree> {
  if (root === '-') {
    const { readArchive } = await import('./archive/open-archive.ts');
    return rerooted(await readArchive(process.stdin, 'standard input', reads, wish));
  }
  const stat = statOf(root);
  if (stat?.isFIFO() && !PIPE.test(root)) {
    const { readArchive } = await import('./archive/open-archive.ts');
    return rerooted(await readArchive(fifoChunks(root), root, reads, wish));
  }
  if (stat?.isFile() || stat?.isFIFO()) {
    const { openArchive } = await import('./archive/open-archive.ts');
    const read = (): Promise<MemoryTree> => openArchive(root, reads, wish);
    // What is kept of an archive is kept of its first image.
    return rerooted(await (stat.isFile() && wish.image === undefined ? around(root, read) : read()));
  }
  const tree = rootFolder(root, stat);
  const unpackedImage = tree.lstat('/manifest.json')?.kind === 'file' && tree.lstat('/etc') === undefined;
  if (unpackedImage || tree.lstat('/oci-layout')?.kind === 'file') {
    const { openImageFolder } = await import('./archive/open-archive.ts');
    const image = await openImageFolder(tree, root, reads, wish);
    if (image !== undefined) return rerooted(image);
  }
  if (wish.image !== undefined) throw noImages(root);
  return rerooted(tree);
}

/** @throws RootUnreadable where `root` is no readable folder. */
export function folderSource(root: string): Tree {
  return rerooted(rootFolder(root, statOf(root)));
}

function rootFolder(root: string, stat: Stats | undefined): Tree {
  if (stat === undefined) throw new RootUnreadable(`${root}: ${missingWords(root)}`);
  if (!stat.isDirectory()) throw new RootUnreadable(`${root}: ${OTHERS.find(([is]) => is(stat))?.[1] ?? 'no folder'}`);
  const tree = rememberedTree(folderTree(root));
  if (tree.list('/') === undefined) throw new RootUnreadable(`${root}: may not be read; run as a user who may`);
  return { ...tree, parentRoot: () => parentRoot(root) };
}

function missingWords(root: string): string {
  if (/^[a-z][a-z0-9+.-]*:\/\//.test(root))
    return 'is an address, and no connection is opened: fetch it, and give the file or - and a pipe';
  const near = nearestNames(basename(root), besides(root)).map((name) => join(dirname(root), name));
  const instead =
    near.length > 0
      ? `did you mean ${near.join(', ')}?`
      : "give the folder that holds the captured root's /etc and /usr, or a tar of it";
  return `no such folder or archive; ${instead}`;
}

function besides(root: string): readonly string[] {
  try {
    return readdirSync(dirname(root)).slice(0, 1000);
  } catch {
    return [];
  }
}

/** So far above a folder is looked for the root that it is a part of. */
const DEEP = 6;

/** Somebody who gives R/etc or R/usr/lib/systemd means R, of which is looked at no more than whether it has both. */
function parentRoot(root: string): string | undefined {
  const path = resolve(root);
  let said = root;
  for (let [above, steps] = [dirname(path), 0]; above !== '/' && steps < DEEP; above = dirname(above), steps++) {
    said = relativeTo(said, above);
    if (['etc', 'usr'].every((name) => statSync(join(above, name), { throwIfNoEntry: false })?.isDirectory()))
      return said;
  }
  return undefined;
}

/** As the user wrote it, where that can be said so. */
function relativeTo(root: string, above: string): string {
  const said = dirname(root);
  return said === '.' || /(^|\/)\.\.?\/?$/.test(root) ? above : said;
}

/** What is neither a folder nor a file, and what to do with it. */
const OTHERS: readonly (readonly [(stat: Stats) => boolean, string])[] = [
  [(s) => s.isFile(), 'is a file, and a folder is wanted'],
  [(s) => s.isFIFO(), 'is a FIFO; pipe the archive in and give - as the root'],
  [(s) => s.isSocket(), 'is a socket; pipe the archive in and give - as the root'],
  [(s) => s.isBlockDevice(), 'is a disk; mount it (read-only) and give the folder'],
  [() => true, 'is a device, neither a folder nor an archive of a root'],
];

/** undefined: there is nothing of that name. @throws RootUnreadable where one may not even look. */
function statOf(root: string): Stats | undefined {
  try {
    return statSync(root, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOTDIR' || code === 'ENAMETOOLONG') return undefined;
    if (code === 'EACCES') throw new RootUnreadable(`${root}: may not be reached; run as a user who may`);
    throw new RootUnreadable(
      code === 'ELOOP' ? `${root}: is a link that leads to itself` : `${root}: cannot be read (${code ?? 'bad name'})`,
    );
  }
}

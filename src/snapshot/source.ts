/** From what the user named (a folder, an archive, `-` for a pipe) to the Tree beneath a snapshot. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { folderTree } from './folder.ts';
import { rememberedTree } from './remembered.ts';
import { rerooted } from './reroot.ts';
import { RootUnreadable } from './root-unreadable.ts';
import type { Tree } from './snapshot.ts';

export { RootUnreadable };

/**
 * A folder, a tar archive (plain, gzip, xz, zstd, bzip2), a container image (`docker save`, OCI layout) or a sosreport;
 * `-` reads an archive from standard input.
 * @throws RootUnreadable where `root` is nothing that holds a root.
 */
export async function openSource(root: string): Promise<Tree> {
  if (root === '-') {
    const { readArchive } = await import('./archive/open-archive.ts');
    return rerooted(await readArchive(process.stdin, 'standard input'));
  }
  if (statSync(root, { throwIfNoEntry: false })?.isFile()) {
    const { openArchive } = await import('./archive/open-archive.ts');
    return rerooted(await openArchive(root));
  }
  if (statSync(join(root, 'oci-layout'), { throwIfNoEntry: false })?.isFile()) {
    const { openImageFolder } = await import('./archive/open-archive.ts');
    const image = await openImageFolder(root);
    if (image !== undefined) return rerooted(image);
  }
  return folderSource(root);
}

/** @throws RootUnreadable where `root` is no readable folder. */
export function folderSource(root: string): Tree {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new RootUnreadable(
      `${root}: no such folder or archive; give the folder that holds the captured root's /etc and /usr, or a tar of it`,
    );
  const tree = rememberedTree(folderTree(root));
  if (tree.list('/') === undefined) throw new RootUnreadable(`${root}: may not be read; run as a user who may`);
  return rerooted(tree);
}

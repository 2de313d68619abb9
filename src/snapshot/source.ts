/** From what the user named (a folder; archives to come) to the Tree beneath a snapshot. */
import { statSync } from 'node:fs';
import { folderTree } from './folder.ts';
import type { Tree } from './snapshot.ts';

/** The root cannot be read at all: exit status 3. */
export class RootUnreadable extends Error {}

/** @throws RootUnreadable where `root` is nothing that holds a root. */
export async function openSource(root: string): Promise<Tree> {
  return folderSource(root);
}

/** @throws RootUnreadable where `root` is no readable folder. */
export function folderSource(root: string): Tree {
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory())
    throw new RootUnreadable(
      `${root}: not a folder that can be read; give the folder that holds the captured root's /etc and /usr`,
    );
  return folderTree(root);
}

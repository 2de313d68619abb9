/** The graph of nothing but a few files, each by its path: its text, or where it leads as a link. */
import type { BootGraph } from '../../src/graph/model.ts';
import { openTree, type Surroundings } from '../../src/open.ts';
import { overlayTree } from '../../src/snapshot/overlay.ts';
import type { Tree } from '../../src/snapshot/snapshot.ts';

export const UNITS = '/etc/systemd/system';

/** A tree without even its top folder. */
export const NOTHING: Tree = {
  lstat: () => undefined,
  readlink: () => undefined,
  list: () => undefined,
  read: () => undefined,
};

export type Files = Readonly<Record<string, string | { readonly link: string }>>;

/** @param surroundings a real boot's by default */
export function graphOfFiles(files: Files, version: number, surroundings: Surroundings = {}): BootGraph {
  const entries = Object.entries(files).map(([path, file]) =>
    typeof file === 'string' ? { path, content: file } : { path, linkTarget: file.link },
  );
  return openTree(overlayTree(NOTHING, entries), '/', { version, init: 'systemd', surroundings }).graph;
}

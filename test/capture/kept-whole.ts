/** Which files a root's answers read whole, and whether an archive's tree keeps them so. */
import { audit } from '../../src/audit/audit.ts';
import { bootOf } from '../../src/boot/boot.ts';
import { type OpenOptions, openTree } from '../../src/open.ts';
import { READ_WHOLE } from '../../src/reads.ts';
import { keeper, wholeBelow } from '../../src/snapshot/archive/keep.ts';
import type { Tree } from '../../src/snapshot/snapshot.ts';

const keeping = keeper(wholeBelow(READ_WHOLE));
/** A size that no head of a file holds. */
const LARGE = 60_000;

/** The same files, and of each that was read without a limit its path. */
export function watched(tree: Tree): { readonly tree: Tree; readonly read: ReadonlySet<string> } {
  const read = new Set<string>();
  const whole = 16 * 1024 * 1024;
  return {
    read,
    tree: {
      ...tree,
      lstat: (path) => tree.lstat(path),
      readlink: (path) => tree.readlink(path),
      list: (path) => tree.list(path),
      read(path, limit) {
        if (limit === undefined || limit > whole) read.add(path);
        return tree.read(path, limit);
      },
    },
  };
}

/** Of a script, which is followed for what it starts, as much is kept as is read. */
export const cut = (tree: Tree, paths: Iterable<string>): readonly string[] =>
  [...paths].filter((path) => {
    const { first, ofScript } = keeping(path.slice(1), LARGE);
    const head = Buffer.from(tree.read(path, 2) ?? []).toString('latin1');
    return (head === '#!' ? ofScript : first) < LARGE;
  });

/** Files that graph, audit and later starts of a root read whole, and of which its archive would keep a part only. */
export function cutInArchive(tree: Tree, options: OpenOptions): readonly string[] {
  const { tree: told, read } = watched(tree);
  const opened = openTree(told, 'root', options);
  audit(opened);
  if (bootOf(opened).later.size === 0) return ['nothing is started later: the files that say so were not read'];
  return cut(tree, read).map((path) => `an archive keeps a part only of what is read whole: ${path}`);
}

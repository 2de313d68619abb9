/** A folder laid under another, as overlayfs does it when the machine boots: what the upper one has counts, the lower one has the rest. */
import type { DirEntry, SnapshotProblem, Tree } from './snapshot.ts';

export interface LowerLayer {
  /** The folder in force, without links on its way: `/etc`. */
  readonly upper: string;
  readonly lower: string;
  /** That it was so read, told with each answer. */
  readonly note: SnapshotProblem;
}

/** The tree with the lower folder showing through the upper one. A device of an overlay's upper folder hides what is below it. */
export function withLowerLayer(tree: Tree, { upper, lower, note }: LowerLayer): Tree {
  /** Where a path of the upper folder is to be looked for in the lower one; undefined: the upper one decides. */
  const below = (path: string): string | undefined => {
    if (path !== upper && !path.startsWith(`${upper}/`)) return undefined;
    for (let at = path; at.length >= upper.length; at = at.slice(0, at.lastIndexOf('/'))) {
      const kind = tree.lstat(at)?.kind;
      if (kind !== undefined && (at === path || kind !== 'dir')) return undefined;
    }
    return lower + path.slice(upper.length);
  };
  const at = (path: string): string => below(path) ?? path;
  const slash = upper.lastIndexOf('/');
  const [parent, name] = [upper.slice(0, slash) || '/', upper.slice(slash + 1)];
  const hides = (path: string): boolean => path.startsWith(`${upper}/`) && tree.lstat(path)?.kind === 'other';
  return {
    ...tree,
    lstat: (path) => (hides(path) ? undefined : tree.lstat(at(path))),
    readlink: (path) => tree.readlink(at(path)),
    read: (path, limit) => tree.read(at(path), limit),
    list(path) {
      if (path === parent) {
        const entries = tree.list(path);
        if (entries === undefined || entries.some((entry) => entry.name === name)) return entries;
        return [...entries, { name, kind: 'dir' }];
      }
      if (path !== upper && !path.startsWith(`${upper}/`)) return tree.list(path);
      const own = tree.list(path);
      if (own === undefined) return tree.list(at(path));
      const names = new Set(own.map((entry) => entry.name));
      const more = (tree.list(lower + path.slice(upper.length)) ?? []).filter((entry) => !names.has(entry.name));
      return [...own.filter((entry) => entry.kind !== 'other'), ...more] satisfies readonly DirEntry[];
    },
    problems: [note, ...(tree.problems ?? [])],
  };
}

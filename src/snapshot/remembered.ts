import type { DirEntry, Stat, Tree } from './snapshot.ts';

/** Files up to this size are kept: units and scripts are read by several rooms; databases and binaries once. */
const KEPT = 64 * 1024;

/**
 * A tree that asks the one beneath at most once for each path. A captured root does not change, and resolving every path
 * component by component asks for `/usr` thousands of times.
 */
export function rememberedTree(tree: Tree): Tree {
  const stats = new Map<string, Stat | undefined>();
  const links = new Map<string, string | undefined>();
  const lists = new Map<string, readonly DirEntry[] | undefined>();
  const contents = new Map<string, Uint8Array | undefined>();
  const lstat = remember(stats, tree.lstat);
  return {
    ...tree,
    lstat,
    readlink: remember(links, tree.readlink),
    list: remember(lists, tree.list),
    read(path, limit) {
      if (contents.has(path)) return limit === undefined ? contents.get(path) : contents.get(path)?.subarray(0, limit);
      const size = lstat(path)?.size ?? 0;
      if (size > KEPT) return tree.read(path, limit);
      const bytes = tree.read(path);
      contents.set(path, bytes);
      return limit === undefined ? bytes : bytes?.subarray(0, limit);
    },
  };
}

function remember<T>(known: Map<string, T>, ask: (path: string) => T): (path: string) => T {
  return (path) => {
    const answer = known.get(path);
    if (answer !== undefined || known.has(path)) return answer as T;
    const fresh = ask(path);
    known.set(path, fresh);
    return fresh;
  };
}

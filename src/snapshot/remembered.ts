import type { DirEntry, EntryKind, Stat, Tree } from './snapshot.ts';

/** Files up to this size are kept: units and scripts are read by several rooms; databases and binaries once. */
const KEPT = 64 * 1024;
/** Of a file whose first bytes are asked for, to tell a script from a program: so much holds most small files whole. */
const HEAD = 4 * 1024;

/**
 * A tree that asks the one beneath at most once for each path, and not at all for what a folder's list has told already. A
 * captured root does not change, and resolving every path component by component asks for `/usr` thousands of times.
 */
export function rememberedTree(tree: Tree): Tree {
  const links = new Map<string, string | undefined>();
  const lists = new Map<string, readonly DirEntry[] | undefined>();
  const kinds = new Map<string, ReadonlyMap<string, EntryKind>>();
  const contents = new Map<string, Uint8Array | undefined>();
  const heads = new Map<string, Uint8Array>();

  /** What the folder's list says of its entries, where it has been read. */
  function listed(folder: string): ReadonlyMap<string, EntryKind> | undefined {
    const known = kinds.get(folder);
    if (known !== undefined) return known;
    const entries = lists.get(folder);
    if (entries === undefined) return undefined;
    const made = new Map(entries.map(({ name, kind }) => [name, kind]));
    kinds.set(folder, made);
    return made;
  }

  return {
    ...tree,
    lstat: remember(new Map<string, Stat | undefined>(), (path) => {
      const slash = path.lastIndexOf('/');
      const inside = path === '/' ? undefined : listed(path.slice(0, slash) || '/');
      if (inside === undefined) return tree.lstat(path);
      const kind = inside.get(path.slice(slash + 1));
      return kind && new ListedStat(kind, () => tree.lstat(path));
    }),
    readlink: remember(links, tree.readlink),
    list: remember(lists, tree.list),
    read(path, limit) {
      if (contents.has(path)) return limit === undefined ? contents.get(path) : contents.get(path)?.subarray(0, limit);
      const head = limit === undefined || limit > HEAD ? undefined : heads.get(path);
      if (head !== undefined) return head.subarray(0, limit);
      // A little more than was asked for may be the whole of a small file.
      const asked = limit === undefined ? undefined : limit <= HEAD ? HEAD + 1 : Math.max(limit, KEPT + 1);
      const bytes = tree.read(path, asked);
      const whole = bytes === undefined || asked === undefined || bytes.length < asked;
      if (whole && (bytes === undefined || bytes.length <= KEPT)) contents.set(path, bytes);
      else if (bytes !== undefined && asked === HEAD + 1) heads.set(path, bytes);
      return limit === undefined ? bytes : bytes?.subarray(0, limit);
    },
  };
}

/** The kind, as the folder's list tells it; the rest is asked for when somebody wants it. */
class ListedStat implements Stat {
  readonly kind: EntryKind;
  readonly #ask: () => Stat | undefined;
  #asked: Stat | undefined;

  constructor(kind: EntryKind, ask: () => Stat | undefined) {
    this.kind = kind;
    this.#ask = ask;
  }

  get #whole(): Stat {
    this.#asked ??= this.#ask() ?? { kind: this.kind, size: 0, mode: 0 };
    return this.#asked;
  }

  get size(): number {
    return this.#whole.size;
  }

  get mode(): number {
    return this.#whole.mode;
  }

  get uid(): number | undefined {
    return this.#whole.uid;
  }

  get gid(): number | undefined {
    return this.#whole.gid;
  }

  get mtime(): number | undefined {
    return this.#whole.mtime;
  }
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

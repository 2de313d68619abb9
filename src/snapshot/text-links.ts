/**
 * Copies whose links have become files that hold where they led: git with core.symlinks=false, zip, FAT, some unpackers and file
 * shares leave them so. Read as they lie, nothing in such a copy would be enabled, and /sbin would be a file of eight bytes.
 */
import { lexicalPath } from './lexical.ts';
import type { DirEntry, Stat, Tree } from './snapshot.ts';

/** Folders in which nearly every machine has links: one real link in them, and the copy keeps links. */
const UNIT_FOLDERS = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system'];
const LINKED = ['/', '/etc', '/etc/rc.d', '/etc/init.d', '/ostree', '/boot', ...UNIT_FOLDERS];
const LINK_FOLDER = /\.(wants|requires|upholds)$|^(rc[0-6S]|boot)\.d$/;
const UNIT = /\.(service|socket|target|timer|path|mount|automount|swap|slice|device)$/;
/** PATH_MAX: what a link can hold at most. */
const LONGEST = 4095;
/** As many links as Linux follows in one path. */
const MAX_LINKS = 40;

/** The tree itself where it keeps links; else the same tree with such files as the links they were, and that said in `problems`. */
export function withTextLinks(tree: Tree): Tree {
  const sign = firstTextLink(tree);
  if (sign === undefined) return tree;
  const texts = new Map<string, string | undefined>();
  const kinds = new Map<string, string | undefined>();
  let depth = 0;

  /** Where the file at `path` would lead; undefined where it is a file, or no file. */
  function linkText(path: string): string | undefined {
    if (texts.has(path)) return texts.get(path);
    if (depth >= MAX_LINKS) return undefined;
    // Until it is known, the path is what it is: a file that names itself leads nowhere.
    texts.set(path, undefined);
    const text = textOf(tree, path);
    depth++;
    const made = text !== undefined && (leadsToUnit(path, text) || exists(targetOf(path, text))) ? text : undefined;
    depth--;
    texts.set(path, made);
    return made;
  }

  /** Whether something is there, at the end of links that are texts, too. */
  function exists(path: string): boolean {
    let parts = path.split('/').filter((part) => part !== '');
    let done = '';
    for (let hops = 0; ; ) {
      const part = parts.shift();
      if (part === undefined) return true;
      const here = `${done}/${part}`;
      if (!kinds.has(here)) kinds.set(here, tree.lstat(here)?.kind);
      const kind = kinds.get(here);
      if (kind === undefined) return here === '/dev/null';
      const text = kind === 'file' ? linkText(here) : undefined;
      if (text === undefined) {
        done = here;
        continue;
      }
      if (++hops > MAX_LINKS) return false;
      parts = [
        ...targetOf(here, text)
          .split('/')
          .filter((one) => one !== ''),
        ...parts,
      ];
      done = '';
    }
  }

  return {
    ...tree,
    lstat(path): Stat | undefined {
      const stat = tree.lstat(path);
      if (stat?.kind !== 'file' || linkText(path) === undefined) return stat;
      // One by one: what a source tells when it is asked has nothing to be spread.
      const { mode, uid, gid, mtime } = stat;
      return { kind: 'link', size: 0, mode, uid, gid, mtime };
    },
    readlink: (path) => linkText(path) ?? tree.readlink(path),
    list: (path): readonly DirEntry[] | undefined =>
      tree
        .list(path)
        ?.map((entry) =>
          entry.kind === 'file' && linkText(`${path === '/' ? '' : path}/${entry.name}`) !== undefined
            ? { ...entry, kind: 'link' }
            : entry,
        ),
    problems: [
      ...(tree.problems ?? []),
      {
        code: 'links-as-text',
        file: sign,
        message:
          'links of this copy are files that hold where they led, as git without links, zip or FAT leave them; they are read as links',
      },
    ],
  };
}

/** The first such file where links are looked for; undefined where there is one real link, or none of either. */
function firstTextLink(tree: Tree): string | undefined {
  let found: string | undefined;
  for (const folder of LINKED) {
    const entries = tree.list(folder) ?? [];
    const linked = entries.filter(({ kind, name }) => kind === 'dir' && LINK_FOLDER.test(name));
    for (const [at, inside] of [
      [folder, entries] as const,
      ...linked.map(({ name }) => {
        const below = `${folder === '/' ? '' : folder}/${name}`;
        return [below, tree.list(below) ?? []] as const;
      }),
    ]) {
      if (inside.some(({ kind }) => kind === 'link')) return undefined;
      const mayLead = (path: string): boolean => {
        const text = textOf(tree, path);
        if (text === undefined) return false;
        const target = targetOf(path, text);
        return leadsToUnit(path, text) || (target !== path && tree.lstat(target) !== undefined);
      };
      found ??= inside
        .filter(({ kind }) => kind === 'file')
        .map(({ name }) => `${at === '/' ? '' : at}/${name}`)
        .find(mayLead);
    }
  }
  return found;
}

/** A file that could be the text of a link: one path, and no line feed behind it. */
function textOf(tree: Tree, path: string): string | undefined {
  const size = tree.lstat(path)?.size ?? 0;
  if (size === 0 || size > LONGEST) return undefined;
  const text = Buffer.from(tree.read(path) ?? []).toString('utf8');
  return /^[^\s\0-\x1f\x7f]+$/.test(text) ? text : undefined;
}

/** A unit's alias, mask or enablement may lead to what is not in the copy. */
function leadsToUnit(path: string, text: string): boolean {
  if (!UNIT.test(path)) return false;
  return UNIT.test(text) || targetOf(path, text) === '/dev/null';
}

function targetOf(path: string, text: string): string {
  return lexicalPath(text.startsWith('/') ? text : `${path.slice(0, path.lastIndexOf('/'))}/${text}`);
}

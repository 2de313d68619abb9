/** Where the root is within what was given: at the top, or below one folder (a sosreport, a root packed with its folder). */
import type { SnapshotProblem, Tree } from './snapshot.ts';
import { withTextLinks } from './text-links.ts';

/** Folders of which every root has one; a sosreport may hold what programs said, and no more. */
const MARKS = ['etc', 'usr', 'lib', 'sos_commands'];

/** `tree`, or the one folder in it that holds a root, with its links as links. */
export function rerooted(tree: Tree): Tree {
  return withTextLinks(rootWithin(tree));
}

function rootWithin(tree: Tree): Tree {
  const top = tree.list('/') ?? [];
  if (top.some(({ name }) => MARKS.includes(name))) return tree;
  const folders = top.filter(({ kind }) => kind === 'dir').map(({ name }) => `/${name}`);
  const roots = folders.filter((folder) => (tree.list(folder) ?? []).some(({ name }) => MARKS.includes(name)));
  const [root] = roots;
  return root === undefined || roots.length > 1 ? tree : below(tree, root);
}

function below(tree: Tree, folder: string): Tree {
  const at = (path: string): string => (path === '/' || path === '' ? folder : folder + path);
  const note: SnapshotProblem = {
    code: 'root-within',
    file: '/',
    message: `the root is taken to be ${folder.slice(1)}/ within what was given`,
  };
  return {
    lstat: (path) => tree.lstat(at(path)),
    readlink: (path) => tree.readlink(at(path)),
    list: (path) => tree.list(at(path)),
    read: (path, limit) => tree.read(at(path), limit),
    problems: [
      note,
      ...(tree.problems ?? []).map((p) =>
        p.file.startsWith(`${folder}/`) ? { ...p, file: p.file.slice(folder.length) } : p,
      ),
    ],
  };
}

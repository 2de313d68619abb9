/** Where the root is within what was given: at the top, or below one folder (a sosreport, a root packed with its folder). */
import type { SnapshotProblem, Tree } from './snapshot.ts';
import { withTextLinks } from './text-links.ts';

/** Folders of which every root has one; a sosreport may hold what programs said, and no more. */
const MARKS = [
  'etc',
  'usr',
  'lib',
  'nix',
  'sos_commands',
  'sos_reports',
  'insights_commands',
  'insights_archive.txt',
  'basic-environment.txt',
];

/** How far down: `backup/container/rootfs`, `@/.snapshots/12/snapshot`. */
const DEEPEST = 4;
/** More folders than that are no way to one root. */
const MOST_FOLDERS = 500;

/** `tree`, or the one folder in it that holds a root, with its links as links. */
export function rerooted(tree: Tree): Tree {
  return withTextLinks(rootWithin(tree));
}

/** The nearest folders that look like a root, level by level; where there are several, none is taken. */
function rootWithin(tree: Tree): Tree {
  let level = [''];
  let seen = 0;
  for (let depth = 0; depth <= DEEPEST && level.length > 0; depth++) {
    const lists = level.map((folder) => ({ folder, entries: tree.list(folder === '' ? '/' : folder) ?? [] }));
    const roots = lists.filter(({ entries }) => entries.some(({ name }) => MARKS.includes(name)));
    const [root] = roots;
    if (root !== undefined) return root.folder === '' || roots.length > 1 ? tree : below(tree, root.folder);
    level = lists.flatMap(({ folder, entries }) =>
      entries.filter(({ kind }) => kind === 'dir').map(({ name }) => `${folder}/${name}`),
    );
    seen += level.length;
    if (seen > MOST_FOLDERS || isDeployed(level)) return tree;
  }
  return tree;
}

/** Disks of ostree are looked at by themselves (capture/ostree.ts). */
function isDeployed(folders: readonly string[]): boolean {
  return folders.some((folder) => folder === '/ostree/deploy' || folder === '/ostree/repo');
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

/** Which package each unit's file came with, by what the package managers themselves wrote down. */
import type { OpenedRoot } from '../open.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** By the path of each fragment that some package has. Empty where the copy has no such record (rpm's is a database). */
export function fileOwners({ graph, snapshot }: Pick<OpenedRoot, 'graph' | 'snapshot'>): ReadonlyMap<string, string> {
  const wanted = new Map<string, string[]>();
  for (const { fragment } of graph.nodes.values())
    if (fragment !== null) wanted.set(merged(fragment), [...(wanted.get(merged(fragment)) ?? []), fragment]);
  const found = new Map<string, string>();
  for (const { name, path } of listed(snapshot))
    for (const file of wanted.get(merged(path)) ?? []) found.set(file, name);
  return found;
}

/** `/lib` and `/usr/lib` are one folder where /usr is merged, and a list may name either. */
function merged(path: string): string {
  return path.replace(/^\/usr\//, '/');
}

interface Listed {
  readonly name: string;
  readonly path: string;
}

const FOLDERS = /^\/?(?:(?:usr\/(?:local\/)?)?lib|etc|run)\/systemd\/|^\/?etc\/init/;

function* listed(snapshot: Snapshot): Generator<Listed> {
  // dpkg(1): one list a package, a path a line; `libc6:amd64.list`.
  const dpkg = '/var/lib/dpkg/info';
  for (const { name } of snapshot.list(dpkg) ?? [])
    if (name.endsWith('.list'))
      yield* paths(name.slice(0, -'.list'.length).split(':')[0] as string, snapshot.read(`${dpkg}/${name}`), '');
  // pacman(8): a folder a package, `NAME-VERSION-RELEASE/files`, paths without their first slash.
  const pacman = '/var/lib/pacman/local';
  for (const { name, kind } of snapshot.list(pacman) ?? [])
    if (kind === 'dir') yield* paths(name.replace(/-[^-]+-[^-]+$/, ''), snapshot.read(`${pacman}/${name}/files`), '/');
  // apk(8): P: is the package, F: a folder, R: a file in it.
  let [name, folder] = ['', ''];
  for (const line of (snapshot.read('/lib/apk/db/installed') ?? '').split('\n')) {
    if (line.startsWith('P:')) name = line.slice(2);
    else if (line.startsWith('F:')) folder = line.slice(2);
    else if (line.startsWith('R:') && FOLDERS.test(`${folder}/`)) yield { name, path: `/${folder}/${line.slice(2)}` };
  }
}

function* paths(name: string, text: string | undefined, before: string): Generator<Listed> {
  for (const line of (text ?? '').split('\n')) if (FOLDERS.test(line)) yield { name, path: `${before}${line}` };
}

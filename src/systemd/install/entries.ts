/** What the load path holds, looked up once a root: one operation asks for each name in each folder, again and again. */
import type { Setting } from '../../graph/model.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { oncePer } from '../../words/once.ts';
import { templateOf } from '../../words/template-name.ts';
import { findDropIns } from '../dropin.ts';
import { nameKind } from '../unit-name.ts';
import { parseUnitFile } from '../unit-syntax.ts';
import type { InstallRoot } from './context.ts';

interface Entries {
  /** The first path of each name. */
  readonly first: ReadonlyMap<string, string>;
  /** Folders `NAME.d`. */
  readonly dropInFolders: ReadonlyMap<string, readonly string[]>;
  /** Folders that can be entered and not listed: what lies in them is asked for by name. */
  readonly unlisted: readonly string[];
  /** [Install] of what was read so far, by name and path. */
  readonly lines: Map<string, readonly Setting[]>;
}

/** The first entry of that name in the load path, whatever it is. */
export function firstOf(root: InstallRoot, name: string): string | undefined {
  const { first, unlisted } = entriesOf(root);
  const listed = first.get(name);
  if (unlisted.length === 0) return listed;
  return root.searchPath
    .map((folder) => `${folder}/${name}`)
    .find((path) => path === listed || root.snapshot.lstat(path) !== undefined);
}

/** What [Install] says in a unit's file and in its drop-ins. */
export function installLines(root: InstallRoot, unit: string, path: string): readonly Setting[] {
  const { lines } = entriesOf(root);
  const key = `${unit} ${path}`;
  const known = lines.get(key) ?? readLines(root, unit, path);
  lines.set(key, known);
  return known;
}

function readLines(root: InstallRoot, unit: string, path: string): readonly Setting[] {
  const { snapshot, searchPath } = root;
  const { dropInFolders, unlisted } = entriesOf(root);
  const names = [unit, ...(nameKind(unit) === 'instance' ? [templateOf(unit) ?? ''] : [])];
  const hidden = unlisted.flatMap((folder) => names.map((name) => `${folder}/${name}.d`));
  const folders = new Set([
    ...names.flatMap((name) => dropInFolders.get(`${name}.d`) ?? []),
    ...hidden.filter((folder) => snapshot.stat(folder)?.kind === 'dir'),
  ]);
  const dropIns = folders.size === 0 ? [] : findDropIns(snapshot, searchPath, folders, names, '.d', '.conf');
  return [path, ...dropIns].flatMap((file) => installOf(snapshot, file));
}

const installByFile = oncePer((_: Snapshot) => new Map<string, readonly Setting[]>());

function installOf(snapshot: Snapshot, file: string): readonly Setting[] {
  const known = installByFile(snapshot);
  const before = known.get(file);
  if (before !== undefined) return before;
  const bytes = snapshot.readBytes(file);
  const parsed = bytes === undefined ? [] : parseUnitFile(bytes, file).settings;
  const lines = parsed.filter(({ section }) => section === 'Install');
  known.set(file, lines);
  return lines;
}

/** Several questions about one root ask with a load path of their own making. */
const byLoadPath = oncePer((_: Snapshot) => new Map<string, Entries>());

const entriesOf = oncePer(({ snapshot, searchPath }: InstallRoot): Entries => {
  const known = byLoadPath(snapshot);
  const key = searchPath.join('\0');
  const entries = known.get(key) ?? readEntries(snapshot, searchPath);
  known.set(key, entries);
  return entries;
});

function readEntries(snapshot: Snapshot, searchPath: readonly string[]): Entries {
  const first = new Map<string, string>();
  const dropInFolders = new Map<string, string[]>();
  const unlisted: string[] = [];
  for (const folder of searchPath) {
    const entries = snapshot.list(folder);
    if (entries === undefined) {
      if (snapshot.stat(folder)?.kind === 'dir') unlisted.push(folder);
      continue;
    }
    for (const { name } of entries) {
      const path = `${folder}/${name}`;
      if (!first.has(name)) first.set(name, path);
      if (!name.endsWith('.d') || snapshot.stat(path)?.kind !== 'dir') continue;
      const list = dropInFolders.get(name);
      if (list) list.push(path);
      else dropInFolders.set(name, [path]);
    }
  }
  return { first, dropInFolders, unlisted, lines: new Map() };
}

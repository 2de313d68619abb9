/** What the boot itself may put at a path, or take away there, before a condition is tested: tmpfiles.d(5), mounts, StateDirectory= and its like. */
import type { BootGraph, BootNode } from '../../graph/model.ts';
import { withoutSlashes } from '../../snapshot/lexical.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { mergedFiles } from '../merged-files.ts';
import type { Change } from './world.ts';

/** systemd-tmpfiles' folders, highest priority first: of files with one name the first counts. */
const FOLDERS = ['/etc/tmpfiles.d', '/run/tmpfiles.d', '/usr/local/lib/tmpfiles.d', '/usr/lib/tmpfiles.d'];

/** Types of lines that make something, or remove it; the others only adjust what is there. */
const MAKES = /^[fFwdDvqQpLcbCrR]/;

const DIRECTORIES: Readonly<Record<string, string>> = {
  StateDirectory: '/var/lib',
  CacheDirectory: '/var/cache',
  LogsDirectory: '/var/log',
  ConfigurationDirectory: '/etc',
};

/** @returns what may change a path: something made at it or below it, or a file system mounted at or above it that the copy does not hold */
export function bootChanges(snapshot: Snapshot, graph: BootGraph): (path: string) => Change | undefined {
  const made = new Map<string, Change>();
  const add = (path: string, change: Change): void => {
    // What makes a file makes the folders above it.
    for (let at = withoutSlashes(path); at !== '' && !made.has(at); at = at.slice(0, at.lastIndexOf('/')))
      made.set(at, change);
  };
  for (const file of mergedFiles(snapshot, FOLDERS, '.conf'))
    for (const [index, text] of (snapshot.read(file) ?? '').split('\n').entries()) {
      const [type = '', path = ''] = text.trim().split(/\s+/);
      if (MAKES.test(type) && path.startsWith('/') && !/[%*?[]/.test(path))
        add(path, { by: 'tmpfiles', file, line: index + 1 });
    }
  for (const node of graph.nodes.values())
    for (const { section, key, value, file, line, overridden } of node.settings) {
      const folder = Object.hasOwn(DIRECTORIES, key) ? DIRECTORIES[key] : undefined;
      if (folder === undefined || section === 'Unit' || overridden === true) continue;
      for (const name of value.split(/\s+/))
        if (name !== '' && !name.includes('%'))
          add(`${folder}/${name.split(':')[0]}`, { by: 'unit-directory', unit: node.id, file, line });
    }
  const mounts = unreadMounts(snapshot, graph);
  return (path) => made.get(withoutSlashes(path)) ?? mountAbove(mounts, path);
}

/** Where something is mounted that the copy shows nothing of: an empty or missing folder. */
function unreadMounts(snapshot: Snapshot, graph: BootGraph): ReadonlyMap<string, Change> {
  const found = new Map<string, Change>();
  for (const node of graph.nodes.values()) {
    if (node.type !== 'mount' || node.load !== 'loaded' || node.fragment === null) continue;
    const where = whereOf(node);
    if (where === undefined || where === '/' || (snapshot.list(where) ?? []).length > 0) continue;
    found.set(where, { by: 'mount', unit: node.id, file: node.facts.sourcePath ?? node.fragment });
  }
  return found;
}

function whereOf(node: BootNode): string | undefined {
  const where = node.settings.findLast(({ section, key }) => section === 'Mount' && key === 'Where');
  return where && withoutSlashes(where.value);
}

function mountAbove(mounts: ReadonlyMap<string, Change>, path: string): Change | undefined {
  for (let at = path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const mount = mounts.get(at);
    if (mount !== undefined) return mount;
  }
  return undefined;
}

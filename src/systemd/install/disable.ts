/** `systemctl disable`, `mask`, `unmask`, `set-default` (install.c). */
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { templateOf } from '../../words/template-name.ts';
import { isMask } from '../mask.ts';
import { isUnitName } from '../unit-name.ts';
import { baseName, chased, type InstallResult, type InstallRoot, type LinkChange } from './context.ts';
import { newLinks } from './enable.ts';
import { addInfo, type InstallContext, traverse } from './info.ts';

/** Removes every link in /etc that is called like the unit, or leads to it (unit_file_disable). */
export function disable(root: InstallRoot, names: readonly string[]): InstallResult {
  const context: InstallContext = new Map();
  for (const name of names) addInfo(context, name);
  const missing = names.filter((name) => {
    const found = traverse(root, context, addInfo(context, name), 'follow');
    return 'error' in found && found.error === 'missing';
  });
  const marked = markForRemoval(root, context, 'with-also');
  return {
    changes: removeMarked(root, marked),
    problems: missing.map((name) => `${name}: no unit file of that name`),
  };
}

/**
 * The names whose links go (install_context_mark_for_removal).
 * @param also whether what the units name in Also= goes with them: the presets speak of each unit by itself
 */
export function markForRemoval(root: InstallRoot, context: InstallContext, also: 'with-also' | 'alone'): Set<string> {
  const marked = new Set<string>();
  // With Also= the map grows while it is walked.
  for (const info of also === 'alone' ? [...context.values()] : context.values()) {
    const found = traverse(root, context, info, 'follow');
    if ('error' in found) {
      if (found.error === 'dangling' && root.does('disable-stops-at-dangling')) break;
      if (found.error === 'missing' || found.error === 'dangling') marked.add(info.name);
      continue;
    }
    if (info.mode === 'regular' || info.mode === 'linked') marked.add(info.name);
  }
  return marked;
}

/** remove_marked_symlinks: again and again, since a removed link's own path marks what leads to it. */
export function removeMarked(
  { snapshot, config, does }: InstallRoot,
  names: ReadonlySet<string>,
): readonly LinkChange[] {
  if (names.size === 0) return [];
  const marked = new Set(names);
  const links = linksBelow(snapshot, config).map((path) => ({ path, target: chased(snapshot, path) }));
  const removed = new Set<string>();
  for (let again = true; again; ) {
    again = false;
    for (const { path, target } of links) {
      if (removed.has(path)) continue;
      const template = does('templates-disable-instances') ? templateOf(baseName(path)) : undefined;
      const named = marked.has(baseName(path)) || (template !== undefined && marked.has(template));
      if (!named && !marked.has(target) && !marked.has(baseName(target))) continue;
      removed.add(path);
      if (!marked.has(path)) again = true;
      marked.add(path);
    }
  }
  return [...removed].sort().map((path) => ({ path, target: null }));
}

function linksBelow(snapshot: Snapshot, folder: string): string[] {
  const links: string[] = [];
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop())
    for (const { name, kind } of snapshot.list(at) ?? []) {
      if (kind === 'dir') open.push(`${at}/${name}`);
      else if (kind === 'link' && isUnitName(name)) links.push(`${at}/${name}`);
    }
  return links;
}

export function mask(root: InstallRoot, names: readonly string[]): InstallResult {
  const changes: LinkChange[] = [];
  const problems: string[] = [];
  for (const name of names) {
    const path = `${root.config}/${name}`;
    const known = root.snapshot.lstat(path);
    if (known === undefined) changes.push({ path, target: '/dev/null' });
    else if (root.snapshot.readlink(path) !== '/dev/null')
      problems.push(`${path} exists, so ${name} cannot be masked; move that file away first`);
  }
  return { changes, problems };
}

export function unmask(root: InstallRoot, names: readonly string[]): InstallResult {
  const paths = names.map((name) => `${root.config}/${name}`).filter((path) => isMask(root.snapshot, path));
  const left = removeMarked(root, new Set(paths));
  return {
    changes: [...new Map([...paths.map((path) => ({ path, target: null })), ...left].map((c) => [c.path, c])).values()],
    problems: [],
  };
}

export function setDefault(root: InstallRoot, target: string): InstallResult {
  if (target === 'default.target') return { changes: [], problems: ['default.target cannot be made its own alias'] };
  const context: InstallContext = new Map();
  const found = traverse(root, context, addInfo(context, target), 'refuse');
  if ('error' in found) return { changes: [], problems: [`${target}: no unit file of that name`] };
  if (found.info.mode === 'masked') return { changes: [], problems: [`${target} is masked`] };
  const links = newLinks(root);
  links.make(found.info.path ?? '', `${root.config}/default.target`, true);
  return { changes: links.changes(), problems: links.problems };
}

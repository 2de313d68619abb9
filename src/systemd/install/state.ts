/** What systemctl says of a unit file: enabled, static, masked … (install.c: unit_file_lookup_state, unit_file_get_list). */

import { templateOf } from '../../words/template-name.ts';
import { instanceOf, isUnitName, nameKind, withInstance } from '../unit-name.ts';
import { baseName, type InstallRoot, parentOf } from './context.ts';
import { addInfo, type InstallContext, type InstallInfo, traverse } from './info.ts';

/** systemctl's words for it (unit_file_state_table). */
export type UnitFileState =
  | 'enabled'
  | 'enabled-runtime'
  | 'linked'
  | 'linked-runtime'
  | 'alias'
  | 'masked'
  | 'masked-runtime'
  | 'static'
  | 'disabled'
  | 'indirect'
  | 'generated'
  | 'transient'
  | 'bad';

export interface UnitFileEntry {
  readonly name: string;
  /** The first file of that name in the load path. */
  readonly path: string;
  readonly state: UnitFileState;
  /** Of an alias: the unit that it leads to. */
  readonly aliasOf: string | null;
}

/**
 * Every unit file of the load path, the first of each name, as `systemctl list-unit-files` has them.
 * @param wanted of which names; all by default
 */
export function unitFileStates(
  root: InstallRoot,
  wanted: (name: string) => boolean = () => true,
): readonly UnitFileEntry[] {
  const links = root.searchPath.map((folder) => linksOf(root, folder));
  const found = new Map<string, UnitFileEntry>();
  for (const folder of root.searchPath)
    for (const { name, kind } of root.snapshot.list(folder) ?? [])
      if ((kind === 'file' || kind === 'link') && isUnitName(name) && !found.has(name) && wanted(name))
        found.set(name, { name, path: `${folder}/${name}`, ...stateOf(root, links, name) });
  return [...found.values()];
}

/** Where generators write (path_is_generator). */
export function isGeneratorFolder(folder: string): boolean {
  return /^\/run\/(systemd|user\/\d+\/systemd)\/generator(\.early|\.late)?$/.test(folder);
}

function stateOf(
  root: InstallRoot,
  links: readonly FolderLinks[],
  name: string,
): Pick<UnitFileEntry, 'state' | 'aliasOf'> {
  const context: InstallContext = new Map();
  const found = traverse(root, context, addInfo(context, name), 'follow');
  if ('error' in found) return { state: 'bad', aliasOf: null };
  const { info } = found;
  const path = info.path ?? '';
  if (info.mode === 'masked') return { state: path.startsWith('/run/') ? 'masked-runtime' : 'masked', aliasOf: null };
  if (root.does('aliases-have-a-state') && name !== baseName(path) && nameKind(info.name) !== 'instance')
    return { state: 'alias', aliasOf: info.name };
  return { state: regularState(root, links, info), aliasOf: null };
}

function regularState(root: InstallRoot, links: readonly FolderLinks[], info: InstallInfo): UnitFileState {
  const folder = parentOf(info.path ?? '');
  if (isGeneratorFolder(folder)) return 'generated';
  if (/^\/run\/(systemd|user\/\d+\/systemd)\/transient$/.test(folder)) return 'transient';
  const own = linkedState(root, links, info, true);
  if (own !== undefined) return own;
  // Known by a name that its [Install] section does not speak of: it may be in use.
  if (linkedState(root, links, info, false) !== undefined) return 'indirect';
  const rules = [info.aliases, info.wantedBy, info.requiredBy, root.does('upheld-by-makes-links') ? info.upheldBy : []];
  if (rules.some((list) => list.length > 0)) return 'disabled';
  return info.also.length > 0 ? 'indirect' : 'static';
}

/** One symlink: straight in a folder of the load path, or in a folder of links below it. */
interface Link {
  readonly name: string;
  /** The last component of its text. */
  readonly leadsTo: string;
  readonly below: boolean;
}

/** The symlinks of one folder of the load path, by each name that they could be asked for by. */
interface FolderLinks {
  readonly folder: string;
  readonly by: ReadonlyMap<string, readonly Link[]>;
}

const LINK_FOLDER = /\.(wants|requires)$/;
const LINK_FOLDER_UPHOLDS = /\.(wants|requires|upholds)$/;

function linksOf({ snapshot, does }: InstallRoot, folder: string): FolderLinks {
  const by = new Map<string, Link[]>();
  const holds = does('upheld-by-makes-links') ? LINK_FOLDER_UPHOLDS : LINK_FOLDER;
  const add = (path: string, name: string, below: boolean): void => {
    const link = { name, leadsTo: baseName(snapshot.readlink(path) ?? ''), below };
    for (const key of new Set([name, templateOf(name) ?? name, link.leadsTo])) {
      const list = by.get(key);
      if (list) list.push(link);
      else by.set(key, [link]);
    }
  };
  for (const { name, kind } of snapshot.list(folder) ?? [])
    if (kind === 'link') add(`${folder}/${name}`, name, false);
    else if (kind === 'dir' && holds.test(name))
      for (const inner of snapshot.list(`${folder}/${name}`) ?? [])
        if (inner.kind === 'link') add(`${folder}/${name}/${inner.name}`, inner.name, true);
  return { folder, by };
}

/**
 * Where links make it enabled or linked (find_symlinks_in_scope); undefined: nowhere.
 * @param knownOnly only links whose name its [Install] section speaks of
 */
function linkedState(
  root: InstallRoot,
  folders: readonly FolderLinks[],
  info: InstallInfo,
  knownOnly: boolean,
): UnitFileState | undefined {
  let found: 'runtime' | 'vendor' | undefined;
  let linked: 'linked' | 'linked-runtime' | undefined;
  // Links of its own name in folders below that of the file are hidden by it.
  let beneath = false;
  for (const { folder, by } of folders) {
    const links = (by.get(info.name) ?? []).map((link) => ({ link, match: matching(root, link, info, beneath) }));
    const runtime = folder.startsWith('/run/');
    if (links.some(({ link, match }) => match === 'yes' && (!knownOnly || isKnownName(info, link.name)))) {
      if (folder === root.config || (root.user && folder === '/etc/systemd/user')) return 'enabled';
      if (runtime) found = 'runtime';
      else found ??= 'vendor';
    } else if (links.some(({ match }) => match === 'same-name')) {
      if (folder === root.config) linked = 'linked';
      else if (runtime) linked ??= 'linked-runtime';
    }
    if (info.path?.startsWith(`${folder}/`)) beneath = true;
  }
  if (found === 'runtime') return 'enabled-runtime';
  // An instance that the vendor linked is as good as static; another name of a unit is but an alias.
  if (found === 'vendor' && nameKind(info.name) === 'instance') return 'static';
  return linked;
}

/** Whether a link speaks of the unit (find_symlinks_in_directory). */
function matching(root: InstallRoot, link: Link, info: InstallInfo, beneath: boolean): 'yes' | 'same-name' | undefined {
  if (link.below && root.does('links-count-by-name')) {
    const template = nameKind(link.name) === 'instance' ? templateOf(link.name) : undefined;
    return link.name === info.name || template === info.name ? 'yes' : undefined;
  }
  const named = !beneath && link.name === info.name;
  const leads = link.leadsTo === info.name;
  if (named && leads && !link.below) return 'same-name';
  return named || leads ? 'yes' : undefined;
}

/** is_symlink_with_known_name: its own, one of Alias=, or the instance of DefaultInstance=. */
function isKnownName(info: InstallInfo, name: string): boolean {
  if (name === info.name || info.aliases.includes(name)) return true;
  return (
    info.defaultInstance !== undefined &&
    nameKind(info.name) === 'template' &&
    instanceOf(name) === info.defaultInstance &&
    withInstance(info.name, info.defaultInstance) === name
  );
}

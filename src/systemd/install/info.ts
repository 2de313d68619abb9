/** The [Install] section of a unit, found as systemctl finds it (install.c: unit_file_search, install_info_traverse). */
import { append } from '../../words/append.ts';
import { templateOf } from '../../words/template-name.ts';
import { isMask } from '../mask.ts';
import { instanceOf, isUnitName, mayAlias, nameKind, typeOf, withInstance } from '../unit-name.ts';
import { baseName, type InstallRoot, joined, parentOf } from './context.ts';
import { firstOf, installLines } from './entries.ts';
import type { InstallInfo } from './install-info.ts';
import { installName } from './specifiers.ts';

export type { InstallInfo };

/** Units that one operation concerns, by name, in the order in which they came up. */
export type InstallContext = Map<string, InstallInfo>;

/** @param named a unit, or the path of its file */
export function addInfo(context: InstallContext, named: string, auxiliary = false): InstallInfo {
  const name = baseName(named);
  const known = context.get(name);
  if (known !== undefined) return known;
  const info: InstallInfo = {
    name,
    auxiliary,
    mode: 'unknown',
    path: named.startsWith('/') ? named : undefined,
    target: undefined,
    aliases: [],
    wantedBy: [],
    requiredBy: [],
    upheldBy: [],
    also: [],
    defaultInstance: undefined,
  };
  context.set(name, info);
  return info;
}

/** UNIT_FILE_FOLLOW_SYMLINK_MAX. */
const MAX_LINKS = 64;

export type Found =
  | { readonly info: InstallInfo }
  | { readonly error: 'missing' | 'dangling' | 'loop' | 'not-a-file' | 'administrators-link' };

/**
 * Follows a name through its links to the unit that carries the [Install] section; every name on the way is added.
 * @param links of the administrator, in /etc or /run: what is enabled may not be called by an alias made there, and what is
 * enabled through Also= may not be linked there either (SEARCH_FOLLOW_CONFIG_SYMLINKS)
 */
export function traverse(
  root: InstallRoot,
  context: InstallContext,
  start: InstallInfo,
  links: 'follow' | 'refuse-aliases' | 'refuse',
): Found {
  let info = start;
  if (!search(root, context, info)) return { error: 'missing' };
  for (let k = 0; k < MAX_LINKS; k++) {
    if (info.mode === 'missing') return { error: 'not-a-file' };
    if (info.mode === 'regular' || info.mode === 'masked') return { info };
    if (isConfig(root, info.path) && (links === 'refuse' || (links === 'refuse-aliases' && info.mode === 'alias')))
      return { error: 'administrators-link' };
    const target = info.target ?? '';
    const base = baseName(target);
    const instance = instanceOf(info.name);
    let name = base;
    if (instance !== undefined && instance !== '' && nameKind(base) === 'template')
      name = withInstance(base, instance) ?? base;
    if (info.mode === 'linked' || name === info.name) {
      // A linked unit keeps its name, whatever its target is called.
      info.path = target;
      loadFrom(root, context, info, target);
      continue;
    }
    if (!isUnitName(name)) return { error: 'not-a-file' };
    info = addInfo(context, name);
    if (!search(root, context, info)) return { error: 'dangling' };
  }
  return { error: 'loop' };
}

function search(root: InstallRoot, context: InstallContext, info: InstallInfo): boolean {
  if (info.mode !== 'unknown') return true;
  if (info.path !== undefined) {
    if (root.snapshot.lstat(info.path) === undefined) return false;
    loadFrom(root, context, info, info.path);
    return true;
  }
  const template = nameKind(info.name) === 'instance' ? templateOf(info.name) : undefined;
  for (const name of template === undefined ? [info.name] : [info.name, template]) {
    const path = firstOf(root, name);
    if (path === undefined) continue;
    info.path = path;
    loadFrom(root, context, info, path);
    return true;
  }
  return false;
}

function loadFrom(root: InstallRoot, context: InstallContext, info: InstallInfo, path: string): void {
  const { snapshot } = root;
  const text = snapshot.readlink(path);
  if (isMask(snapshot, path)) info.mode = 'masked';
  else if (text !== undefined) {
    const target = chasedLast(root, joined(parentOf(path), text));
    const inside = root.searchPath.some((dir) => within(target, dir) || within(target, snapshot.realpath(dir)));
    info.target = target;
    info.mode = inside ? 'alias' : 'linked';
  } else if (snapshot.lstat(path)?.kind === 'file') read(root, context, info, path);
  else info.mode = 'missing';
}

/** Whether there is a unit file of that name in the load path, or of its template; a mask is one. */
export function hasUnitFile(root: InstallRoot, name: string): boolean {
  const context: InstallContext = new Map();
  return search(root, context, addInfo(context, name));
}

/** path_is_config: straight in the folder of `systemctl`, or in that of `systemctl --runtime`. */
function isConfig({ config }: InstallRoot, path: string | undefined): boolean {
  if (path === undefined) return false;
  const folder = parentOf(path);
  return (
    folder === config || folder === (config === '/etc/systemd/system' ? '/run/systemd/system' : '/run/systemd/user')
  );
}

/** Links in the folders on the way are followed, the last component is not. */
function chasedLast(root: InstallRoot, path: string): string {
  const parent = root.snapshot.realpath(parentOf(path)) ?? parentOf(path);
  return `${parent === '/' ? '' : parent}/${baseName(path)}`;
}

function within(path: string, folder: string | undefined): boolean {
  return folder !== undefined && path.startsWith(`${folder}/`);
}

function read(root: InstallRoot, context: InstallContext, info: InstallInfo, path: string): void {
  info.mode = 'regular';
  for (const { key, value } of installLines(root, info.name, path)) take(root, context, info, key, value);
}

function take(root: InstallRoot, context: InstallContext, info: InstallInfo, key: string, value: string): void {
  const words = value.split(/[ \t\n\r]+/).map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  const list = { Alias: info.aliases, WantedBy: info.wantedBy, RequiredBy: info.requiredBy, UpheldBy: info.upheldBy }[
    key
  ];
  if (list !== undefined) {
    if (key === 'Alias' && !mayAlias(typeOf(info.name))) return;
    if (value === '') list.length = 0;
    else
      append(
        list,
        words.filter((word) => word !== ''),
      );
  } else if (key === 'Also') {
    for (const word of words) {
      const name = word === '' ? '' : installName(root, info, word);
      if (typeof name !== 'string' || !isUnitName(name)) continue;
      info.also.push(name);
      addInfo(context, name, true);
    }
  } else if (key === 'DefaultInstance' && nameKind(info.name) === 'template') takeDefaultInstance(root, info, value);
}

/** config_parse_default_instance: what no instance can be called is passed over. */
function takeDefaultInstance(root: InstallRoot, info: InstallInfo, value: string): void {
  const name = installName(root, info, value);
  if (name === '') info.defaultInstance = undefined;
  else if (typeof name === 'string' && withInstance(info.name, name) !== undefined) info.defaultInstance = name;
}

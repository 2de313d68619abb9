/** `systemctl enable`: the links that [Install] asks for (install.c: unit_file_enable, install_context_apply). */
import { isMask } from '../mask.ts';
import { instanceOf, isUnitName, nameKind, typeOf, withInstance } from '../unit-name.ts';
import {
  baseName,
  chased,
  type InstallResult,
  type InstallRoot,
  joined,
  type LinkChange,
  parentOf,
} from './context.ts';
import { addInfo, type InstallContext, type InstallInfo, traverse } from './info.ts';
import { installName } from './specifiers.ts';

export function enable(root: InstallRoot, names: readonly string[]): InstallResult {
  const context: InstallContext = new Map();
  for (const name of names) {
    const problem = checked(root, context, name);
    if (problem !== undefined) return { changes: [], problems: [problem] };
  }
  return apply(root, context);
}

/** Why a unit cannot be enabled at all; undefined: it can (install_info_discover_and_check). */
export function checked(root: InstallRoot, context: InstallContext, name: string): string | undefined {
  const found = traverse(root, context, addInfo(context, name), 'refuse-aliases');
  if ('error' in found)
    return found.error === 'missing'
      ? `${name}: no unit file of that name`
      : found.error === 'administrators-link'
        ? `${name} is a link in /etc to another unit; name that one`
        : `${name}: its file cannot be followed (${found.error})`;
  if (found.info.mode === 'masked') return `${found.info.path ?? name} is masked; unmask it first`;
  if (/^\/run\/systemd\/(generator|transient)/.test(found.info.path ?? ''))
    return `${found.info.path} is made at boot; it cannot be enabled`;
  return undefined;
}

/** Makes the links of every unit of the context, those that Also= adds on the way included. */
export function apply(root: InstallRoot, context: InstallContext): InstallResult {
  const links = newLinks(root);
  const problems: string[] = [];
  // The map grows while it is walked: what Also= names comes after.
  for (const info of context.values()) {
    const found = traverse(root, context, info, info.auxiliary ? 'refuse' : 'refuse-aliases');
    if ('error' in found) {
      if (info.auxiliary && root.does('missing-also-is-forgiven')) continue;
      // What was linked so far stays.
      problems.push(`${info.name}: ${found.error === 'missing' ? 'no unit file of that name' : found.error}`);
      break;
    }
    if (info.mode !== 'regular' && info.mode !== 'linked') continue;
    const first = root.does('files-are-linked-first');
    if (first && !linkFile(root, info, links)) continue;
    aliases(root, info, links, problems);
    wants(root, info, links, problems, info.wantedBy, 'wants');
    wants(root, info, links, problems, info.requiredBy, 'requires');
    if (root.does('upheld-by-makes-links')) wants(root, info, links, problems, info.upheldBy, 'upholds');
    if (!first) linkFile(root, info, links);
  }
  return { changes: links.changes(), problems: [...problems, ...links.problems] };
}

/** A file outside the load path gets a link in it. False: another file has the name (install_info_symlink_link). */
function linkFile(root: InstallRoot, { path, name }: InstallInfo, links: Links): boolean {
  if (path === undefined || root.searchPath.some((dir) => path.startsWith(`${dir}/`))) return true;
  return links.make(path, `${root.config}/${name}`, false);
}

function aliases(root: InstallRoot, info: InstallInfo, links: Links, problems: string[]): void {
  for (const word of info.aliases) {
    const name = installName(root, info, word);
    if (typeof name !== 'string') {
      problems.push(`${info.name}: Alias=${word} has no value: ${name.why}`);
      continue;
    }
    const alias = aliasFor(info, name);
    if (alias === undefined)
      problems.push(`${info.name}: Alias=${word} does not fit this unit${name === word ? '' : ` (it means ${name})`}`);
    else if (alias !== '') links.make(info.path ?? '', `${root.config}/${alias}`, false);
  }
}

/** '' for the unit's own name; undefined where the alias is refused (unit_file_verify_alias). */
function aliasFor(info: InstallInfo, name: string): string | undefined {
  const slash = name.lastIndexOf('/');
  if (slash >= 0) {
    const folder = /^(.+)\.(wants|requires)$/.exec(name.slice(0, slash));
    if (folder === null || nameKind(folder[1] ?? '') === undefined) return undefined;
    return compatible(name.slice(slash + 1), info.name) ? name : undefined;
  }
  if (nameKind(name) === undefined || typeOf(name) !== typeOf(info.name)) return undefined;
  const instance = instanceOf(info.name);
  const made = nameKind(name) === 'template' && instance ? (withInstance(name, instance) ?? name) : name;
  if (made === info.name) return '';
  const [kind, own] = [nameKind(made), nameKind(info.name)];
  if (kind === own) return kind === 'instance' && instanceOf(made) !== instance ? undefined : made;
  return kind === 'instance' && own === 'template' ? made : undefined;
}

function compatible(alias: string, name: string): boolean {
  return alias === name || (nameKind(name) === 'template' && nameKind(alias) === 'instance');
}

function wants(
  root: InstallRoot,
  info: InstallInfo,
  links: Links,
  problems: string[],
  list: readonly string[],
  suffix: 'wants' | 'requires' | 'upholds',
): void {
  if (list.length === 0) return;
  let name = info.name;
  const template = nameKind(info.name) === 'template';
  if (template && info.defaultInstance) {
    name = withInstance(info.name, info.defaultInstance) ?? info.name;
    const instance = addInfo(new Map(), name);
    const found = traverse(root, new Map(), instance, 'follow');
    if ('info' in found && found.info.mode === 'masked') {
      problems.push(`${name} is masked`);
      return;
    }
  } else if (template && !root.does('bare-templates-are-wanted')) return;
  const bare = template && !info.defaultInstance;
  for (const word of list) {
    const target = installName(root, info, word);
    if (typeof target !== 'string') {
      problems.push(`${info.name}: cannot be enabled under ${word}: ${target.why}`);
      continue;
    }
    // A bare template can only be wanted by a template, which will give it its instance.
    if (!isUnitName(target) || (bare && nameKind(target) === 'plain')) {
      problems.push(`${info.name}: cannot be enabled under ${word}${bare ? ' without an instance' : ''}`);
      continue;
    }
    links.make(info.path ?? '', `${root.config}/${target}.${suffix}/${name}`, true);
  }
}

export interface Links {
  /** False where another file is in the way. */
  make(target: string, path: string, force: boolean): boolean;
  changes(): readonly LinkChange[];
  readonly problems: readonly string[];
}

/** Links in the making (create_symlink). */
export function newLinks(root: InstallRoot): Links {
  const { snapshot, does } = root;
  const problems: string[] = [];
  const made = new Map<string, string>();
  return {
    problems,
    changes: () => [...made].map(([path, target]) => ({ path, target })),
    make(target, path, force) {
      if (made.has(path) && !force) return true;
      if (snapshot.lstat(path) !== undefined) {
        const text = snapshot.readlink(path);
        if (text === undefined) {
          problems.push(`${path} exists and is no link`);
          return false;
        }
        if (text === target || (does('equivalent-links-stay') && equivalent(root, path, text, target))) return true;
        const broken =
          does('broken-aliases-are-replaced') && snapshot.stat(path) === undefined && !isMask(snapshot, path);
        if (!force && !broken) {
          problems.push(`${path} exists and leads to ${text}`);
          return false;
        }
      }
      made.set(path, target);
      return true;
    },
  };
}

/** Whether two targets are the same file, or files of one name in the load path (chroot_unit_symlinks_equivalent). */
function equivalent({ snapshot, searchPath }: InstallRoot, link: string, one: string, other: string): boolean {
  const [a, b] = [joined(parentOf(link), one), joined(parentOf(link), other)];
  if (chased(snapshot, a) === chased(snapshot, b)) return true;
  return baseName(a) === baseName(b) && searchPath.includes(parentOf(a)) && searchPath.includes(parentOf(b));
}

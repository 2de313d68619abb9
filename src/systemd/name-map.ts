/**
 * Which file a unit name leads to, and which names lead to one file: unit_file_build_name_map, unit_ids_map_get and
 * unit_file_find_fragment of src/basic/unit-file.c (v252; src/shared in other versions).
 */

import type { Does } from '../behaviours/does.ts';
import type { Diagnostic } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { templateOf } from '../words/template-name.ts';
import { isMask } from './mask.ts';
import {
  hasType,
  instanceOf,
  isUnitName,
  isUnitType,
  mayAlias,
  mayTemplate,
  nameKind,
  typeOf,
  withInstance,
} from './unit-name.ts';

/** FOLLOW_MAX of unit-file.c. */
const MAX_HOPS = 8;

export interface NameMap {
  /** Path of the fragment a name leads to; 'loop' after too many aliases; undefined: none. */
  fragment(name: string): string | 'loop' | undefined;
  /** All names of the unit that `name` leads to; `name` first. */
  names(name: string, fragment: string | undefined): readonly string[];
  /** Names that stand in the load path as files or links. */
  readonly present: ReadonlySet<string>;
  /** Folders for drop-ins and dependency links, as PATH/NAME.SUFFIX. */
  readonly folders: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Longer than 80 lines: the map is filled once, and its functions all read it. */
export function buildNameMap(snapshot: Snapshot, loadPath: readonly string[], does: Does): NameMap {
  const ids = new Map<string, string>();
  const aliases = new Map<string, string[]>();
  const folders = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const search = new Set<string>();
  for (const dir of loadPath) {
    search.add(dir);
    const real = does('load-path-is-resolved') ? snapshot.realpath(dir) : undefined;
    if (real !== undefined) search.add(real);
  }
  const searched = [...search];

  for (const dir of loadPath) {
    for (const { name, kind } of snapshot.list(dir) ?? []) {
      const path = `${dir}/${name}`;
      if (kind === 'other') continue;
      const folderUnit = kind === 'dir' && isUnitName(name) && does('folders-are-units');
      if (!folderUnit && (kind === 'dir' || (kind === 'link' && !isUnitName(name)))) {
        if (holdsDropIns(name) && (kind === 'dir' || leadsToFolder(path))) folders.add(path);
        continue;
      }
      if (!isUnitName(name) || ids.has(name)) continue;
      if (!hasType(name, does) || typeOf(name) === 'snapshot') continue;
      if (kind !== 'link') ids.set(name, path);
      else {
        const to = aliasTarget(dir, name);
        if (to !== undefined) ids.set(name, to);
      }
    }
  }
  for (const name of ids.keys()) {
    const path = follow(name);
    if (path === undefined || path === 'loop' || !snapshot.stat(path) || isMask(snapshot, path)) continue;
    let main = path.slice(path.lastIndexOf('/') + 1);
    if (nameKind(main) === 'template' && nameKind(name) === 'instance') {
      if (!does('instance-aliases-gathered')) continue;
      const made = withInstance(main, instanceOf(name) ?? '');
      if (made === undefined) continue;
      main = made;
    }
    const known = aliases.get(main);
    if (known) known.push(name);
    else aliases.set(main, [name]);
  }

  return { fragment, names, present: new Set(ids.keys()), folders, diagnostics };

  /** PID 1 looks for a relative target from its own working folder, the root. */
  function leadsToFolder(path: string): boolean {
    const target = snapshot.readlink(path) ?? '';
    const looked = does('folder-links-looked-for-from-root') ? (target.startsWith('/') ? target : `/${target}`) : path;
    return snapshot.stat(looked)?.kind === 'dir';
  }

  function leadsTo(instance: string, path: string): boolean {
    const own = ids.has(instance) ? follow(instance) : undefined;
    return own === undefined || own === 'loop' || own === path;
  }

  /** Base name of the target for an alias, the link's own path for a linked unit or a mask, undefined if refused. */
  function aliasTarget(dir: string, name: string): string | undefined {
    const path = `${dir}/${name}`;
    const text = snapshot.readlink(path);
    if (text === undefined) return undefined;
    const target = chase(text.startsWith('/') ? text : `${dir}/${text}`);
    if (target === undefined) {
      const message = `the link to "${text}" leads through what is no folder; link ignored`;
      diagnostics.push({ severity: 'notice', code: 'invalid-alias', message, file: path, unit: name });
      return undefined;
    }
    if (!searched.some((s) => target === s || target.startsWith(`${s}/`)))
      return does('linked-unit-is-its-target') ? target : path;
    const base = target.slice(target.lastIndexOf('/') + 1);
    if (!search.has(target.slice(0, target.lastIndexOf('/'))))
      diagnostics.push({
        severity: 'notice',
        code: 'link-into-subfolder',
        message: `the link leads to ${target}, below a folder of units but not in it; taken for an alias all the same`,
        file: path,
        unit: name,
      });
    const problem = aliasProblem(name, base);
    if (problem === undefined) return base;
    if (problem !== '')
      diagnostics.push({
        severity: 'notice',
        code: 'invalid-alias',
        message: `${problem}; link ignored`,
        file: path,
        unit: name,
      });
    return undefined;
  }

  /**
   * chase with CHASE_NOFOLLOW and CHASE_NONEXISTENT: `.`, `..` and links in every folder on the way, but not the last
   * component; what does not exist is taken as it is written, unless `..` comes after it. undefined: an error.
   */
  function chase(path: string): string | undefined {
    const written = path.split('/').filter((part) => part !== '');
    let real = '/';
    for (const [at, part] of written.entries()) {
      const behind = written.slice(at + 1);
      const rest = behind.filter((one) => one !== '.');
      if (part === '.') continue;
      if (part === '..') {
        real = real.slice(0, real.lastIndexOf('/')) || '/';
        continue;
      }
      const here = `${real === '/' ? '' : real}/${part}`;
      const kind = snapshot.lstat(here)?.kind;
      if (kind === undefined) {
        // A slash at the end stays where more than one component is missing, and leaves no name behind it.
        const kept = rest.length > 0 ? 'slash-behind-nothing-stays' : 'dot-behind-nothing-fails';
        const slash = path.endsWith('/') && does(kept);
        const unclean = behind.includes('..') || (does('dot-behind-nothing-fails') && behind.includes('.'));
        return unclean || slash ? undefined : [here, ...rest].join('/');
      }
      const folder = rest.length > 0 || (does('slash-behind-a-link-is-for-folders') && /\/\.?$/.test(path));
      if (!folder) return here;
      if (rest.length === 0) return kind === 'dir' ? here : undefined;
      const next = snapshot.realpath(here);
      if (next === undefined || snapshot.stat(next)?.kind !== 'dir') return undefined;
      real = next;
    }
    return real;
  }

  function follow(name: string): string | 'loop' | undefined {
    let id: string | undefined;
    for (let n = 0; n < MAX_HOPS; n++) {
      let to = ids.get(id ?? name);
      if (to === undefined) {
        const template = id === undefined ? undefined : templateOf(id);
        to = template === undefined ? undefined : ids.get(template);
        if (to === undefined) return undefined;
      }
      if (to.startsWith('/')) return to;
      id = to;
    }
    return 'loop';
  }

  function fragment(name: string): string | 'loop' | undefined {
    const own = follow(name);
    if (own !== undefined || nameKind(name) !== 'instance') return own;
    return follow(templateOf(name) ?? name);
  }

  /** Nearly every unit has one. */
  function isOnlyName(name: string): boolean {
    const known = aliases.get(name);
    return known === undefined || (known.length === 1 && known[0] === name);
  }

  function names(name: string, path: string | undefined): readonly string[] {
    if (path === undefined) return [name];
    const base = path.slice(path.lastIndexOf('/') + 1);
    if (base === name && isOnlyName(name)) return [name];
    const found = new Set([name]);
    const instance = instanceOf(name);
    for (const key of base === name ? [name] : [name, base]) {
      const expand = (n: string): string | undefined =>
        nameKind(n) === 'template' ? (instance ? withInstance(n, instance) : undefined) : n;
      if (key !== name && isUnitName(key) && does('fragment-name-is-added')) {
        const made = expand(key);
        // A linked unit's target name is nobody's name; an alias's main name is, unless an instance has a file of its own.
        if (made !== undefined && ids.has(key) && (made === key || leadsTo(made, path))) found.add(made);
      }
      for (const alias of aliases.get(key) ?? []) {
        const made = expand(alias);
        if (made === undefined) continue;
        if (made !== alias) {
          const other = follow(made);
          if (other !== undefined && other !== 'loop' && other.slice(other.lastIndexOf('/') + 1) !== base) continue;
        }
        found.add(made);
      }
    }
    return [...found];
  }
}

/** '' for an alias of itself, which is ignored in silence; undefined where the alias holds (unit_validate_alias_symlink_or_warn). */
function aliasProblem(source: string, target: string): string | undefined {
  const type = typeOf(source);
  const kind = nameKind(source);
  if (!mayAlias(type)) return `a ${type} unit cannot have an alias`;
  if (kind !== 'plain' && !mayTemplate(type)) return `a ${type} unit cannot be a template`;
  if (source === target) return '';
  const targetKind = nameKind(target);
  if (targetKind === undefined) return `the link points to "${target}", which is no unit name`;
  if (targetKind !== kind && !(kind === 'instance' && targetKind === 'template'))
    return `the link points to a name of another kind, "${target}"`;
  if (targetKind === 'instance' && instanceOf(source) !== instanceOf(target))
    return `the link points to another instance, "${target}"`;
  return typeOf(target) === type ? undefined : `the link points to a unit of another type, "${target}"`;
}

function holdsDropIns(name: string): boolean {
  const cut = name.lastIndexOf('.');
  if (!['.wants', '.requires', '.upholds', '.d'].includes(name.slice(cut))) return false;
  return isUnitName(name.slice(0, cut)) || isUnitType(name.slice(0, cut));
}

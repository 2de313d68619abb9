/** Drop-in and dependency-link folders of a unit: unit_file_find_dropin_paths (src/shared/dropin.c), conf_files_list_strv. */

import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { templateOf } from '../words/template-name.ts';
import { instanceOf, nameKind, prefixOf, typeOf } from './unit-name.ts';

const BACKUP =
  /^\.|~$|^(lost\+found|aquota\.user|aquota\.group)$|\.(rpmnew|rpmsave|rpmorig|dpkg-(old|new|tmp|dist|bak|backup|remove)|ucf-(new|old|dist)|swp|bak|old|new)$/;

/**
 * One path per base name, the first folder wins; sorted by base name.
 * @param names the unit's names, its id first.
 * @param suffix of the folder: `.d`, `.wants`, …
 * @param fileSuffix `.conf`, or '' for any.
 */
export function findDropIns(
  snapshot: Snapshot,
  loadPath: readonly string[],
  folders: ReadonlySet<string>,
  names: readonly string[],
  suffix: string,
  fileSuffix: string,
  kinds: DropInKinds = { prefixes: true, types: true },
): readonly string[] {
  const main = names[0];
  if (main === undefined) return NONE;
  const { ending, candidatesOf } = known(folders, kinds.prefixes);
  const there = ending.get(suffix);
  if (there === undefined) return NONE;
  const types = kinds.types && there.has(typeOf(main));
  if (!types && !names.some((name) => candidatesOf(name).some((candidate) => there.has(candidate)))) return NONE;
  const found = new Map<string, string>();
  const add = (dir: string, name: string): void => {
    const path = `${dir}/${name}${suffix}`;
    if (!folders.has(path)) return;
    const real = snapshot.realpath(path);
    if (real === undefined) return;
    for (const entry of snapshot.list(real) ?? []) {
      if (!entry.name.endsWith(fileSuffix) || BACKUP.test(entry.name) || found.has(entry.name)) continue;
      found.set(entry.name, `${real}/${entry.name}`);
    }
  };
  const addTypes = (): void => {
    if (types) for (const dir of loadPath) add(dir, typeOf(main));
  };
  if (kinds.typesFirst === true) addTypes();
  for (const name of names) {
    const candidates = candidatesOf(name).filter((candidate) => there.has(candidate));
    if (candidates.length > 0) for (const dir of loadPath) for (const candidate of candidates) add(dir, candidate);
  }
  addTypes();
  if (found.size === 0) return NONE;
  return [...found.keys()].sort().map((base) => found.get(base) as string);
}

const NONE: readonly string[] = [];

/** Which folders count beside those of the unit's names and their templates. */
export interface DropInKinds {
  /** Those of names that begin alike. */
  readonly prefixes: boolean;
  /** Those of the type. */
  readonly types: boolean;
  /** A file there hides those of the same name in all others; else they hide it. */
  readonly typesFirst?: boolean;
}

/** Files that editors and package managers leave behind (hidden_or_backup_file). */
export function isBackup(name: string): boolean {
  return BACKUP.test(name);
}

interface Known {
  /** The units that have a folder, by its suffix: most units have none, and are done after a look at these. */
  readonly ending: ReadonlyMap<string, ReadonlySet<string>>;
  /** `dropInNames`, worked out once for the four kinds of folders. */
  readonly candidatesOf: (name: string) => readonly string[];
}

function known(folders: ReadonlySet<string>, prefixes: boolean): Known {
  const before = knownOf.get(folders);
  if (before !== undefined) return before;
  const names = new Map<string, readonly string[]>();
  const made: Known = {
    ending: byEnding(folders),
    candidatesOf(name) {
      const found = names.get(name) ?? (prefixes ? dropInNames(name) : ownNames(name));
      names.set(name, found);
      return found;
    },
  };
  knownOf.set(folders, made);
  return made;
}

/** `/etc/systemd/system/a.service.d` as `a.service` under `.d`. */
function byEnding(folders: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const ending = new Map<string, Set<string>>();
  for (const path of folders) {
    const dot = path.lastIndexOf('.');
    const unit = path.slice(path.lastIndexOf('/') + 1, dot);
    const units = ending.get(path.slice(dot));
    if (units === undefined) ending.set(path.slice(dot), new Set([unit]));
    else units.add(unit);
  }
  return ending;
}

const knownOf = new WeakMap<ReadonlySet<string>, Known>();

/** `a-b@i.service`: itself, and its template. */
function ownNames(name: string): readonly string[] {
  const template = nameKind(name) === 'instance' ? templateOf(name) : undefined;
  return template === undefined ? [name] : [name, template];
}

/** `a-b@i.service`: itself, its template with that one's prefixes, then `a-@i.service` and so on. */
function dropInNames(name: string): readonly string[] {
  const out: string[] = [];
  const pending = [name];
  while (pending.length > 0) {
    const next = pending.shift() as string;
    out.push(next);
    const template = nameKind(next) === 'instance' ? templateOf(next) : undefined;
    if (template !== undefined) append(out, dropInNames(template));
    const shorter = shorterPrefix(prefixOf(next));
    if (shorter === undefined) break;
    const instance = instanceOf(next);
    // A template's prefixes carry no instance: `a-b@.service` leads to `a-.service`.
    const built = instance ? `${shorter}@${instance}.${typeOf(next)}` : `${shorter}.${typeOf(next)}`;
    if (nameKind(built) === undefined) break;
    pending.push(built);
  }
  return out;
}

/** `foo-bar` and `foo-bar-` to `foo-`; undefined at a leading dash, or without one. A trailing dash is cut once only. */
function shorterPrefix(prefix: string): string | undefined {
  let rest = prefix;
  for (let chopped = false; ; chopped = true) {
    const dash = rest.lastIndexOf('-');
    if (dash <= 0) return undefined;
    if (dash < rest.length - 1 || chopped) return rest.slice(0, dash + 1);
    rest = rest.slice(0, dash);
  }
}

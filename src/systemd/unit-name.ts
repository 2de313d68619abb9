/** Unit names: what is valid, and their parts. systemd.unit(5); src/basic/unit-name.c. */

import type { Does } from '../behaviours/does.ts';
import { UNIT_TYPES, type UnitType } from '../graph/model.ts';
import { isHashed, shortened } from './long-name.ts';

export type NameKind = 'plain' | 'template' | 'instance';

const TYPES: ReadonlySet<string> = new Set(UNIT_TYPES);
const CHARS = /^[0-9A-Za-z:_.\\@-]+$/;

/** plain, template or instance; undefined where `name` is no unit name (unit_name_is_valid: at most 255 bytes). */
export function nameKind(name: string): NameKind | undefined {
  const before = KINDS.get(name);
  if (before !== undefined) return before;
  const kind = kindOf(name);
  if (kind === undefined) return undefined;
  if (KINDS.size >= MOST_KINDS) KINDS.clear();
  KINDS.set(name, kind);
  return kind;
}

/** The same few names are asked about for each line that mentions them. */
const KINDS = new Map<string, NameKind>();
const MOST_KINDS = 10_000;

function kindOf(name: string): NameKind | undefined {
  if (name.length === 0 || name.length >= 256) return undefined;
  const dot = name.lastIndexOf('.');
  if (dot <= 0 || !TYPES.has(name.slice(dot + 1))) return undefined;
  const stem = name.slice(0, dot);
  if (!CHARS.test(stem)) return undefined;
  const at = stem.indexOf('@');
  if (at === 0) return undefined;
  if (at < 0) return 'plain';
  return at === stem.length - 1 ? 'template' : 'instance';
}

export function isUnitName(name: string): boolean {
  return nameKind(name) !== undefined;
}

/** Whether this version has units of the name's type. */
export function hasType(name: string, does: Does): boolean {
  const type = typeOf(name);
  return type === 'busname' ? does('bus-names') : type !== 'snapshot' || does('snapshots');
}

const MAY_TEMPLATE: ReadonlySet<UnitType> = new Set(['service', 'socket', 'target', 'timer', 'path']);

/** Whether a unit of this name can be loaded: no bare template, and no instance of a type without templates (unit_add_name). */
export function isLoadable(name: string): boolean {
  const kind = nameKind(name);
  return kind === 'plain' || (kind === 'instance' && MAY_TEMPLATE.has(typeOf(name)));
}

export function isUnitType(word: string): word is UnitType {
  return TYPES.has(word);
}

/** Type of a valid name. */
export function typeOf(name: string): UnitType {
  return name.slice(name.lastIndexOf('.') + 1) as UnitType;
}

/** unit_type_may_alias (src/shared/unit-file.h; no_alias of each type's vtable in v229). */
export function mayAlias(type: UnitType): boolean {
  return type === 'device' || mayTemplate(type);
}

/** unit_type_may_template (src/shared/unit-file.h). */
export function mayTemplate(type: UnitType): boolean {
  return ['service', 'socket', 'target', 'timer', 'path'].includes(type);
}

/** The sections that PID 1 reads in a unit of this type (the sections of each UnitVTable). */
export function sectionsOf(type: UnitType): readonly string[] {
  return SECTIONS.get(type) ?? ['Unit', 'Install'];
}

const SECTIONS: ReadonlyMap<UnitType, readonly string[]> = new Map(
  UNIT_TYPES.map((type) => {
    const title = type === 'busname' ? 'BusName' : `${type[0]?.toUpperCase()}${type.slice(1)}`;
    const own = type === 'target' || type === 'device' ? [] : [title];
    return [type, ['Unit', ...own, 'Install']];
  }),
);

/** `foo` of `foo@bar.service` and of `foo.service` (unit_name_to_prefix). */
export function prefixOf(name: string): string {
  const at = name.indexOf('@');
  return at < 0 ? name.slice(0, name.lastIndexOf('.')) : name.slice(0, at);
}

/** `bar` of `foo@bar.service`; '' of a template; undefined of a plain name. */
export function instanceOf(name: string): string | undefined {
  const at = name.indexOf('@');
  return at < 0 ? undefined : name.slice(at + 1, name.lastIndexOf('.'));
}

/** `foo@new.service` of a template or an instance; undefined where the result is no valid name. */
export function withInstance(name: string, instance: string): string | undefined {
  const at = name.indexOf('@');
  if (at < 0) return undefined;
  const made = `${name.slice(0, at + 1)}${instance}${name.slice(name.lastIndexOf('.'))}`;
  return nameKind(made) === 'instance' ? made : undefined;
}

/** unit_name_escape: `/` to `-`, everything outside the valid set to `\xNN`, by bytes. */
export function escapeName(text: string): string {
  if (/^[0-9A-Za-z:_/][0-9A-Za-z:_./]*$/.test(text)) return text.replaceAll('/', '-');
  let out = '';
  for (const [i, byte] of new TextEncoder().encode(text).entries()) {
    const c = String.fromCharCode(byte);
    if (c === '/') out += '-';
    else if (/[0-9A-Za-z:_.]/.test(c) && !(i === 0 && c === '.')) out += c;
    else out += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return out;
}

/** unit_name_unescape; undefined for a broken escape. */
export function unescapeName(text: string): string | undefined {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c === '-') bytes.push(0x2f);
    else if (c === '\\') {
      const hex = text.slice(i + 1, i + 4);
      if (!/^x[0-9A-Fa-f]{2}$/.test(hex)) return undefined;
      bytes.push(Number.parseInt(hex.slice(1), 16));
      i += 3;
    } else bytes.push(c.charCodeAt(0));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** unit_name_path_unescape: `/` and the path of an escaped one, `-` the root itself; undefined for what is no path. */
export function pathFromEscaped(text: string): string | undefined {
  if (text === '-') return '/';
  const path = text === '' ? undefined : unescapeName(text);
  if (path === undefined || path === '' || path.startsWith('/') || path.endsWith('/')) return undefined;
  return path.split('/').some((part) => part === '' || part === '.' || part === '..') ? undefined : `/${path}`;
}

/**
 * unit_name_from_path: the unit of a path, `/var/log` and `.mount` to `var-log.mount`; undefined for `..`, or for a name
 * too long.
 * @param does where it is not given, long names are hashed
 */
export function nameFromPath(path: string, suffix: string, does?: Does): string | undefined {
  const parts = path.split('/').filter((p) => p !== '' && p !== '.');
  if (parts.includes('..')) return undefined;
  const whole = (parts.length === 0 ? '-' : escapeName(parts.join('/'))) + suffix;
  const name = does?.('long-names-are-hashed') === false ? whole : shortened(whole);
  return isUnitName(name) ? name : undefined;
}

/** unit_name_to_path: the path that a unit of one is named for; undefined where the name tells none. */
export function pathOfUnit(id: string, does: Does): string | undefined {
  return does('long-names-are-hashed') && isHashed(id) ? undefined : pathFromEscaped(prefixOf(id));
}

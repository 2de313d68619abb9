/**
 * Unit names as generators build them (systemd.unit(5) "String escaping for inclusion in unit names";
 * src/basic/unit-name.c: unit_name_escape, unit_name_path_escape, unit_name_from_path, unit_name_mangle_with_suffix).
 */

const UNIT_NAME_MAX = 256;
const TYPES = /\.(service|socket|target|device|mount|automount|swap|timer|path|slice|scope)$/;
const VALID = /^[A-Za-z0-9:_.\\-]$/;
const VALID_WITH_AT = /^[@A-Za-z0-9:_.\\-]$/;

const encoder = new TextEncoder();

/** `/` becomes `-`; a leading dot, `-`, `\` and every byte that a unit name may not hold become `\xNN`. */
export function escapeUnitName(text: string): string {
  let out = '';
  for (const char of text) {
    if (char === '/') out += '-';
    else if (char === '-' || char === '\\' || (char === '.' && out === '') || !VALID.test(char)) out += hexEscape(char);
    else out += char;
  }
  return out;
}

/** undefined where the path is not normalized (`..`), as unit_name_path_escape refuses it. */
export function escapePath(path: string): string | undefined {
  const simple = simplifyPath(path);
  if (simple === '' || simple === '/') return '-';
  if (simple.length > 4095 || simple === '.' || simple.split('/').includes('..')) return undefined;
  return escapeUnitName(simple.replace(/^\/+/, ''));
}

/** `/srv/data` and `.mount` give `srv-data.mount`. undefined: no such unit name is possible. */
export function unitNameFromPath(path: string, suffix: string): string | undefined {
  const escaped = escapePath(path);
  return escaped === undefined ? undefined : checked(escaped + suffix);
}

/** `systemd-fsck`, `/dev/sda1` and `.service` give `systemd-fsck@dev-sda1.service`. */
export function instanceFromPath(prefix: string, path: string, suffix: string): string | undefined {
  const escaped = escapePath(path);
  return escaped === undefined ? undefined : checked(`${prefix}@${escaped}${suffix}`);
}

/** unit_name_mangle_with_suffix without globs: a valid name stays, a path becomes its unit, the rest is escaped and gets the suffix. */
export function mangleUnitName(name: string, suffix = '.service'): string | undefined {
  if (name === '') return undefined;
  if (isUnitName(name)) return name;
  if (isDevicePath(name)) {
    const device = unitNameFromPath(name, '.device');
    if (device !== undefined) return device;
  }
  if (name.startsWith('/')) {
    const mount = unitNameFromPath(name, '.mount');
    if (mount !== undefined) return mount;
  }
  let out = '';
  for (const char of name) out += char === '/' ? '-' : VALID_WITH_AT.test(char) ? char : hexEscape(char);
  if (!TYPES.test(out)) out += suffix;
  return isUnitName(out) ? out : undefined;
}

/** unit_name_is_valid with UNIT_NAME_ANY: plain, template or instance. */
export function isUnitName(name: string): boolean {
  if (name.length >= UNIT_NAME_MAX) return false;
  const suffix = TYPES.exec(name);
  if (suffix === null || suffix.index === 0) return false;
  const stem = name.slice(0, suffix.index);
  if (!/^[@A-Za-z0-9:_.\\-]+$/.test(stem)) return false;
  const at = stem.indexOf('@');
  return at !== 0;
}

/** The suffix without its dot, or undefined: unit_name_to_type. */
export function unitTypeOf(name: string): string | undefined {
  return isUnitName(name) ? TYPES.exec(name)?.[1] : undefined;
}

/** path_simplify: no double slashes, no `.` components, no trailing slash. */
export function simplifyPath(path: string): string {
  if (path === '') return '';
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/')) return `/${parts.join('/')}`;
  return parts.length === 0 ? '.' : parts.join('/');
}

/** is_device_path: something below /dev/ or /sys/. Nothing is looked up. */
export function isDevicePath(path: string): boolean {
  return isBelow(path, '/dev') || isBelow(path, '/sys');
}

/** path_startswith, with something after the prefix. */
export function isBelow(path: string, dir: string): boolean {
  if (!path.startsWith('/')) return false;
  return simplifyPath(path).startsWith(`${dir}/`);
}

export function pathEquals(a: string, b: string): boolean {
  return a.startsWith('/') === b.startsWith('/') && simplifyPath(a) === simplifyPath(b);
}

/** specifier_escape: `%` doubled. */
export function escapeSpecifiers(text: string): string {
  return text.replaceAll('%', '%%');
}

/** cescape: C escapes for control characters, quotes, backslashes and bytes beyond ASCII. */
export function escapeC(text: string): string {
  const short: Readonly<Record<string, string>> = {
    '\x07': '\\a',
    '\b': '\\b',
    '\f': '\\f',
    '\n': '\\n',
    '\r': '\\r',
    '\t': '\\t',
    '\v': '\\v',
    '\\': '\\\\',
    '"': '\\"',
    "'": "\\'",
  };
  let out = '';
  for (const byte of encoder.encode(text)) {
    const char = String.fromCharCode(byte);
    if (short[char] !== undefined) out += short[char];
    else if (byte < 32 || byte >= 127) out += `\\${byte.toString(8).padStart(3, '0')}`;
    else out += char;
  }
  return out;
}

function hexEscape(char: string): string {
  let out = '';
  for (const byte of encoder.encode(char)) out += `\\x${byte.toString(16).padStart(2, '0')}`;
  return out;
}

/** Names of 256 characters and more are hashed by systemd from v250 on; that is not modelled: no name. */
function checked(name: string): string | undefined {
  return isUnitName(name) ? name : undefined;
}

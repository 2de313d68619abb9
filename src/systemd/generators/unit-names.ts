/**
 * Unit names as generators build them (systemd.unit(5) "String escaping for inclusion in unit names";
 * src/basic/unit-name.c: unit_name_path_escape, unit_name_from_path_instance, unit_name_mangle_with_suffix).
 */
import { escapeName, isUnitName, isUnitType, nameFromPath } from '../unit-name.ts';

export { isUnitName, nameFromPath as unitNameFromPath };

const encoder = new TextEncoder();

/** undefined where the path is not normalized (`..`), as unit_name_path_escape refuses it. */
export function escapePath(path: string): string | undefined {
  const simple = simplifyPath(path);
  if (simple === '' || simple === '/') return '-';
  if (simple.length > 4095 || simple === '.' || simple.split('/').includes('..')) return undefined;
  return escapeName(simple.replace(/^\/+/, ''));
}

/** `systemd-fsck`, `/dev/sda1` and `.service` give `systemd-fsck@dev-sda1.service`. */
export function instanceFromPath(prefix: string, path: string, suffix: string): string | undefined {
  const escaped = escapePath(path);
  const name = `${prefix}@${escaped}${suffix}`;
  return escaped !== undefined && isUnitName(name) ? name : undefined;
}

/** unit_name_build: undefined where the instance or the whole is no name. */
export function instanceName(prefix: string, instance: string, suffix: string): string | undefined {
  const name = `${prefix}@${instance}${suffix}`;
  return isUnitName(name) ? name : undefined;
}

/** unit_name_mangle_with_suffix without globs: a valid name stays, a path becomes its unit, the rest is escaped and gets the suffix. */
export function mangleUnitName(name: string, suffix = '.service'): string | undefined {
  if (name === '') return undefined;
  if (isUnitName(name)) return name;
  if (name.startsWith('/')) {
    const unit = (isDevicePath(name) ? nameFromPath(name, '.device') : undefined) ?? nameFromPath(name, '.mount');
    if (unit !== undefined) return unit;
  }
  let out = '';
  for (const byte of encoder.encode(name)) {
    const char = String.fromCharCode(byte);
    out += char === '/' ? '-' : /[@A-Za-z0-9:_.\\-]/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  if (!isUnitType(out.slice(out.lastIndexOf('.') + 1)) || !out.includes('.')) out += suffix;
  return isUnitName(out) ? out : undefined;
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
  return ['/dev', '/sys'].some((dir) => isBelow(path, dir));
}

/** path_startswith, with something after the prefix. */
export function isBelow(path: string, dir: string): boolean {
  return path.startsWith('/') && simplifyPath(path).startsWith(`${dir}/`);
}

/** path_startswith: `dir` itself, or something in it. */
export function pathIsBelow(path: string, dir: string): boolean {
  return isBelow(path, dir) || (path.startsWith('/') && simplifyPath(path) === dir);
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

/** Values that many keys share, as PID 1 reads them: parse_boolean, path_simplify_and_warn, and what a name may hold. */
import type { Does } from '../behaviours/does.ts';

export { parseBoolean } from '../words/boolean.ts';

const PATH_MAX = 4096;
const NAME_MAX = 255;

/**
 * The path as path_simplify_and_warn leaves it; undefined where it is refused.
 * @param form which paths are asked for. @param does without it, what any version refuses is refused.
 */
export function checkPath(text: string, form: 'absolute' | 'relative', does?: Does): string | undefined {
  const absolute = text.startsWith('/');
  if (absolute !== (form === 'absolute') || text === '') return undefined;
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  if (absolute && does?.('parent-of-root-is-root')) while (parts[0] === '..') parts.shift();
  const limited = does === undefined || does('path-component-limit');
  if (parts.includes('..') || (limited && parts.some((part) => !fits(part, NAME_MAX)))) return undefined;
  const simple = absolute ? `/${parts.join('/')}` : parts.join('/');
  return simple === '' || !fits(simple, PATH_MAX - 1) ? undefined : simple;
}

export function byteLength(text: string): number {
  return Buffer.byteLength(text);
}

/** Whether a text has at most so many bytes: no character of UTF-16 makes more than three. */
function fits(text: string, most: number): boolean {
  return text.length * 3 <= most || byteLength(text) <= most;
}

/** string_is_safe (src/basic/string-util.c): no control characters, quotes or backslashes. */
export function isSafe(text: string): boolean {
  return !/[\u0001-\u001f\u007f"'\\]/.test(text);
}

/** filename_is_valid (src/basic/path-util.c). */
export function isFileName(text: string): boolean {
  return text !== '' && text !== '.' && text !== '..' && !text.includes('/') && fits(text, NAME_MAX);
}

/** fdname_is_valid (src/basic/fd-util.c). */
export function isDescriptorName(text: string): boolean {
  return /^[\u0020-\u0039\u003b-\u007e]{0,255}$/.test(text);
}

/** service_name_is_valid (sd-bus): a well-known bus name, or a unique one (`:1.2`). */
export function isBusName(text: string): boolean {
  return (
    text.length <= 255 && /^(:[\w-]+(\.[\w-]+)+|[A-Za-z_-][A-Za-z0-9_-]*(\.[A-Za-z_-][A-Za-z0-9_-]*)+)$/.test(text)
  );
}

/** ifname_valid (src/basic/socket-util.c): from v248 or so `%` and the names that sysctl uses for all are refused. */
export function isInterfaceName(text: string, does?: Does): boolean {
  if (text === '' || byteLength(text) >= 16 || /^(\.|\.\.|\+?\d+|0x[0-9a-f]+|0b[01]+|0o[0-7]+)$/i.test(text))
    return false;
  if (/^(all|default)$|%/.test(text) && does?.('sysctl-names-are-no-interfaces') !== false) return false;
  return /^[\u0021-\u007e]+$/.test(text) && !/[/:]/.test(text);
}

/** log_namespace_name_valid (src/shared/journal-util.c or src/basic/syslog-util.c, by version). */
export function isLogNamespace(text: string): boolean {
  if (!isFileName(text) || byteLength(text) > 222) return false;
  return /^[0-9A-Za-z:_.\\@-]+$/.test(text) && isSafe(text) && !/[*?[]/.test(text);
}

/** An unsigned number as safe_atou takes it: decimal, hexadecimal (0x), binary (0b) or octal (0, 0o). */
export function parseUnsigned(text: string, max = 0xffff_ffff): number | undefined {
  const digits = text.replace(/^[ \t\n\r]+/, '').replace(/^(\+|-(?=0+$))/, '');
  const forms: readonly (readonly [RegExp, number, number])[] = [
    [/^0[xX][0-9A-Fa-f]+$/, 16, 2],
    [/^0b[01]+$/, 2, 2],
    [/^0o[0-7]+$/, 8, 2],
    [/^0[0-7]+$/, 8, 1],
    [/^(0|[1-9][0-9]*)$/, 10, 0],
  ];
  for (const [form, base, cut] of forms)
    if (form.test(digits)) {
      const value = Number.parseInt(digits.slice(cut) || '0', base);
      return value <= max ? value : undefined;
    }
  return undefined;
}

/** DeviceAllow=: a node or a group of devices, and rights (config_parse_device_allow). */
export const DEVICE_ALLOW = {
  group: /^(block|char)-/,
  node: /^\/(dev|run\/systemd\/inaccessible)(\/|$)/,
  rights: /^[rwm]*$/,
} as const;

/** Command lines of Exec…=: config_parse_exec (src/core/load-fragment.c). */

import type { Does } from '../behaviours/does.ts';
import { checkPath, isFileName, isSafe } from './values.ts';
import { type FirstWord, firstWordOrRelaxed } from './words.ts';

const UNBALANCED = 'Unbalanced quoting or a wrong escape in the command line';
const ODD_ESCAPE = 'An escape that is none stands as it is written';

export interface CommandLine {
  /** How many commands were understood; those before a mistake count. */
  readonly commands: number;
  /** A mistake that makes PID 1 give up on the file. */
  readonly fatal?: string;
  /** A mistake that it passes over, and of which it says so. */
  readonly ignored?: string;
}

/**
 * @param value not empty (that resets the list).
 * @param expand specifiers, as unit_path_printf does; undefined where there is no such specifier.
 * @param installed whether a program of this name is in one of systemd's own folders for programs.
 */
export function parseCommandLine(
  value: string,
  expand: (text: string) => string | undefined,
  does: Does,
  installed: (name: string) => boolean = () => true,
): CommandLine {
  const shell = does('exec-via-shell');
  const limited = does('path-component-limit');
  const directory = does('exec-dots-are-a-directory') ? /(^|\/)\.{0,2}$/ : /\/$/;
  let rest: string | undefined = value;
  let commands = 0;
  let ignored: string | undefined;
  const done = (): CommandLine => ({ commands, ...(ignored === undefined ? {} : { ignored }) });
  for (let again = true; again; ) {
    again = false;
    const first: FirstWord =
      rest === undefined ? { end: true } : firstWordOrRelaxed(rest, { unquote: true, cUnescape: true });
    if ('error' in first) return { commands, ignored: UNBALANCED };
    if (!('word' in first)) return done();
    if (first.relaxed) ignored ??= ODD_ESCAPE;
    rest = first.rest;
    const looksUp = does('exec-names-are-looked-up');
    if (first.word === ';' && !looksUp) {
      again = true;
      continue;
    }
    const { name, ignore, ownName, viaShell } = prefixesOf(first.word, shell, does('exec-more-prefixes'));
    const fail = (fatal: string): CommandLine =>
      ignore || !does('fatal-settings') ? { commands, ignored: fatal } : { commands, fatal };
    let words = ownName && !viaShell ? 0 : 1;
    if (!viaShell) {
      const path = does('fatal-settings') ? expand(name) : name;
      if (path === undefined) return fail(`Failed to resolve specifiers in "${name}"`);
      if (path === '') return fail('Empty path in command line');
      if (!isSafe(path) || (does('names-refuse-wildcards') && /[*?[]/.test(path)))
        return fail(`Executable name contains special characters: ${path}`);
      if (directory.test(path)) return fail(`Executable path specifies a directory: ${path}`);
      if (!does('exec-by-name')) {
        if (!path.startsWith('/')) return fail(`Executable path is not absolute: ${path}`);
      } else if (!isExecutable(path, limited))
        return fail(`Neither a valid executable name nor an absolute path: ${path}`);
      if (looksUp && !path.startsWith('/') && !installed(path)) return fail(`No program is called ${path}`);
    }
    while (rest !== undefined && rest !== '') {
      const separator = /^;(?:[ \t\n\r]+|$)/.exec(rest);
      if (separator) {
        rest = rest.slice(separator[0].length);
        again = true;
        break;
      }
      const semicolon = /^\\;(?:[ \t\n\r]+|$)/.exec(rest);
      if (semicolon) {
        rest = rest.slice(semicolon[0].length);
        words++;
        continue;
      }
      const word: FirstWord = firstWordOrRelaxed(rest, { unquote: true, cUnescape: true });
      if ('end' in word) break;
      if ('error' in word) return fail(UNBALANCED);
      if (word.relaxed) ignored ??= ODD_ESCAPE;
      if (does('fatal-settings') && expand(word.word) === undefined)
        return fail(`Failed to resolve specifiers in ${word.word}`);
      words++;
      rest = word.rest;
    }
    if (words === 0) return fail('Empty executable name or zeroeth argument');
    commands++;
  }
  return done();
}

function isExecutable(path: string, limited: boolean): boolean {
  return path.startsWith('/')
    ? checkPath(path.replaceAll('..', 'dots'), 'absolute', (name) => limited && name === 'path-component-limit') !==
        undefined
    : isFileName(limited ? path : path.slice(0, 255));
}

function prefixesOf(
  word: string,
  shell: boolean,
  more: boolean,
): { readonly name: string; readonly ignore: boolean; readonly ownName: boolean; readonly viaShell: boolean } {
  let ignore = false;
  let ownName = false;
  let verbatim = false;
  let viaShell = false;
  let power = 0;
  let at = 0;
  for (; at < word.length; at++) {
    const c = word[at];
    if (c === '-' && !ignore) ignore = true;
    else if (c === '@' && !ownName) ownName = true;
    else if (!more) break;
    else if (c === ':' && !verbatim) verbatim = true;
    else if (c === '|' && shell && !viaShell) viaShell = true;
    else if (c === '+' && power === 0) power = 3;
    else if (c === '!' && power < 2) power++;
    else break;
  }
  return { name: word.slice(at), ignore, ownName, viaShell };
}

/** The kernel command line as systemd reads it (src/basic/proc-cmdline.c; kernel-command-line(7)). */
import { parseBoolean } from './boolean.ts';

export interface CmdlineItem {
  readonly key: string;
  /** undefined: no `=` in the word. */
  readonly value: string | undefined;
}

/** Words, split at white space; quotes group and are removed, backslashes stay (EXTRACT_UNQUOTE|RELAX|RETAIN_ESCAPE). */
export function cmdlineWords(cmdline: string): readonly string[] {
  const words: string[] = [];
  let word = '';
  let quote = '';
  let inside = false;
  for (const char of cmdline) {
    if (quote !== '') {
      if (char === quote) quote = '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      inside = true;
    } else if (/[ \t\n\r]/.test(char)) {
      if (inside) words.push(word);
      word = '';
      inside = false;
    } else {
      word += char;
      inside = true;
    }
  }
  if (inside) words.push(word);
  return words;
}

/**
 * proc_cmdline_parse_given. Outside an initrd, `rd.` words are left out. In one, `stripRd` takes the prefix off and `rdStrict` leaves
 * out the words that have none.
 */
export function cmdlineItems(
  cmdline: string,
  options: { readonly initrd?: boolean; readonly stripRd?: boolean; readonly rdStrict?: boolean } = {},
): readonly CmdlineItem[] {
  const items: CmdlineItem[] = [];
  for (const whole of cmdlineWords(cmdline)) {
    let word = whole;
    if (word.startsWith('rd.')) {
      if (options.initrd !== true) continue;
      if (options.stripRd === true) word = word.slice(3);
    } else if (options.rdStrict === true && options.initrd === true) continue;
    const equals = word.indexOf('=');
    items.push(
      equals < 0 ? { key: word, value: undefined } : { key: word.slice(0, equals), value: word.slice(equals + 1) },
    );
  }
  return items;
}

/** proc_cmdline_key_streq: `-` and `_` are one character. */
export function sameKey(a: string, b: string): boolean {
  return a.replaceAll('_', '-') === b.replaceAll('_', '-');
}

/** A switch of the command line: `key`, `key=yes`; a value that is no boolean changes nothing. */
export function switchValue(value: string | undefined, current: boolean): boolean {
  return value === undefined ? true : (parseBoolean(value) ?? current);
}

const RUNLEVEL_TARGETS: Readonly<Record<string, string>> = {
  emergency: 'emergency.target',
  '-b': 'emergency.target',
  rescue: 'rescue.target',
  single: 'rescue.target',
  '-s': 'rescue.target',
  s: 'rescue.target',
  S: 'rescue.target',
  '1': 'rescue.target',
  '2': 'multi-user.target',
  '3': 'multi-user.target',
  '4': 'multi-user.target',
  '5': 'graphical.target',
};

/** runlevel_to_target: the target that a word of the command line such as `single` or `3` stands for (`rd.` words in an initrd). */
export function runlevelToTarget(word: string, initrd = false): string | undefined {
  if (initrd) return word === 'rd.emergency' || word === 'rd.rescue' ? RUNLEVEL_TARGETS[word.slice(3)] : undefined;
  return Object.hasOwn(RUNLEVEL_TARGETS, word) ? RUNLEVEL_TARGETS[word] : undefined;
}

/**
 * The unit that the command line makes PID 1 start instead of default.target: `systemd.unit=`, or a runlevel word; the last one wins
 * (src/core/main.c: parse_proc_cmdline_item). undefined: the command line has none.
 *
 * @param options.takes whether PID 1 takes the name; one that it does not take is passed over
 */
export function anchorFromCmdline(
  cmdline: string,
  options: { readonly initrd?: boolean; readonly takes?: (name: string) => boolean } = {},
): { readonly unit: string; readonly word: string } | undefined {
  const initrd = options.initrd === true;
  let found: { unit: string; word: string } | undefined;
  for (const word of cmdlineWords(cmdline)) {
    const equals = word.indexOf('=');
    const key = equals < 0 ? word : word.slice(0, equals);
    const value = equals < 0 ? undefined : word.slice(equals + 1);
    if (key === (initrd ? 'rd.systemd.unit' : 'systemd.unit')) {
      if (value !== undefined && value !== '' && options.takes?.(value) !== false) found = { unit: value, word };
    } else if (value === undefined) {
      const unit = runlevelToTarget(key, initrd);
      if (unit !== undefined) found = { unit, word };
    }
  }
  return found;
}

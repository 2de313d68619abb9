/**
 * What the assignments of one unit come to: for each kind of value, the last one that PID 1 would accept.
 * config_parse_bool, config_parse_unit_string_printf, config_parse_unit_path_printf and their like (load-fragment.c).
 */

import type { Does } from '../behaviours/does.ts';
import type { Setting } from '../graph/model.ts';
import { checkPath, parseBoolean } from './values.ts';

/** A value that holds, and the line that says so. */
export interface Assigned<T> {
  readonly value: T;
  readonly setting: Setting;
}

export interface SettingReader {
  /** Every assignment of a key in the order in which they are read, empty and wrong ones too. */
  all(section: string, key: string): readonly Setting[];
  /** The last assignment that `accept` takes. It answers undefined for what is ignored, `reset` for what clears the key. */
  last<T>(
    section: string,
    key: string,
    accept: (setting: Setting) => T | undefined | typeof RESET,
  ): Assigned<T> | undefined;
  /** What `accept` takes of several keys together, in order, since the last reset. */
  list<T>(
    section: string,
    keys: readonly string[],
    accept: (setting: Setting) => T | undefined | typeof RESET,
  ): readonly Assigned<T>[];
  flag(section: string, key: string): Assigned<boolean> | undefined;
  /** Text with specifiers expanded; an empty one clears. */
  text(section: string, key: string): Assigned<string> | undefined;
  /** An absolute path, simplified; an empty one clears. */
  path(section: string, key: string): Assigned<string> | undefined;
  /** One of some words; anything else, an empty value too, is ignored. */
  choice(section: string, key: string, words: readonly string[]): Assigned<string> | undefined;
}

/** RootFacts by `accept` where an assignment clears what was said before. */
export const RESET = Symbol('reset');

const NO_SETTINGS: readonly Setting[] = [];

/** @param expand specifiers of a value, by unit_full_printf's table; undefined where the assignment is to be ignored. */
export function createSettingReader(
  settings: readonly Setting[],
  expand: (setting: Setting) => string | undefined,
  does: Does,
): SettingReader {
  const sections = new Map<string, Map<string, Setting[]>>();
  for (const setting of settings) {
    let keys = sections.get(setting.section);
    if (keys === undefined) {
      keys = new Map();
      sections.set(setting.section, keys);
    }
    const known = keys.get(setting.key);
    if (known) known.push(setting);
    else keys.set(setting.key, [setting]);
  }
  const all = (section: string, key: string): readonly Setting[] => sections.get(section)?.get(key) ?? NO_SETTINGS;
  const last: SettingReader['last'] = (section, key, accept) => {
    let standing: Assigned<never> | undefined;
    for (const setting of all(section, key)) {
      const value = accept(setting);
      if (value === RESET) standing = undefined;
      else if (value !== undefined) standing = { value: value as never, setting };
    }
    return standing;
  };
  return {
    all,
    last,
    list(section, keys, accept) {
      const several = keys.filter((key) => sections.get(section)?.has(key));
      const found =
        several.length < 2
          ? all(section, several[0] ?? '')
          : settings.filter((s) => s.section === section && several.includes(s.key));
      const out: Assigned<never>[] = [];
      for (const setting of found) {
        const value = accept(setting);
        if (value === RESET) out.length = 0;
        else if (value !== undefined) out.push({ value: value as never, setting });
      }
      return out;
    },
    flag: (section, key) => last(section, key, (setting) => parseBoolean(setting.value)),
    text: (section, key) =>
      last(section, key, (setting) => {
        const text = expand(setting);
        return text === '' ? RESET : text;
      }),
    path: (section, key) =>
      last(section, key, (setting) => {
        const text = expand(setting);
        return text === '' ? RESET : text === undefined ? undefined : checkPath(text, 'absolute', does);
      }),
    choice: (section, key, words) =>
      last(section, key, (setting) => (words.includes(setting.value) ? setting.value : undefined)),
  };
}

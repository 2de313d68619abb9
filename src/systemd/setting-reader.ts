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

/** Who expands the specifiers of a value, by unit_full_printf's table: undefined where the assignment is to be ignored. */
export interface Expander {
  readonly does: Does;
  expand(setting: Setting, scope: 'full'): string | undefined;
}

export function createSettingReader(settings: readonly Setting[], by: Expander): SettingReader {
  return new UnitSettings(settings, by);
}

/** A class, since there is one a unit. */
class UnitSettings implements SettingReader {
  private readonly settings: readonly Setting[];
  private readonly by: Expander;
  /** By key; a key that stands in two sections has the assignments of both. */
  private readonly byKey = new Map<string, Setting[]>();

  constructor(settings: readonly Setting[], by: Expander) {
    this.settings = settings;
    this.by = by;
    for (const setting of settings) {
      const known = this.byKey.get(setting.key);
      if (known) known.push(setting);
      else this.byKey.set(setting.key, [setting]);
    }
  }

  all(section: string, key: string): readonly Setting[] {
    const found = this.byKey.get(key);
    if (found === undefined) return NO_SETTINGS;
    const isIn = (setting: Setting): boolean => setting.section === section;
    return found.every(isIn) ? found : found.filter(isIn);
  }

  last<T>(
    section: string,
    key: string,
    accept: (setting: Setting) => T | undefined | typeof RESET,
  ): Assigned<T> | undefined {
    let standing: Assigned<T> | undefined;
    for (const setting of this.all(section, key)) {
      const value = accept(setting);
      if (value === RESET) standing = undefined;
      else if (value !== undefined) standing = { value: value as T, setting };
    }
    return standing;
  }

  list<T>(
    section: string,
    keys: readonly string[],
    accept: (setting: Setting) => T | undefined | typeof RESET,
  ): readonly Assigned<T>[] {
    const several = keys.filter((key) => this.all(section, key).length > 0);
    const found =
      several.length < 2
        ? this.all(section, several[0] ?? '')
        : this.settings.filter((s) => s.section === section && several.includes(s.key));
    const out: Assigned<T>[] = [];
    for (const setting of found) {
      const value = accept(setting);
      if (value === RESET) out.length = 0;
      else if (value !== undefined) out.push({ value: value as T, setting });
    }
    return out;
  }

  flag(section: string, key: string): Assigned<boolean> | undefined {
    return this.last(section, key, (setting) => parseBoolean(setting.value));
  }

  text(section: string, key: string): Assigned<string> | undefined {
    return this.last(section, key, (setting) => {
      const text = this.by.expand(setting, 'full');
      return text === '' ? RESET : text;
    });
  }

  path(section: string, key: string): Assigned<string> | undefined {
    return this.last(section, key, (setting) => {
      const text = this.by.expand(setting, 'full');
      return text === '' ? RESET : text === undefined ? undefined : checkPath(text, 'absolute', this.by.does);
    });
  }

  choice(section: string, key: string, words: readonly string[]): Assigned<string> | undefined {
    return this.last(section, key, (setting) => (words.includes(setting.value) ? setting.value : undefined));
  }
}

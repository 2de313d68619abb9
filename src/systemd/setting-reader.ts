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
const NOTHING: readonly never[] = [];

/** Who expands the specifiers of a value, by unit_full_printf's table: undefined where the assignment is to be ignored. */
export interface Expander {
  readonly does: Does;
  expand(setting: Setting, scope: 'full'): string | undefined;
}

export function createSettingReader(settings: readonly Setting[], by: Expander): SettingReader {
  return new UnitSettings(settings, by);
}

/** Up to so many are looked through for each key: a table of them takes longer to make, and as much room as they do. */
const FEW = 24;

/** By key, in the order in which they stand; a key of two sections has those of both. */
export function byKeyOf(settings: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> {
  const byKey = new Map<string, Setting[]>();
  for (const setting of settings) {
    const known = byKey.get(setting.key);
    if (known) known.push(setting);
    else byKey.set(setting.key, [setting]);
  }
  return byKey;
}

/** A class, since there is one a unit. */
class UnitSettings implements SettingReader {
  private readonly settings: readonly Setting[];
  private readonly by: Expander;
  /** By key, where there are many; a key that stands in two sections has the assignments of both. */
  private readonly byKey: ReadonlyMap<string, readonly Setting[]> | undefined;

  constructor(settings: readonly Setting[], by: Expander) {
    this.settings = settings;
    this.by = by;
    this.byKey = settings.length > FEW ? byKeyOf(settings) : undefined;
  }

  all(section: string, key: string): readonly Setting[] {
    let found: Setting[] | undefined;
    for (const setting of this.among(key))
      if (setting.key === key && setting.section === section) {
        if (found === undefined) found = [setting];
        else found.push(setting);
      }
    return found ?? NO_SETTINGS;
  }

  /** Where those of a key are to be looked for. */
  private among(key: string): readonly Setting[] {
    return this.byKey === undefined ? this.settings : (this.byKey.get(key) ?? NO_SETTINGS);
  }

  last<T>(
    section: string,
    key: string,
    accept: (setting: Setting) => T | undefined | typeof RESET,
  ): Assigned<T> | undefined {
    let standing: Assigned<T> | undefined;
    for (const setting of this.among(key)) {
      if (setting.key !== key || setting.section !== section) continue;
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
    const [only] = keys;
    const found =
      keys.length === 1 && only !== undefined
        ? this.all(section, only)
        : this.settings.filter((s) => s.section === section && keys.includes(s.key));
    if (found.length === 0) return NOTHING;
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

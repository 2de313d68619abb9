/** Specifiers in unit names and paths: systemd.unit(5), "Specifiers"; specifier_printf (src/shared/specifier.c). */

import type { Does } from '../behaviours/does.ts';
import type { HostFacts } from '../capture/machine.ts';
import { instanceOf, pathFromEscaped, prefixOf, unescapeName } from './unit-name.ts';

/** What is known of the machine; absent: unknown offline, and never guessed. */
export type { HostFacts };

/** With the unit's own file, links resolved, for `%y` and `%Y`; null where it has none. */
export interface SpecifierFacts extends HostFacts {
  readonly fragment?: string | null;
  /** Which specifiers this systemd has; absent: any. */
  readonly table?: SpecifierTable;
}

export interface SpecifierTable {
  readonly name: string;
  readonly full: string;
  /** Others stand for themselves, and a last % is lost; later they are mistakes, and it stays. */
  readonly othersStay: boolean;
}

/** The letters of unit_name_printf and unit_full_printf (src/core/unit-printf.c). */
export function specifierTable(does: Does): SpecifierTable {
  const system = 'aoBwW';
  const image = does('image-specifiers') ? 'AM' : '';
  const pretty = does('pretty-name-specifier') ? 'q' : '';
  const groups = does('group-specifiers') ? 'gG' : '';
  return {
    name: [
      'nNpi',
      does('host-specifiers-in-names') ? 'UumHb' : '',
      groups,
      does('prefix-specifiers-in-names') ? 'j' : '',
      does('system-specifiers-in-names') ? `${system}v` : '',
      does('system-specifiers') ? 'l' : '',
      image,
      pretty,
    ].join(''),
    full: [
      'nNpPiIfcrRtUuhsmHbv',
      does('folder-specifiers') ? 'SCL' : '',
      does('prefix-specifiers') ? 'jJETV' : '',
      groups,
      does('system-specifiers-in-names') ? 'l' : '',
      does('system-specifiers') ? system : '',
      image,
      pretty,
      does('fragment-specifiers') ? 'yY' : '',
      does('credentials-specifier') ? 'd' : '',
      does('shared-data-specifier') ? 'D' : '',
    ].join(''),
    othersStay: does('unknown-specifiers-stay'),
  };
}

/** `unknown`: not to be known from files; `invalid`: PID 1 knows no such specifier, or none with a value here. */
export type Expansion = { readonly text: string } | { readonly unknown: string } | { readonly invalid: string };

/** A command's words, as far as they decide anything: an unknown value is taken for some word, a wrong specifier is undefined. */
export function wordOf(text: string, made: Expansion): string | undefined {
  if ('text' in made) return made.text;
  return 'unknown' in made ? text.replaceAll('%', '') : undefined;
}

/** LONG_LINE_MAX: what a whole file of such lines may grow to is bounded, too. */
const MAX_EXPANDED = 2 ** 20;

/**
 * @param scope `name`: only what unit_name_printf knows; `full`: unit_full_printf's table.
 * @returns `unknown`, too, where the text would be longer than any that is read
 */
export function expandSpecifiers(text: string, id: string, host: SpecifierFacts, scope: 'name' | 'full'): Expansion {
  if (!text.includes('%')) return { text };
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const next = text[i + 1];
    if (c === '%' && next === undefined && host.table?.othersStay) break;
    if (c !== '%' || next === undefined) {
      out += c;
      continue;
    }
    i++;
    if (next === '%') out += '%';
    else if (!/[A-Za-z0-9]/.test(next)) out += `%${next}`;
    else if (host.table && !host.table[scope].includes(next)) {
      if (!host.table.othersStay) return { invalid: `%${next}` };
      out += `%${next}`;
    } else if (HOST_ONLY.includes(next) || (scope === 'full' && CONTROL_GROUP.includes(next)))
      return { unknown: `%${next}` };
    else {
      const value = lookUp(next, id, host, scope);
      if (value === undefined)
        return HOST_FACTS.includes(next) || (scope === 'full' && OWN_FILE.includes(next) && host.fragment === undefined)
          ? { unknown: `%${next}` }
          : { invalid: `%${next}` };
      if (out.length + value.length > MAX_EXPANDED) return { unknown: `%${next}` };
      out += value;
    }
  }
  return { text: out };
}

/** Known to the running machine only (architecture, boot id, kernel release, pretty host name). */
const HOST_ONLY = 'abvq';
const HOST_FACTS = 'Hlm';
/** Paths of control groups. */
const CONTROL_GROUP = 'crR';
const OWN_FILE = 'yY';

function lookUp(letter: string, id: string, host: SpecifierFacts, scope: 'name' | 'full'): string | undefined {
  const prefix = prefixOf(id);
  const instance = instanceOf(id) ?? '';
  const release = (field: string): string => host.osRelease?.get(field) ?? '';
  switch (letter) {
    case 'i':
      return instance;
    case 'j':
      return prefix.slice(prefix.lastIndexOf('-') + 1);
    case 'n':
      return id;
    case 'N':
      return id.slice(0, id.lastIndexOf('.'));
    case 'p':
      return prefix;
    case 'H':
      return host.hostname;
    case 'l':
      return host.hostname?.split('.')[0];
    case 'm':
      return host.machineId;
    case 'o':
      return release('ID');
    case 'w':
      return release('VERSION_ID');
    case 'W':
      return release('VARIANT_ID');
    case 'B':
      return release('BUILD_ID');
    case 'A':
      return release('IMAGE_VERSION');
    case 'M':
      return release('IMAGE_ID');
    case 'u':
    case 'g':
      return 'root';
    case 'U':
    case 'G':
      return '0';
  }
  if (scope === 'name') return undefined;
  switch (letter) {
    case 'I':
      return unescapeName(instance);
    case 'J':
      return unescapeName(prefix.slice(prefix.lastIndexOf('-') + 1));
    case 'P':
      return unescapeName(prefix);
    case 'f':
      return pathFromEscaped(instance === '' ? prefix : instance);
    case 'd':
      return `/run/credentials/${id}`;
    case 't':
      return '/run';
    case 'S':
      return '/var/lib';
    case 'C':
      return '/var/cache';
    case 'L':
      return '/var/log';
    case 'E':
      return '/etc';
    case 'T':
      return '/tmp';
    case 'V':
      return '/var/tmp';
    case 'h':
      return '/root';
    case 's':
      return '/bin/sh';
    case 'D':
      return '/usr/share';
    case 'y':
      return host.fragment ?? undefined;
    case 'Y':
      return host.fragment ? host.fragment.slice(0, host.fragment.lastIndexOf('/')) || '/' : undefined;
  }
  return undefined;
}

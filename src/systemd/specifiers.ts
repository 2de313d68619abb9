/** Specifiers in unit names and paths: systemd.unit(5), "Specifiers"; specifier_printf (src/shared/specifier.c). */
import { instanceOf, prefixOf, unescapeName } from './unit-name.ts';

/** What is known of the machine; absent: unknown offline, and never guessed. */
export interface HostFacts {
  readonly hostname?: string;
  readonly machineId?: string;
  readonly osRelease?: ReadonlyMap<string, string>;
}

export type Expansion = { readonly text: string } | { readonly unknown: string };

/** @param scope `name`: only what unit_name_printf knows; `full`: unit_full_printf's table. */
export function expandSpecifiers(text: string, id: string, host: HostFacts, scope: 'name' | 'full'): Expansion {
  if (!text.includes('%')) return { text };
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    const next = text[i + 1];
    if (c !== '%' || next === undefined) {
      out += c;
      continue;
    }
    i++;
    if (next === '%') out += '%';
    else if (!/[A-Za-z]/.test(next)) out += `%${next}`;
    else {
      const value = lookUp(next, id, host, scope);
      if (value === undefined) return { unknown: `%${next}` };
      out += value;
    }
  }
  return { text: out };
}

function lookUp(letter: string, id: string, host: HostFacts, scope: 'name' | 'full'): string | undefined {
  const prefix = prefixOf(id);
  const instance = instanceOf(id) ?? '';
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
      return host.osRelease?.get('ID');
    case 'w':
      return host.osRelease?.get('VERSION_ID') ?? '';
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
    case 'f': {
      const path = unescapeName(instance === '' ? prefix : instance);
      return path === undefined || path.startsWith('/') ? path : `/${path}`;
    }
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
  }
  return undefined;
}

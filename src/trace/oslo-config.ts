/** OpenStack's configuration files: INI with repeated keys, continued lines and no comments behind values (oslo.config). */
import { parse } from 'ini';
import type { ConfigFact } from './model.ts';

export interface OsloConfig {
  /** By section, by key; a key that is repeated has every value, the last one is in force for options of one value. */
  readonly sections: ReadonlyMap<string, ReadonlyMap<string, readonly OsloValue[]>>;
}

export interface OsloValue {
  readonly text: string;
  readonly line: number;
}

interface Entry {
  readonly section: string;
  readonly key: string;
  readonly text: string;
  readonly line: number;
}

/** Never fails: what is no assignment is passed over. */
export function readOsloConfig(text: string): OsloConfig {
  const entries = entriesOf(text);
  // One plain file for `ini`, each assignment under a name of its own: repeated keys and section names with dots come through.
  const plain = entries.map(({ text: value }, i) => `k${i} = ${escaped(value)}`).join('\n');
  const values = parse(plain);
  const sections = new Map<string, Map<string, OsloValue[]>>();
  for (const [i, { section, key, line }] of entries.entries()) {
    const keys = sections.get(section) ?? new Map<string, OsloValue[]>();
    sections.set(section, keys);
    const list = keys.get(key) ?? [];
    keys.set(key, list);
    list.push({ text: String(values[`k${i}`] ?? ''), line });
  }
  return { sections };
}

/** `;` and `#` begin a comment for `ini`, but not for oslo.config. */
function escaped(value: string): string {
  return value.replace(/[\\;#]/g, '\\$&');
}

function entriesOf(text: string): readonly Entry[] {
  const entries: Entry[] = [];
  let section = 'DEFAULT';
  let current: Entry | undefined;
  for (const [i, raw] of text.split('\n').entries()) {
    if (/^\s*([#;]|$)/.test(raw)) {
      if (raw.trim() === '') current = undefined;
      continue;
    }
    if (/^\s/.test(raw) && current !== undefined) {
      current = { ...current, text: `${current.text} ${raw.trim()}` };
      entries[entries.length - 1] = current;
      continue;
    }
    const head = /^\[([^\]]*)\]/.exec(raw);
    if (head !== null) {
      section = head[1]?.trim() ?? '';
      current = undefined;
      continue;
    }
    const match = /^([^=:]+)[=:](.*)$/s.exec(raw.trimEnd());
    if (match === null) continue;
    current = { section, key: match[1]?.trimEnd() ?? '', text: match[2]?.trimStart() ?? '', line: i + 1 };
    entries.push(current);
  }
  return entries;
}

/** What a service of OpenStack cannot work without: where its queue, its database and its peers are. */
const TELLING: readonly (readonly [section: RegExp, key: RegExp])[] = [
  [/./, /^(transport_url|rabbit_hosts?|rpc_backend|sql_connection)$/],
  [/^(api_|cell_)?database$/, /^connection$/],
  [/^keystone_authtoken$/, /^(auth_url|www_authenticate_uri|auth_uri|memcached_servers|identity_uri)$/],
  [/^(neutron|glance|placement|cinder|keystone)$/, /^(url|auth_url|api_servers|endpoint_override|os_region_name)$/],
  [/^DEFAULT$/, /^(my_ip|host|state_path|compute_driver|enabled_apis|core_plugin|log_file|log_dir|use_syslog)$/],
  [/^libvirt$/, /^(virt_type|connection_uri)$/],
];

/** The telling settings in force, in file order; users and passwords are taken out of URLs. */
export function tellingFacts(config: OsloConfig): readonly ConfigFact[] {
  const facts: ConfigFact[] = [];
  for (const [section, keys] of config.sections)
    for (const [key, values] of keys) {
      if (!TELLING.some(([inSection, named]) => inSection.test(section) && named.test(key))) continue;
      const last = values.at(-1);
      if (last === undefined || last.text === '') continue;
      facts.push({ section, key, value: withoutSecrets(last.text), line: last.line });
    }
  return facts.sort((a, b) => a.line - b.line);
}

/** `rabbit://user:secret@host` → `rabbit://host`, for every part of a list. */
export function withoutSecrets(value: string): string {
  return value.replace(/(^|,|:\/\/)[^/,@\s:]*:[^/,\s]*@/g, '$1');
}

/** /etc/insserv.conf and /etc/insserv.conf.d: which scripts stand behind `$remote_fs` and its like. */

import type { Snapshot } from '../snapshot/snapshot.ts';
import { append } from '../words/append.ts';
import { readLatin1 } from './read-text.ts';
import { isIgnoredConfigName } from './script-names.ts';

export interface FacilityMember {
  /** As written: `+mountall`, `networking`, `$network`. */
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

export interface Facilities {
  /** By name (`$network`), in the order of first mention. Members as written, facilities among them not expanded. */
  readonly members: ReadonlyMap<string, readonly FacilityMember[]>;
  /** Where each was mentioned first. */
  readonly declared: ReadonlyMap<string, { readonly file: string; readonly line: number }>;
  /** Members of `<interactive>`, in order. */
  readonly interactive: readonly FacilityMember[];
  readonly files: readonly string[];
}

const ENTRY = /^([$<][a-z0-9_-]+>?)(?:[ \t]*[=:][ \t]*|[ \t]+)([\x20-\x7e]*)/i;

/**
 * Reads the configuration as insserv does (scan_conf): the file, then the folder's files in *reverse* order of name.
 * Lines of one facility add up; a value ends at a tab.
 */
export function readFacilities(snapshot: Snapshot, filters: ReadonlySet<string> = new Set()): Facilities {
  const members = new Map<string, FacilityMember[]>();
  const declared = new Map<string, { file: string; line: number }>();
  const interactive: FacilityMember[] = [];
  const files: string[] = [];
  for (const file of configFiles(snapshot, filters)) {
    const text = readLatin1(snapshot, file);
    if (text === undefined) continue;
    files.push(file);
    let line = 0;
    for (const raw of text.split('\n')) {
      line++;
      const match = ENTRY.exec(raw.slice(0, 2047));
      if (match === null) continue;
      const [, name = '', value = ''] = match;
      const words = value === '' ? [] : value.split(/[ ,;\t]/);
      const found = words.map((word) => ({ name: word, file, line }));
      if (name.startsWith('$') && !name.endsWith('>')) {
        if (!declared.has(name)) declared.set(name, { file, line });
        const known = members.get(name);
        if (known === undefined) members.set(name, found);
        else append(known, found);
      } else if (name === '<interactive>') append(interactive, found);
    }
  }
  return { members, declared, interactive, files };
}

function configFiles(snapshot: Snapshot, filters: ReadonlySet<string>): string[] {
  const folder = '/etc/insserv.conf.d';
  const names = (snapshot.list(folder) ?? [])
    .map((entry) => entry.name)
    .filter((name) => !isIgnoredConfigName(name, filters));
  const own = names.map((name) => `${folder}/${name}`).filter((file) => snapshot.stat(file)?.kind === 'file');
  return ['/etc/insserv.conf', ...own.reverse()];
}

function unexpanded({ members }: Facilities): ReadonlyMap<string, readonly FacilityMember[]> {
  return new Map([...members].map(([name, list]) => [name, list.filter((member) => !member.name.startsWith('$'))]));
}

/** Facilities of facilities may multiply without end; no real root comes near. */
const MAX_MEMBERS = 20_000;

/** Facilities down to service names (`+` kept), or the loop that makes insserv give up. */
export function expandFacilities(facilities: Facilities): {
  readonly members: ReadonlyMap<string, readonly FacilityMember[]>;
  readonly loop?: string;
} {
  const lists = new Map([...facilities.members].map(([name, members]) => [name, [...members]]));
  const inProgress = new Set<FacilityMember>();
  let budget = MAX_MEMBERS;
  let loop: string | undefined;

  /** Appends what `member` stands for to `into`; nested facilities first come, first expanded. */
  function expand(member: FacilityMember, into: FacilityMember[], depth: number): void {
    const nested = [...(lists.get(member.name) ?? [])];
    for (const next of nested) {
      if (inProgress.has(next)) loop ??= next.name;
      if (loop !== undefined || --budget < 0) return;
      if (!next.name.startsWith('$')) into.push(next);
      else {
        if (depth > 10) return;
        inProgress.add(next);
        expand(next, into, depth + 1);
        inProgress.delete(next);
      }
    }
  }

  for (const [name, list] of lists) {
    const result = list.filter((member) => !member.name.startsWith('$'));
    for (const member of list) if (member.name.startsWith('$')) expand(member, result, 0);
    // insserv gives up; what can be told without the facilities within facilities is told.
    if (loop !== undefined) return { members: unexpanded(facilities), loop };
    // The same member again changes nothing.
    const once = new Map<string, FacilityMember>();
    for (const member of result) if (!once.has(member.name)) once.set(member.name, member);
    lists.set(name, [...once.values()]);
  }
  return { members: lists };
}

/** Init scripts and the links of runlevels as they lie on the disk, each script with the header that insserv would take for it. */

import { RUNLEVELS, type Runlevel } from '../behaviours/runlevels.ts';
import { runlevelFolder, type SysvLayout, sysvLayout } from '../behaviours/sysv-layout.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { oncePer } from '../words/once.ts';
import { type LsbHeader, parseLsbHeader } from './lsb-header.ts';
import { baseName, dirName, readLatin1 } from './read-text.ts';
import { isIgnoredScriptName, parseFileFilters } from './script-names.ts';

/** What init scripts and Upstart's jobs share beside /etc, and insserv's own overrides. */
export const SCRIPT_LIBRARIES = ['/lib/init', '/lib/lsb', '/usr/share/insserv'] as const;

/** Where a header came from (insserv.c: scan_script_defaults). */
export interface ScriptHeader {
  readonly source: 'script' | 'override' | 'upstart-job' | 'openrc';
  /** The file that was read for it. */
  readonly file: string;
  readonly header: LsbHeader;
  /** An override file with a BEGIN line and no END: insserv stops there. */
  readonly openOverride?: string;
}

/** Why a file of /etc/init.d is no script to insserv. */
export type SkipReason = 'name' | 'not-executable' | 'alias-link' | 'dangling' | 'not-a-file';

export interface InitScript {
  readonly name: string;
  readonly file: string;
  readonly executable: boolean;
  readonly skip?: SkipReason;
  /** What a link says, as written. */
  readonly link?: string;
  readonly header: ScriptHeader;
}

export interface RcLink {
  readonly runlevel: Runlevel;
  /** `/etc/rc2.d/S20ssh`. */
  readonly file: string;
  readonly name: string;
  readonly type: 'S' | 'K';
  /** As C's `atoi` into a signed char: what insserv takes for the number. */
  readonly number: number;
  /** The name after the letter and two digits: what /etc/init.d/rc and systemd go by. */
  readonly script: string;
  /** Base name of the link's text; undefined where the entry is no link, which insserv calls corrupt. */
  readonly targetName?: string;
  readonly dangling: boolean;
  /** Exactly two digits: only such names are removed again. */
  readonly plain: boolean;
  readonly header: ScriptHeader;
}

export interface SysvFiles {
  readonly layout: SysvLayout;
  readonly scripts: readonly InitScript[];
  /** By runlevel, in the folder's order. */
  readonly links: ReadonlyMap<Runlevel, readonly RcLink[]>;
}

/** Order in which a folder's names are met; insserv takes readdir(3)'s, which only a live machine knows. */
export type ListOrder = (folder: string) => readonly string[] | undefined;

export interface ReadOptions {
  readonly listOrder?: ListOrder;
}

const readOnce = oncePer((snapshot: Snapshot) => readFiles(snapshot, {}));

/** Reads scripts, overrides and links; as its folders list them, once a snapshot. Never fails: what cannot be read has an empty header. */
export function readSysvFiles(snapshot: Snapshot, options: ReadOptions = {}): SysvFiles {
  return options.listOrder === undefined ? readOnce(snapshot) : readFiles(snapshot, options);
}

function readFiles(snapshot: Snapshot, options: ReadOptions): SysvFiles {
  const list = (folder: string): readonly string[] =>
    options.listOrder?.(folder) ?? (snapshot.list(folder) ?? []).map((entry) => entry.name);
  const filters = fileFilters(snapshot);
  const layout = sysvLayout(snapshot);
  const headers = new Map<string, ScriptHeader>();
  const headerOf = (path: string): ScriptHeader => {
    // The links of seven runlevels lead to few scripts.
    const { last, upstart } = followLinks(snapshot, path);
    const real = snapshot.realpath(path);
    const key = `${real ?? path}\0${upstart ? '' : baseName(last)}`;
    const known = headers.get(key);
    if (known !== undefined) return known;
    const read = readScriptHeader(snapshot, path, last, upstart);
    if (read.source !== 'openrc' && read.source !== 'upstart-job') headers.set(key, read);
    return read;
  };
  const scripts: InitScript[] = [];
  for (const name of list(layout.initFolder)) {
    const script = readScript(snapshot, `${layout.initFolder}/${name}`, name, filters, headerOf);
    if (script !== undefined) scripts.push(script);
  }
  const links = new Map<Runlevel, RcLink[]>();
  for (const level of RUNLEVELS) {
    const folder = runlevelFolder(layout, level);
    links.set(
      level,
      list(folder).flatMap((name) => readLink(snapshot, level, `${folder}/${name}`, name, headerOf) ?? []),
    );
  }
  return { layout, scripts, links };
}

export function fileFilters(snapshot: Snapshot): Set<string> {
  return parseFileFilters(readLatin1(snapshot, '/etc/insserv/file-filters'));
}

function readScript(
  snapshot: Snapshot,
  file: string,
  name: string,
  filters: ReadonlySet<string>,
  headerOf: (path: string) => ScriptHeader,
): InitScript | undefined {
  const own = snapshot.lstat(file);
  if (name.startsWith('.') || own === undefined || own.kind === 'dir') return undefined;
  const target = snapshot.stat(file);
  if (target?.kind === 'dir') return undefined;
  const link = own.kind === 'link' ? (snapshot.readlink(file) ?? '') : undefined;
  const executable = target !== undefined && (target.mode & 0o100) !== 0;
  const skip = skipReason(name, link, target?.kind, executable, filters);
  return {
    name,
    file,
    executable,
    ...(skip === undefined ? {} : { skip }),
    ...(link === undefined ? {} : { link }),
    header: headerOf(file),
  };
}

/** In insserv's order of tests. `reboot` may be a link to another script: a special case of old. */
function skipReason(
  name: string,
  link: string | undefined,
  kind: string | undefined,
  executable: boolean,
  filters: ReadonlySet<string>,
): SkipReason | undefined {
  if (link === undefined) {
    if (kind !== 'file') return 'not-a-file';
    if (!executable) return 'not-executable';
  } else if (name !== 'reboot') {
    if (!link.includes('/')) return 'alias-link';
    if (kind === undefined) return 'dangling';
    if (kind !== 'file') return 'not-a-file';
    if (!executable) return 'not-executable';
  }
  return isIgnoredScriptName(name, filters) ? 'name' : undefined;
}

function readLink(
  snapshot: Snapshot,
  runlevel: Runlevel,
  file: string,
  name: string,
  headerOf: (path: string) => ScriptHeader,
): RcLink | undefined {
  const match = /^([SK])([0-9]{2,})/.exec(name);
  if (match === null) return undefined;
  const [, type, digits = ''] = match;
  const text = snapshot.readlink(file);
  return {
    runlevel,
    file,
    name,
    type: type === 'K' ? 'K' : 'S',
    number: (Number.parseInt(digits.slice(-10), 10) << 24) >> 24,
    script: name.slice(3),
    ...(text === undefined ? {} : { targetName: baseName(text) }),
    dangling: snapshot.stat(file) === undefined,
    plain: digits.length === 2,
    header: headerOf(file),
  };
}

const MAX_LINKS = 20;
const UPSTART_JOB = '/lib/init/upstart-job';

/**
 * The header that counts for a path: an OpenRC script has none, a link to upstart-job is Upstart's, then the override of
 * the site, that of other packages, and last the script's own.
 */
function readScriptHeader(snapshot: Snapshot, path: string, last: string, upstart: boolean): ScriptHeader {
  if (isOpenRc(snapshot, path)) return { source: 'openrc', file: path, header: NO_HEADER };
  if (upstart) return { source: 'upstart-job', file: path, header: NO_HEADER };
  let openOverride: string | undefined;
  for (const folder of ['/etc/insserv/overrides', '/usr/share/insserv/overrides']) {
    const file = `${folder}/${baseName(last)}`;
    if (snapshot.stat(file)?.kind !== 'file') continue;
    const header = parseLsbHeader(readLatin1(snapshot, file) ?? '');
    if (header.state === 'closed') return { source: 'override', file, header };
    if (header.state === 'open') openOverride ??= file;
  }
  const file = snapshot.realpath(path) ?? path;
  const header = parseLsbHeader(readLatin1(snapshot, path) ?? '');
  return { source: 'script', file, header, ...(openOverride === undefined ? {} : { openOverride }) };
}

const NO_HEADER: LsbHeader = { state: 'none', line: 0, fields: new Map(), repeated: [] };

function followLinks(snapshot: Snapshot, path: string): { readonly last: string; readonly upstart: boolean } {
  let at = path;
  for (let hops = 0; hops < MAX_LINKS; hops++) {
    const text = snapshot.readlink(at);
    if (text === undefined) break;
    if (text === UPSTART_JOB) return { last: text, upstart: true };
    at = text.startsWith('/') ? text : `${dirName(at)}/${text}`;
  }
  return { last: at, upstart: false };
}

function isOpenRc(snapshot: Snapshot, path: string): boolean {
  const bytes = snapshot.readBytes(path, 63);
  if (bytes === undefined) return false;
  const first = (Buffer.from(bytes).toString('latin1').split('\n')[0] ?? '').replace(/[ \t\r\v\f]/g, '');
  return first.startsWith('#!/sbin/openrc-run') || first.startsWith('#!/usr/sbin/openrc-run');
}

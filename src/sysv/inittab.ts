/** /etc/inittab: what sysvinit itself does at boot; Upstart reads its default runlevel from there, systemd nothing. */

import { RUNLEVELS, type Runlevel } from '../behaviours/runlevels.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface InittabEntry {
  readonly id: string;
  /** As written: `2345`; empty where the action takes none. */
  readonly levels: string;
  readonly action: string;
  readonly process: string;
  readonly line: number;
}

export const INITTAB = '/etc/inittab';

/** The runlevel of sysvinit where inittab does not say: Debian's. */
export const DEFAULT_RUNLEVEL: Runlevel = '2';

/** Lines of four fields; the rest is what init calls missing fields. Never fails; undefined: no such file. */
export function readInittab(snapshot: Snapshot): readonly InittabEntry[] | undefined {
  const text = snapshot.read(INITTAB);
  if (text === undefined) return undefined;
  const entries: InittabEntry[] = [];
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const match = /^([^:]*):([^:]*):([^:]*):(.*)$/.exec(line);
    if (match === null) continue;
    const [, id = '', levels = '', action = '', process = ''] = match;
    entries.push({ id, levels, action: action.toLowerCase(), process, line: i + 1 });
  }
  return entries;
}

/** The first initdefault line whose level is a runlevel (init.c takes the first character). */
export function defaultRunlevel(
  entries: readonly InittabEntry[],
): { readonly level: Runlevel; readonly line: number } | undefined {
  for (const { action, levels, line } of entries) {
    if (action !== 'initdefault') continue;
    const level = RUNLEVELS.find((one) => one === levels.charAt(0).toUpperCase());
    if (level !== undefined) return { level, line };
  }
  return undefined;
}

/** The entry that runs the scripts of a runlevel: `si::sysinit:/etc/init.d/rcS`, `l2:2:wait:/etc/init.d/rc 2`. */
export function entryFor(entries: readonly InittabEntry[], level: Runlevel): InittabEntry | undefined {
  if (level === 'S') return entries.find((entry) => entry.action === 'sysinit');
  return entries.find(
    (entry) =>
      (entry.action === 'wait' || entry.action === 'once') &&
      entry.levels.includes(level) &&
      new RegExp(`\\brc\\s+${level}\\b`).test(entry.process),
  );
}

/** Runlevels as insserv's bits: 0–6 and S, the phase before them all. */

import { RUNLEVELS, type Runlevel } from '../behaviours/runlevels.ts';

/** A set of runlevels; bit n is `RUNLEVELS[n]`. */
export type LevelSet = number;

export const BOOT_LEVEL: LevelSet = 1 << 7;
/** 0–6: everything that `/etc/init.d/rc` is run for. */
export const NORMAL_LEVELS: LevelSet = BOOT_LEVEL - 1;

export function levelBit(level: Runlevel): LevelSet {
  return 1 << RUNLEVELS.indexOf(level);
}

/** insserv's order: 0 … 6, then S. */
export function levelsOf(set: LevelSet): Runlevel[] {
  return RUNLEVELS.filter((_, bit) => (set & (1 << bit)) !== 0);
}

/** As `Default-Start:` is written and as `insserv -s` prints it: `2 3 4 5`. */
export function levelText(set: LevelSet): string {
  return levelsOf(set).join(' ');
}

/**
 * A `Default-Start:` value by insserv's reading (insserv.c: str2lvl): words of one character out of `0–6 s S`; anything
 * else is passed over. `b` and `B` are let through there and then stop the program: Debian has no runlevel B (`fatal`).
 */
export function parseLevels(value: string): { readonly levels: LevelSet; readonly fatal?: string } {
  let levels = 0;
  for (const word of value.split(/[ ,;\t]/)) {
    if (word === 'b' || word === 'B') return { levels, fatal: word };
    if (/^[0-6sS]$/.test(word)) levels |= levelBit(word.toUpperCase() as Runlevel);
  }
  return { levels };
}

/** The runlevels of System V: their names, and the words of a kernel command line that ask for one. */

export const RUNLEVELS = ['0', '1', '2', '3', '4', '5', '6', 'S'] as const;
export type Runlevel = (typeof RUNLEVELS)[number];

/** What systemd-update-utmp(8) writes down for `runlevel`: the first of these that is started. */
export const UTMP_RUNLEVELS: readonly (readonly [Runlevel, string])[] = [
  ['5', 'graphical.target'],
  ['3', 'multi-user.target'],
  ['1', 'rescue.target'],
];

/** A level as people and files write it: `3`, `s`, `runlevel:3`. */
export function runlevelNamed(text: string): Runlevel | undefined {
  const name = text.replace(/^runlevel:/, '').toUpperCase();
  return RUNLEVELS.find((level) => level === name);
}

/** What init takes of the kernel's words for a runlevel (sysvinit's init.c: main; rc-sysinit.conf): `3`, `single`, `-s`. */
export function runlevelOfWord(word: string): Runlevel | undefined {
  return word === 'single' || word === '-s' || word === 's' ? 'S' : RUNLEVELS.find((level) => level === word);
}

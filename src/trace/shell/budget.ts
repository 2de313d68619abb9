/** What reading a script may cost. A script of four lines can ask for more than any machine has. */
import type { Value } from './value.ts';

/** One budget for everything that is followed from a unit; it is only ever spent. */
export interface ShellBudget {
  /** Commands that may still be gone through. */
  commands: number;
  /** Characters that may still be put into values, or read again. */
  text: number;
  /** Variables that may still be copied for a branch that may or may not be taken. */
  copies: number;
}

/** Of one unit: what real scripts take is a small part of it. */
export function newShellBudget(): ShellBudget {
  return { commands: 20_000, text: 8 << 20, copies: 500_000 };
}

/** A value longer than what exec(2) hands on in one piece (MAX_ARG_STRLEN is 128 KiB) is not known any more. */
const MAX_VALUE = 1 << 17;
/** Words of one command. */
export const MAX_FIELDS = 4096;
/** Steps that matching one text may take. */
const MAX_MATCH = 4_000_000;

export function isSpent({ commands, text, copies }: ShellBudget): boolean {
  return commands <= 0 || text <= 0 || copies <= 0;
}

/** The value, paid for; cut and not known where it is too long. */
export function paid(budget: ShellBudget, value: Value): Value {
  budget.text -= value.text.length + 1;
  return value.text.length <= MAX_VALUE ? value : { text: `${value.text.slice(0, 60)}…`, known: false };
}

/** Whether a match that takes so many steps can be afforded. */
export function affords(budget: ShellBudget, steps: number): boolean {
  if (steps > MAX_MATCH) return false;
  budget.text -= steps >> 4;
  return true;
}

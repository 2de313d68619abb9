/** What a shell does with patterns: fits a word (`case`, `[[`), names files, trims a value. */
import { globFiles, isPattern } from '../../snapshot/glob.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { compilePattern } from '../../words/pattern.ts';
import { affords, type ShellBudget } from './budget.ts';

/** undefined: to find out would take too long. */
export function fits(budget: ShellBudget, text: string, pattern: string): boolean | undefined {
  const compiled = compilePattern(pattern);
  return affords(budget, compiled.cost(text.length)) ? compiled.matches(text) : undefined;
}

const MAX_MATCHES = 500;

/** Paths of the root that fit, sorted; empty where none does, or too many. */
export function expandPath(snapshot: Snapshot, pattern: string): readonly string[] {
  if (!pattern.startsWith('/') || !isPattern(pattern)) return [];
  const found = globFiles(snapshot, pattern);
  return found.length > MAX_MATCHES ? [] : found;
}

/** What `${x#p}`, `##`, `%`, `%%` leave of a text; undefined: to find out would take too long. */
export function trimPattern(budget: ShellBudget, text: string, operator: string, pattern: string): string | undefined {
  const compiled = compilePattern(pattern);
  if (!affords(budget, compiled.cost(text.length))) return undefined;
  const fromEnd = operator.startsWith('%');
  let taken: number | undefined;
  for (const length of compiled.partLengths(text, fromEnd)) {
    taken = length;
    if (operator.length === 1) break;
  }
  if (taken === undefined) return text;
  return fromEnd ? text.slice(0, text.length - taken) : text.slice(taken);
}

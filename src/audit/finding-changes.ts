/** Which findings one audit has and another has not: of two roots, or of two pages. Imports no rule, for the page asks it too. */
import { rank } from './rule.ts';

/** As much of a finding as tells it from another. */
export interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly unit?: string;
  readonly file?: string;
  readonly line?: number;
}

/** Stays the same while lines move: rule, place without its line, and words. */
export function wordsOf({ rule, file, unit, message }: Told): string {
  return [rule, file ?? '', unit ?? '', message].join('\0');
}

/** Those that are worth telling: `info` is left out, and so is the same rule at the same place in other words, unless it grew. */
export function findingChanges<T extends Told>(
  before: readonly T[],
  after: readonly T[],
): { readonly added: readonly T[]; readonly mended: readonly T[] } {
  const [old, now] = [before, after].map((all) => all.filter(({ severity }) => severity !== 'info')) as [T[], T[]];
  const known = new Set(old.map(wordsOf));
  const left = new Set(now.map(wordsOf));
  const added = now.filter((finding) => !known.has(wordsOf(finding)));
  const mended = old.filter((finding) => !left.has(wordsOf(finding)));
  return {
    added: added.filter((finding) => {
      const earlier = mended.find((other) => sameSpot(finding, other));
      return earlier === undefined || rank(finding.severity) < rank(earlier.severity);
    }),
    mended: mended.filter((finding) => !added.some((other) => sameSpot(finding, other))),
  };
}

function sameSpot(a: Told, b: Told): boolean {
  return a.rule === b.rule && a.file === b.file && a.line === b.line && a.unit === b.unit;
}

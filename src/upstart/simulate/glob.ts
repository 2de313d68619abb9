/** fnmatch(3) without flags, as event arguments are matched: `*` and `?` take a `/` and a leading dot too. */

/** Linear in pattern times text: of a failed `*` only the last one is tried again. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let from = 0;
  while (t < text.length) {
    const step = p < pattern.length ? matchOne(pattern, p, text[t] as string) : undefined;
    if (pattern[p] === '*') {
      star = p++;
      from = t;
    } else if (step !== undefined) {
      p = step;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++from;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** Where the pattern goes on after one character; undefined: it does not match. */
function matchOne(pattern: string, at: number, char: string): number | undefined {
  const first = pattern[at];
  if (first === '?') return at + 1;
  if (first === '[') {
    const set = matchSet(pattern, at, char);
    if (set !== undefined) return set.matches ? set.end : undefined;
  }
  if (first === '\\' && at + 1 < pattern.length) return pattern[at + 1] === char ? at + 2 : undefined;
  return first === char ? at + 1 : undefined;
}

const CLASSES: Readonly<Record<string, RegExp>> = {
  alpha: /[A-Za-z]/,
  digit: /[0-9]/,
  alnum: /[A-Za-z0-9]/,
  upper: /[A-Z]/,
  lower: /[a-z]/,
  space: /\s/,
  blank: /[ \t]/,
  punct: /[!-/:-@[-`{-~]/,
  xdigit: /[0-9A-Fa-f]/,
  cntrl: /[\x00-\x1f\x7f]/,
  print: /[\x20-\x7e]/,
  graph: /[\x21-\x7e]/,
};

/** `[…]`; undefined where it is never closed, so that the bracket stands for itself. */
function matchSet(pattern: string, open: number, char: string): { matches: boolean; end: number } | undefined {
  let at = open + 1;
  const negated = pattern[at] === '!' || pattern[at] === '^';
  if (negated) at++;
  let matches = false;
  for (let first = true; ; first = false) {
    const named = /^\[:([a-z]+):\]/.exec(pattern.slice(at, at + 12));
    if (at >= pattern.length) return undefined;
    if (pattern[at] === ']' && !first) break;
    if (named !== null) {
      matches ||= CLASSES[named[1] ?? '']?.test(char) === true;
      at += named[0].length;
      continue;
    }
    if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
    const low = pattern[at++] as string;
    let high = low;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      at++;
      if (pattern[at] === '\\' && at + 1 < pattern.length) at++;
      high = pattern[at++] as string;
    }
    matches ||= low <= char && char <= high;
  }
  return { matches: matches !== negated, end: at + 1 };
}

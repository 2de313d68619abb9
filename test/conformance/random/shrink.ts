/** The smallest tree that still shows a difference: whole files are left out first, then single lines. */
import type { Entry } from './files.ts';

/**
 * @param check whether a tree still shows what is looked for; it holds for `entries`.
 * @param tries how often `check` may be asked; what is smallest then is good enough.
 */
export function shrink(
  entries: readonly Entry[],
  check: (entries: readonly Entry[]) => boolean,
  tries = 250,
): readonly Entry[] {
  let left = tries;
  const fails = (some: readonly Entry[]): boolean => left-- > 0 && check(some);
  let best = fewest(entries, fails);
  for (const entry of best) {
    if (entry.kind !== 'file' || entry.text.length < 2) continue;
    const lines = entry.text.split('\n');
    if (lines.length > 400) continue;
    const others = best.filter((e) => e !== entry);
    const where = best.indexOf(entry);
    const build = (kept: readonly string[]): Entry[] => {
      const text = kept.join('\n');
      const made = [...others];
      made.splice(where, 0, { ...entry, text });
      return made;
    };
    const kept = fewest(lines, (some) => fails(build(some)));
    best = build(kept);
  }
  return best.length < entries.length ? best : fewest(best, fails);
}

/** Leaves out ever smaller runs of members as long as the rest still fails (delta debugging). */
function fewest<T>(list: readonly T[], fails: (list: readonly T[]) => boolean): T[] {
  let kept = [...list];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const rest = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (fails(rest)) kept = rest;
      else at += size;
    }
  }
  return kept;
}

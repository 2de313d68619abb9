/**
 * Puts `more` behind what `list` holds. Handed over as arguments (`push(...more)`), a hundred thousand of them overflow the stack, and
 * what a root writes may be that many lines; the linter refuses that form (.biome/no-spread-push.grit).
 */
export function append<T>(list: T[], more: Iterable<T>): void {
  for (const item of more) list.push(item);
}

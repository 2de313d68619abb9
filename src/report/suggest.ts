/** Up to three names nearest to what was asked for: those that contain it, then by edit distance. */
export function nearestNames(asked: string, names: readonly string[]): readonly string[] {
  const word = asked.slice(0, 100).toLowerCase();
  return names
    .map((name) => ({
      name,
      far: name.toLowerCase().includes(word) ? 0 : distance(word, name.toLowerCase().replace(/\.[a-z]+$/, '')),
    }))
    .filter(({ far }) => far <= Math.max(2, word.length / 3))
    .sort((a, b) => a.far - b.far || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

/** Levenshtein, one row at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(
        Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Up to three names nearest to what was asked for: those that contain it, then by edit distance. */
export function nearestNames(asked: string, names: readonly string[]): readonly string[] {
  const word = asked.slice(0, 100).toLowerCase();
  // Half of a wrong name is not made right by the same suffix.
  const limit = Math.max(2, Math.floor(stem(word).length / 3));
  return names
    .map((name) => ({ name, far: farOf(word, name.toLowerCase(), limit) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || a.name.length - b.name.length || (a.name < b.name ? -1 : 1))
    .slice(0, 3)
    .map(({ name }) => name);
}

function farOf(word: string, name: string, limit: number): number {
  if (word.length > 1 && name.includes(word)) return 0;
  const pairs = [
    [word, name],
    [word, stem(name)],
    [stem(word), stem(name)],
  ] as const;
  const near = pairs.filter(([a, b]) => Math.abs(a.length - b.length) <= limit);
  return Math.min(Number.POSITIVE_INFINITY, ...near.map(([a, b]) => distance(a, b)));
}

function stem(text: string): string {
  return text.replace(/\.[a-z]+$/, '');
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

/** So many misspellings are helped with: each costs a look at every name, and a file may hold as many as it has lines. */
const HELPED = 100;

/** `nearestNames`, asked again and again within one check: after the first hundred it knows no name any more. */
export function nearestOfMany(): typeof nearestNames {
  let asked = 0;
  return (word, names) => (++asked > HELPED ? [] : nearestNames(word, names));
}

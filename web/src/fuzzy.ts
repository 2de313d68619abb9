/** Finding a name by a part of it, or by its letters in order. */

/** How well the word fits the name; undefined: not at all. Higher is better. Case is ignored. */
export function fuzzyScore(word: string, name: string): number | undefined {
  const [w, n] = [word.toLowerCase(), name.toLowerCase()];
  if (w === '') return 0;
  const at = n.indexOf(w);
  if (at >= 0) return 1000 - at * 2 - (n.length - w.length) * 0.5 + (startsPart(n, at) ? 200 : 0) + (n === w ? 500 : 0);
  let score = 0;
  let from = 0;
  let last = -2;
  for (const letter of w) {
    const found = n.indexOf(letter, from);
    if (found < 0) return undefined;
    score += found === last + 1 ? 8 : startsPart(n, found) ? 6 : 1;
    last = found;
    from = found + 1;
  }
  return score - n.length * 0.2;
}

function startsPart(name: string, at: number): boolean {
  return at === 0 || /[-_.@:/\\ ]/.test(name[at - 1] ?? '');
}

/** Finding a name by a part of it, or by the beginnings of its parts. */

/**
 * How well the word fits the name; undefined: not at all. Higher is better. Case is ignored.
 * Letters that are not together have to begin parts of the name: `ncomp` is nova-compute, and `ssh` is not systemd-halt.
 */
export function fuzzyScore(word: string, name: string): number | undefined {
  const [w, n] = [word.toLowerCase(), name.toLowerCase()];
  if (w === '') return 0;
  const at = n.indexOf(w);
  if (at >= 0) return 1000 - at * 2 - (n.length - w.length) * 0.5 + (startsPart(n, at) ? 200 : 0) + (n === w ? 500 : 0);
  // The best score of the letters so far, by where the last of them stands.
  let ends = new Map<number, number>([[-1, 0]]);
  for (const letter of w) {
    const next = new Map<number, number>();
    let best: number | undefined;
    for (let k = 0; k < n.length; k++) {
      const before = ends.get(k - 1);
      if (n[k] === letter) {
        const whole = before !== undefined && k > 0 ? before + 8 : undefined;
        const part = startsPart(n, k) ? (best ?? ends.get(-1)) : undefined;
        const score = Math.max(whole ?? 0, part === undefined ? 0 : part + 6);
        if (score > 0) next.set(k, score);
      }
      const here = ends.get(k);
      if (here !== undefined && here > (best ?? Number.NEGATIVE_INFINITY)) best = here;
    }
    if (next.size === 0) return undefined;
    ends = next;
  }
  return Math.max(...ends.values()) - n.length * 0.2;
}

function startsPart(name: string, at: number): boolean {
  const before = name[at - 1] ?? ' ';
  return /[-_.@:/\\ ]/.test(before) || (/\d/.test(name[at] ?? '') && !/\d/.test(before));
}

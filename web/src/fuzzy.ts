/** Finding a name by a part of it, by the beginnings of its parts, or with a few letters left out. */

/** How the letters so far fit: the last of them stands at `at`, and so many letters of a part were passed over. */
interface Fit {
  readonly at: number;
  readonly skipped: number;
  readonly score: number;
}

/**
 * How well the word fits the name; undefined: not at all. Higher is better. Case is ignored.
 * Letters that are not together have to begin parts of the name, but for one left out for every four: `novapi` is nova-api, `jrnald.soc`
 * systemd-journald.socket, and `ssh` is not systemd-halt.
 */
export function fuzzyScore(word: string, name: string): number | undefined {
  const [w, n] = [word.toLowerCase(), name.toLowerCase()];
  if (w === '') return 0;
  const at = n.indexOf(w);
  if (at >= 0) return 1000 - at * 2 - (n.length - w.length) * 0.5 + (startsPart(n, at) ? 200 : 0) + (n === w ? 500 : 0);
  const most = Math.floor(w.length / 4);
  let fits: readonly Fit[] = [{ at: -1, skipped: 0, score: 0 }];
  for (const letter of w) {
    const next: Fit[] = [];
    for (let k = n.indexOf(letter); k >= 0; k = n.indexOf(letter, k + 1)) {
      const ways = fits.flatMap((fit) => step(fit, k, startsPart(n, k), most));
      const [best] = ways.sort((a, b) => a.skipped - b.skipped || b.score - a.score);
      if (best !== undefined) next.push(best);
    }
    if (next.length === 0) return undefined;
    fits = next;
  }
  return Math.max(...fits.map(({ score }) => score)) - n.length * 0.2;
}

/** The next letter found at `k`. */
function step({ at, skipped, score }: Fit, k: number, begins: boolean, most: number): readonly Fit[] {
  if (k <= at) return [];
  if (at >= 0 && k === at + 1) return [{ at: k, skipped, score: score + 8 }];
  if (begins) return [{ at: k, skipped, score: score + 6 }];
  const more = skipped + k - at - 1;
  return at >= 0 && more <= most ? [{ at: k, skipped: more, score: score + 1 }] : [];
}

function startsPart(name: string, at: number): boolean {
  const before = name[at - 1] ?? ' ';
  return /[-_.@:/\\ ]/.test(before) || (/\d/.test(name[at] ?? '') && !/\d/.test(before));
}

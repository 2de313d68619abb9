/** Reproducible chance for a generator: every draw depends on the seed alone. */
import { seededRandom } from '../../../src/engine/transaction/chance.ts';

export interface Dice {
  /** A number below `n`. */
  below(n: number): number;
  /** True in `percent` of a hundred draws. */
  chance(percent: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** Up to `n` members, in a drawn order. */
  some<T>(list: readonly T[], n: number): T[];
}

export function dice(seed: number): Dice {
  const random = seededRandom(seed);
  const below = (n: number): number => Math.floor(random() * n);
  return {
    below,
    chance: (percent) => random() * 100 < percent,
    pick: (list) => list[below(list.length)] as never,
    some(list, n) {
      const rest = [...list];
      const out: (typeof rest)[number][] = [];
      while (out.length < n && rest.length > 0) out.push(...rest.splice(below(rest.length), 1));
      return out;
    },
  };
}

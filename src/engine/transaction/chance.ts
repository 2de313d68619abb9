/**
 * PID 1 walks hash tables that it seeds anew at every boot. Where that order can change the answer, we take ours from
 * here: fixed (the order of the graph), or drawn, to see what else could have happened.
 */
export interface Chance {
  /** A list in the order in which this boot visits it; may be the list itself. */
  shuffle<T>(list: readonly T[]): readonly T[];
}

/** The order in which things stand in the graph. */
export const FIXED: Chance = { shuffle: (list) => list };

/** The other way round. */
export const REVERSED: Chance = { shuffle: (list) => [...list].reverse() };

/** A reproducible drawing (mulberry32), for any integer seed. */
export function drawn(seed: number): Chance {
  const random = seededRandom(seed);
  return {
    shuffle: (list) => {
      const copy = [...list];
      for (let i = copy.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [copy[i], copy[j]] = [copy[j] as never, copy[i] as never];
      }
      return copy;
    },
  };
}

/** Numbers in [0, 1) that depend on the seed alone. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

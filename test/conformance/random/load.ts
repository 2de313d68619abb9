/** Many small trees in one load path, so that one run of the oracle answers for all of them. */
import type { Entry } from './files.ts';
import { drawShared, drawTree, type Flavour, type RandomTree } from './generate.ts';

export interface Load {
  readonly seed: number;
  readonly trees: readonly RandomTree[];
  readonly entries: readonly Entry[];
}

export function drawLoad(seed: number, count: number, flavour: Flavour, version: number): Load {
  return loadOf(
    seed,
    Array.from({ length: count }, (_, i) => drawTree(seed * 100_003 + i, `x${i}`, flavour)),
    version,
  );
}

/** The same load with some of its trees only. */
export function loadOf(seed: number, trees: readonly RandomTree[], version: number): Load {
  return { seed, trees, entries: [...drawShared(seed, trees, version), ...trees.flatMap((tree) => tree.entries)] };
}

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
    flavour,
  );
}

/** The same load with some of its trees only. */
export function loadOf(seed: number, trees: readonly RandomTree[], version: number, flavour: Flavour = 'graph'): Load {
  const entries = [...drawShared(seed, trees, version, flavour), ...trees.flatMap((tree) => tree.entries)];
  return { seed, trees, entries: version < 250 ? entries.map(withoutUser) : entries };
}

/** Up to v249 or so `%u` and `%g` are the user and the group as whom systemd runs: root at boot, but not under the oracle. */
function withoutUser(entry: Entry): Entry {
  return entry.kind === 'file' ? { ...entry, text: entry.text.replaceAll(/%[uUgG]/g, '%p') } : entry;
}

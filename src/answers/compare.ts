/** What the files of a root say beside what a running systemd had in memory. */
import type { RootFacts } from '../boot/root-facts.ts';
import type { Dump } from '../recorded/dump.ts';
import { explainedDifferences, type UnitDifference } from '../recorded/explain.ts';

export interface Compared {
  /** How much was compared. */
  readonly compared: { readonly units: number; readonly edges: number };
  readonly units: readonly UnitDifference[];
}

/** @param all also what has no bearing on the boot */
export function compare({ graph }: RootFacts, dump: Dump, all = false): Compared {
  return {
    compared: { units: dump.units.size, edges: dump.edges.size },
    units: explainedDifferences(dump, graph, all),
  };
}

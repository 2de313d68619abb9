/** Which starts the boot's length rests on, and how long each took: recorded times on proven edges. */

import type { RootFacts } from '../boot/root-facts.ts';
import { type ChainLink, criticalChain as links, blame as longestFirst } from '../engine/critical-chain.ts';
import type { Timings } from '../recorded/timing.ts';
import { QuestionError } from './question-error.ts';

export interface Blame {
  readonly source: string;
  /** The longest first. */
  readonly units: readonly { readonly unit: string; readonly took: number }[];
}

export interface CriticalChain {
  readonly source: string;
  readonly resolution: Timings['resolution'];
  /** From the unit back in time. */
  readonly chain: readonly ChainLink[];
}

export function blame(timings: Timings): Blame {
  return { source: timings.source, units: longestFirst(timings) };
}

/**
 * @param unit id of a node; the anchor, if none is given
 * @throws QuestionError where the unit has no recorded time
 */
export function criticalChain({ graph }: RootFacts, timings: Timings, unit: string = graph.target): CriticalChain {
  const chain = links(graph, timings, unit);
  if (chain.length === 0) throw new QuestionError({ kind: 'no-time', unit, source: timings.source });
  return { source: timings.source, resolution: timings.resolution, chain };
}

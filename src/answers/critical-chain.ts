/** Which starts the boot's length rests on, and how long each took: recorded times on proven edges. */

import type { RootFacts } from '../boot/root-facts.ts';
import {
  type CriticalChain as Chain,
  criticalChain as links,
  blame as longestFirst,
  type Took,
} from '../engine/critical-chain.ts';
import type { Timings } from '../recorded/timing.ts';
import { QuestionError } from './question-error.ts';

/** What the record is, and what its times are counted from. */
type Told = Pick<Timings, 'source' | 'resolution' | 'zero' | 'finish'>;

export interface Blame extends Told {
  /** The longest first. */
  readonly units: readonly Took[];
  /** Of units whose recorded start began after the boot was finished: systemd keeps the last start only. */
  readonly later: readonly Took[];
}

export type CriticalChain = Told & Chain;

export function blame(timings: Timings): Blame {
  return { ...toldOf(timings), ...longestFirst(timings) };
}

/**
 * @param unit id of a node; the anchor, if none is given
 * @throws QuestionError where the unit has no recorded time
 */
export function criticalChain({ graph }: RootFacts, timings: Timings, unit: string = graph.target): CriticalChain {
  const found = links(graph, timings, unit);
  if (found.chain.length === 0) throw new QuestionError({ kind: 'no-time', unit, source: timings.source });
  return { ...toldOf(timings), ...found };
}

function toldOf({ source, resolution, zero, finish }: Timings): Told {
  return { source, resolution, zero, ...(finish === undefined ? {} : { finish }) };
}

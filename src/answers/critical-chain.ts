/** Which starts the boot's length rests on, and how long each took: recorded times on proven edges. */

import type { RootFacts } from '../boot/root-facts.ts';
import {
  type CriticalChain as Chain,
  criticalChain as links,
  blame as longestFirst,
  type Took,
} from '../engine/critical-chain.ts';
import type { BootGraph } from '../graph/model.ts';
import type { Timing, Timings } from '../recorded/timing.ts';
import { QuestionError } from './question-error.ts';

/** What the record is, and what its times are counted from. */
type TimingSource = Pick<Timings, 'source' | 'resolution' | 'zero' | 'finish'>;

export interface Blame extends TimingSource {
  /** The longest first. */
  readonly units: readonly Took[];
  /** Of units whose recorded start began after the boot was finished: systemd keeps the last start only. */
  readonly later: readonly Took[];
}

export type CriticalChain = TimingSource &
  Chain & {
    /** What the boot aims for, where that has no recorded time: the chain is of the target that was reached last. */
    readonly insteadOf?: string;
  };

export function blame(timings: Timings): Blame {
  return { ...timingSourceOf(timings), ...longestFirst(timings) };
}

/**
 * @param unit id of a node; the anchor, if none is given
 * @throws QuestionError where the unit has no recorded time
 */
export function criticalChain({ graph }: RootFacts, timings: Timings, unit?: string): CriticalChain {
  const asked = unit ?? graph.target;
  const found = links(graph, timings, asked);
  if (found.chain.length > 0) return { ...timingSourceOf(timings), ...found };
  const last = unit === undefined ? lastTarget(graph, timings) : undefined;
  if (last === undefined) throw new QuestionError({ kind: 'no-time', unit: asked, source: timings.source });
  return { ...timingSourceOf(timings), ...links(graph, timings, last), insteadOf: asked };
}

/** The target that was reached last before the boot was finished, of those that the graph knows. */
export function lastTarget({ nodes }: BootGraph, { units, finish }: Timings): string | undefined {
  let last: Timing | undefined;
  for (const timing of units.values()) {
    const { unit, activated } = timing;
    if (!unit.endsWith('.target') || activated === undefined || !nodes.has(unit)) continue;
    if (finish !== undefined && activated > finish) continue;
    if (activated > (last?.activated ?? 0)) last = timing;
  }
  return last?.unit;
}

function timingSourceOf({ source, resolution, zero, finish }: Timings): TimingSource {
  return { source, resolution, zero, ...(finish === undefined ? {} : { finish }) };
}

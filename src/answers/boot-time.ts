/** A boot as a network of durations: what its length rests on, what each start may lose, and how well the network tells the record. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { checkModel, type ModelCheck } from '../engine/time/forecast.ts';
import { type TimeNetwork, timeNetwork } from '../engine/time/network.ts';
import { type Rests, restsOn, slacks } from '../engine/time/slack.ts';
import type { Timings } from '../recorded/timing.ts';
import { lastTarget } from './critical-chain.ts';
import { QuestionError } from './question-error.ts';

export interface BootTime {
  readonly network: TimeNetwork;
  /** What the length is measured to. */
  readonly target: string;
  /** What the boot aims for, where that has no recorded time: the length is that of the target that was reached last. */
  readonly insteadOf?: string;
  /** When the target was reached. */
  readonly reached: number;
  /** From the target back to the beginning. */
  readonly rests: readonly Rests[];
  /** How much later each start could end without the target being reached later; those that it does not wait for are not in it. */
  readonly slack: ReadonlyMap<string, number>;
  readonly check: ModelCheck;
}

/**
 * @param unit id of a node that the length is measured to; what the boot aims for, if none is given
 * @throws QuestionError where it has no recorded time
 */
export function bootTime(root: RootFacts, timings: Timings, unit?: string): BootTime {
  const found = bootTimeIfKnown(root, timings, unit);
  if (found !== undefined) return found;
  throw new QuestionError({ kind: 'no-time', unit: unit ?? root.graph.target, source: timings.source });
}

/** The same; undefined where the target has no recorded time. */
export function bootTimeIfKnown(root: RootFacts, timings: Timings, unit?: string): BootTime | undefined {
  const { graph } = root;
  const network = timeNetwork(graph, bootOf(root).started, timings);
  const asked = unit ?? graph.target;
  const has = (id: string | undefined): id is string =>
    id !== undefined && network.starts.get(id)?.known === 'recorded';
  const target = has(asked) ? asked : unit === undefined ? lastTarget(graph, timings) : undefined;
  if (!has(target)) return undefined;
  return {
    network,
    target,
    ...(target === asked ? {} : { insteadOf: asked }),
    reached: network.starts.get(target)?.ended ?? 0,
    rests: restsOn(network, target),
    slack: slacks(network, target),
    check: checkModel(network, target),
  };
}

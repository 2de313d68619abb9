/** The record of a simulated boot: all that moves in it, and putting an event in the queue. */
import type { Declaration } from '../../graph/model.ts';
import type { Job } from '../job-files.ts';
import type { Environment } from './environment.ts';
import type { Operator } from './operator.ts';
import type { BranchStart, Cause, Emission, InstanceFailure, Process, Run, StartedScript } from './run.ts';
import type { Certainty, ProgramContext } from './steps.ts';

/** Everything that moves in a simulated boot. */
export interface Machine {
  readonly context: ProgramContext;
  readonly interleaving: Interleaving;
  readonly emissions: Emission[];
  queue: Emission[];
  /** Processes that have not ended. */
  readonly live: Process[];
  readonly runs: Run[];
  readonly scripts: StartedScript[];
  readonly instanceFailures: InstanceFailure[];
  readonly branchStarts: BranchStart[];
  readonly endless: Set<string>;
  /** By job and instance, what runs now. */
  readonly current: Map<string, Map<string, Run>>;
  readonly runCount: Map<string, number>;
  /** Who waits for a `starting` or `stopping` event of its own. */
  readonly blockedRuns: Map<Emission, Run>;
  readonly startOn: Map<string, Operator<Emission>>;
  readonly listenersTo: (event: Emission) => readonly Job[];
  readonly limit: number;
  /** Characters of all environments that events and processes were given. */
  text: number;
  /** Seconds since the boot began, as far as anything waits for time. */
  now: number;
  /** Counts what is put in line. */
  order: number;
}

/**
 * Which of several things that are ready comes first. Nothing in the files says: processes run side by side, and init goes through its
 * jobs in the order of a hash.
 */
export interface Interleaving {
  /** The place in line of the next thing that is ready: a smaller one is taken first. */
  readonly place: (order: number) => number;
  readonly jobs: (jobs: readonly Job[]) => readonly Job[];
}

/** First come, first served; jobs by name. */
export const IN_LINE: Interleaving = { place: (order) => order, jobs: (jobs) => jobs };

export interface NewEvent {
  readonly name: string;
  readonly env: Environment;
  readonly cause: Cause;
  readonly certainty: Certainty;
  readonly proof: readonly Declaration[];
  readonly after?: readonly string[];
}

/** event_new: at the end of the queue. */
export function emit(machine: Machine, { after = [], ...event }: NewEvent): Emission {
  const emission: Emission = { ...event, after, blockers: 0, progress: 'pending' };
  machine.emissions.push(emission);
  spend(machine, event.env);
  machine.queue.push(emission);
  return emission;
}

/** Characters of all environments that are followed. */
const MAX_TEXT = 1 << 26;

export function spend(machine: Machine, env: Environment): void {
  for (const entry of env) machine.text += entry.length + 16;
}

/** More happens than is followed. */
export function isSpent({ emissions, limit, text }: Machine): boolean {
  return emissions.length > limit || text > MAX_TEXT;
}

/** How a unit's start ends that is supposed not to succeed. */
import type { BootNode } from '../../graph/model.ts';
import type { FateKind } from './fate.ts';
import { countsAsStartedAtOnce, type FailureMode } from './own-end.ts';
import type { Restarts } from './restarts.ts';
import type { StartLimit } from './time-limit.ts';

/** What else decides how a start that does not succeed ends. */
export interface Supposed {
  /** One of its ExecStartPre= or ExecStartPost= fails, or its program is not there, rather than its main process. */
  readonly preparing: boolean;
  readonly restarts: Restarts;
  /** How long it may take; null: nothing limits it. */
  readonly limit: StartLimit | null;
}

/** What the mode comes to for this unit. */
export function supposedEnd(
  node: BootNode,
  mode: Exclude<FailureMode, 'missing'>,
  { preparing, restarts, limit }: Supposed,
): FateKind {
  if (mode === 'skipped') return 'skipped';
  if (mode === 'timeout' && limit !== null && limit.seconds === null) return 'pending';
  if (node.type === 'device') return 'timeout';
  // A job that is out of time is gone, and its unit goes on starting; a service that is out of its own time has failed.
  if (mode === 'timeout' && limit?.setting?.key.startsWith('Job') === true) return 'timeout';
  if (mode === 'failed' && countsAsStartedAtOnce(node) && !preparing) return 'died';
  // Between two tries it counts as starting, and its job goes on.
  return restarts.direct && restarts.tries === 'endless' ? 'pending' : 'failed';
}

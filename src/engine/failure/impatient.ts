/** Jobs that give up waiting: JobTimeoutSec= counts from the moment at which the job is queued (job_start_timer of src/core/job.c). */
import type { Fate } from './fate.ts';
import type { Stage } from './stage.ts';
import { waitLimit } from './time-limit.ts';

/**
 * @param seconds how long the start of `unit` takes at least; null: for ever
 * @returns units that wait for it longer than their JobTimeoutSec= lets them
 */
export function impatientWith(stage: Stage, unit: number, seconds: number | null): ReadonlyMap<number, Fate> {
  const found = new Map<number, Fate>();
  const { compiled } = stage;
  for (const other of stage.order) {
    const node = compiled.nodes[other];
    const limit = node === undefined || other === unit ? undefined : waitLimit(node);
    if (limit === undefined || (seconds !== null && limit.seconds > seconds)) continue;
    const edge = directEdge(stage, other, unit);
    // Through others it may be set free before: they may lose their jobs.
    if (edge !== undefined) found.set(other, { kind: 'timeout', certain: true, cause: { unit, edge } });
    else if (stage.waits(other, unit)) found.set(other, { kind: 'timeout', certain: false });
  }
  return found;
}

function directEdge({ compiled }: Stage, later: number, earlier: number): number | undefined {
  const rows = compiled.forward.After;
  for (let k = rows.start[later] as number; k < (rows.start[later + 1] as number); k++)
    if (rows.to[k] === earlier) return rows.edge[k];
  return undefined;
}

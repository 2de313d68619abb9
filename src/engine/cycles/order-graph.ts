/** The order among the jobs of a transaction and those queued before, as PID 1 walks it: which head job runs before which (job_compare). */
import { type Adjacency, buildAdjacency } from '../csr.ts';
import type { Compiled } from '../transaction/compile.ts';
import { headJob, type JobTable } from '../transaction/jobs.ts';
import { runsBeforeItsAfter } from '../transaction/rules.ts';

/** Units by their numbers, from the one whose job runs first to the one that waits; `edge` is the After edge behind it. */
export function orderGraph(compiled: Compiled, table: JobTable): Adjacency {
  const first: number[] = [];
  const then: number[] = [];
  const edge: number[] = [];
  const after = compiled.forward.After;
  for (let unit = 0; unit < compiled.ids.length; unit++) {
    const head = headJob(table, unit);
    if (head === undefined) continue;
    const reversed = runsBeforeItsAfter(head.type, compiled.does);
    for (let k = after.start[unit]!; k < after.start[unit + 1]!; k++) {
      const other = after.to[k]!;
      if (headJob(table, other) === undefined) continue;
      first.push(reversed ? unit : other);
      then.push(reversed ? other : unit);
      edge.push(after.edge[k]!);
    }
  }
  return buildAdjacency(compiled.ids.length, first, then, edge);
}

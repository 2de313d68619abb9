/** What a boot loses with the victim of a cycle, and what it starts all the same. */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import type { Mode } from '../transaction/activate.ts';
import type { Compiled } from '../transaction/compile.ts';
import type { Job, JobTable } from '../transaction/jobs.ts';

export interface Loss {
  readonly victim: string;
  /** Units that lose their start job with it, each with the requirement that costs it; the nearest first. */
  readonly lost: readonly { readonly unit: string; readonly because: BootEdge }[];
  /** Units that nothing else asks for any more and that are not started therefore (never under ISOLATE). */
  readonly unneeded: readonly string[];
  /** Units that only the victim, or what is lost with it, asked for, and that are started all the same. */
  readonly stillStarted: readonly string[];
}

/**
 * As PID 1 deletes a unit's jobs (transaction_delete_unit, then transaction_collect_garbage outside ISOLATE), with the
 * table left as it is. Costs no more than what is lost.
 */
export function lossOf(graph: BootGraph, compiled: Compiled, table: JobTable, mode: Mode, victim: number): Loss {
  const idOf = (job: Job) => compiled.ids[job.unit] ?? '';
  const dead = new Set<Job>(table.byUnit[victim]);
  const lost: { unit: string; because: BootEdge }[] = [];
  // A set is walked in the order of insertion, what is added on the way included: the nearest first.
  for (const job of dead)
    for (const link of job.incoming) {
      if (!link.alive || !link.matters || dead.has(link.subject)) continue;
      dead.add(link.subject);
      const because = graph.edges[link.edge];
      if (link.subject.type === 'start' && because !== undefined) lost.push({ unit: idOf(link.subject), because });
    }
  const unneeded: string[] = [];
  const stillStarted = new Set<string>();
  for (const job of dead)
    for (const { alive, object } of job.outgoing) {
      if (!alive || dead.has(object) || object === table.anchor) continue;
      if (object.incoming.some((link) => link.alive && !dead.has(link.subject))) continue;
      if (mode === 'isolate') {
        if (object.type === 'start') stillStarted.add(idOf(object));
        continue;
      }
      // Garbage is looked for at the head of a unit's jobs only.
      if (table.byUnit[object.unit]?.find((job) => !dead.has(job)) !== object) continue;
      dead.add(object);
      if (object.type === 'start') unneeded.push(idOf(object));
    }
  return {
    victim: compiled.ids[victim] ?? '',
    lost,
    unneeded: unneeded.sort(),
    stillStarted: [...stillStarted].sort(),
  };
}

/** What a boot loses with the victim of a cycle, and what it starts all the same. */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { collectIn, weighJobs } from '../transaction/activate.ts';
import { beginTransaction } from '../transaction/build.ts';
import type { Compiled } from '../transaction/compile.ts';
import { deleteUnit, type Job, type JobTable, unitsWithJobs } from '../transaction/jobs.ts';

export interface Loss {
  readonly victim: string;
  /** Units that lose their start job with it, each with the requirement that costs it; the nearest first. */
  readonly lost: readonly { readonly unit: string; readonly because: BootEdge }[];
  /** Units that nothing else asks for any more and that are not started therefore (never under ISOLATE). */
  readonly unneeded: readonly string[];
  /** Units that only the victim, or what is lost with it, asked for, and that are started all the same. */
  readonly stillStarted: readonly string[];
}

/** Deletes one unit's jobs from a fresh transaction, as PID 1 would (transaction_delete_unit). */
export function lossOf(
  graph: BootGraph,
  compiled: Compiled,
  options: { readonly version: number; readonly target?: string },
  victim: number,
): Loss {
  const idOf = (unit: number) => compiled.ids[unit] ?? '';
  const none = { victim: idOf(victim), lost: [], unneeded: [], stillStarted: [] };
  const begun = beginTransaction(graph, options, compiled);
  if ('failed' in begun) return none;
  const { table, mode } = begun;
  weighJobs(compiled, table, mode);
  const before = table.deletions.length;
  const orphansBefore = new Set(orphansOf(table));
  deleteUnit(table, victim, { kind: 'victim-of-cycle', cycle: [] });
  collectIn(mode, table);
  const lost: { unit: string; because: BootEdge }[] = [];
  const unneeded: string[] = [];
  for (const { job, cause } of table.deletions.slice(before)) {
    if (job.type !== 'start' || job.unit === victim) continue;
    const edge = cause.kind === 'lost-with' ? graph.edges[cause.edge] : undefined;
    if (edge !== undefined) lost.push({ unit: idOf(job.unit), because: edge });
    else unneeded.push(idOf(job.unit));
  }
  const stillStarted = orphansOf(table)
    .filter((job) => !orphansBefore.has(job))
    .map((job) => idOf(job.unit));
  return { ...none, lost, unneeded: unneeded.sort(), stillStarted };
}

/** Start jobs that nobody asks for any more. */
function orphansOf(table: JobTable): readonly Job[] {
  return unitsWithJobs(table)
    .flatMap((unit) => table.byUnit[unit] ?? [])
    .filter((job) => job.type === 'start' && job !== table.anchor && !job.incoming.some((link) => link.alive));
}

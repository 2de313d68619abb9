/**
 * What the next boot of the same files may do otherwise. Where a start and a stop of one unit meet, PID 1 deletes one of them and all
 * that requires it, unit by unit in the order of a hash table that it seeds anew (transaction_merge_jobs): the first to be settled
 * decides which others are left to settle. And where a requirement cannot be pulled in, what was pulled in before it keeps its
 * jobs, though nothing may need them (transaction_add_job_and_dependencies).
 */
import type { BootGraph } from '../../graph/model.ts';
import { buildTransaction, type Transaction } from './build.ts';
import { drawn, REVERSED } from './chance.ts';
import type { JobType } from './rules.ts';

/** A unit and every job that it was seen with; null is no job. */
export interface Varying {
  readonly unit: string;
  readonly jobs: readonly (JobType | null)[];
}

/** An outcome that one boot in ten has is missed once in six hundred times. */
const DRAWS = 60;

/**
 * Units whose job depends on chance, sorted by name. Empty where an ordering cycle is met: whose jobs that may cost is
 * findCycles' to say.
 * @param usual the transaction in the graph's own order
 */
export function varyingJobs(graph: BootGraph, usual: Transaction): readonly Varying[] {
  if (usual.cycles.length > 0 || usual.byChance.length === 0) return [];
  const { version, target } = usual;
  const chances = usual.twoOrders ? [REVERSED] : Array.from({ length: DRAWS - 1 }, (_, draw) => drawn(draw + 1));
  const boots = [usual, ...chances.map((chance) => buildTransaction(graph, { version, target, chance }))];
  const jobs = boots.map((boot) => new Map(boot.jobs.map(({ unit, type }) => [unit, type])));
  const units = new Set(jobs.flatMap((one) => [...one.keys()]));
  return [...units]
    .sort()
    .map((unit) => ({ unit, jobs: [...new Set(jobs.map((one) => one.get(unit) ?? null))] }))
    .filter((unit) => unit.jobs.length > 1);
}

/**
 * What the next boot of the same files may do otherwise. Where a start and a stop of one unit meet, PID 1 deletes one of them and all
 * that requires it, unit by unit in the order of a hash table that it seeds anew (transaction_merge_jobs): the first to be settled
 * decides which others are left to settle. And where a requirement cannot be pulled in, what was pulled in before it keeps its
 * jobs, though nothing may need them (transaction_add_job_and_dependencies).
 */
import type { BootGraph } from '../../graph/model.ts';
import { buildTransaction, type Transaction } from './build.ts';
import { type Chance, drawn, REVERSED } from './chance.ts';
import { startsByItself } from './coldplug.ts';
import { compile } from './compile.ts';
import { halfWay } from './half-way.ts';
import { type JobType, merge } from './rules.ts';

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
  const chances = usual.twoOrders ? [REVERSED] : Array.from({ length: DRAWS - 1 }, (_, draw) => drawn(draw + 1));
  return ofHalfWay(graph, usual, chances) ?? ofWholeBoots(graph, usual, chances);
}

type Jobs = ReadonlyMap<string, JobType>;

/** Whole boots, one for each chance. */
export function ofWholeBoots(graph: BootGraph, usual: Transaction, chances: readonly Chance[]): readonly Varying[] {
  const { version, target } = usual;
  const boots = chances.map((chance) => jobsOf(buildTransaction(graph, { version, target, chance })));
  const usually = jobsOf(usual);
  return differing(new Set([usually, ...boots].flatMap((one) => [...one.keys()])), usually, boots);
}

/** The same where only requirements that fail half-way are left to chance; undefined where more is, or may be. */
export function ofHalfWay(
  graph: BootGraph,
  usual: Transaction,
  chances: readonly Chance[],
): readonly Varying[] | undefined {
  if (usual.mode !== 'isolate' || usual.byChance.some((what) => what !== 'half-way')) return undefined;
  const compiled = compile(graph, usual.version);
  const anchor = compiled.index.get(usual.target);
  const touched = anchor === undefined || startsByItself(compiled) ? undefined : halfWay(compiled, anchor);
  if (touched === undefined) return undefined;
  const idOf = (unit: number): string => compiled.ids[unit] ?? '';
  const boots = chances.map(
    (chance): Jobs => new Map([...touched.play(chance)].map(([unit, types]) => [idOf(unit), types.reduce(merge)])),
  );
  return differing(touched.units.map(idOf), jobsOf(usual), boots);
}

function jobsOf({ jobs }: Transaction): Jobs {
  return new Map(jobs.map(({ unit, type }) => [unit, type]));
}

function differing(units: Iterable<string>, usual: Jobs, boots: readonly Jobs[]): readonly Varying[] {
  return [...units]
    .sort()
    .map((unit) => ({ unit, jobs: [...new Set([usual, ...boots].map((one) => one.get(unit) ?? null))] }))
    .filter((unit) => unit.jobs.length > 1);
}

/** The jobs of a transaction in the making, the links between them, and their deletion (struct Transaction, Job, JobDependency). */
import type { JobType } from './rules.ts';

export interface Link {
  readonly subject: Job;
  readonly object: Job;
  readonly matters: boolean;
  readonly conflicts: boolean;
  /** Index of the edge in `BootGraph.edges`; -1 for a stop that ISOLATE itself asks for. */
  readonly edge: number;
  alive: boolean;
}

export interface Job {
  readonly unit: number;
  type: JobType;
  matters: boolean;
  alive: boolean;
  /** Jobs that this one pulled in. */
  outgoing: Link[];
  /** Jobs that pulled this one in. */
  incoming: Link[];
}

/** Why a job was taken out of the transaction. Edges are indices into `BootGraph.edges`. */
export type Cause =
  | { readonly kind: 'victim-of-cycle'; readonly cycle: readonly Job[] }
  | { readonly kind: 'lost-with'; readonly lost: Job; readonly edge: number }
  | { readonly kind: 'conflict'; readonly edges: readonly number[] }
  | { readonly kind: 'requirement-failed'; readonly requirement: number; readonly edge: number }
  | { readonly kind: 'redundant' }
  | { readonly kind: 'not-needed' };

export interface Deletion {
  readonly job: Job;
  readonly cause: Cause;
}

export interface JobTable {
  /** Jobs by unit, the one added last first: the head is what ordering looks at. */
  readonly byUnit: (Job[] | undefined)[];
  anchor: Job | undefined;
  /** Start jobs that are queued already, by unit: not of this transaction, but it meets them. */
  readonly queued: ReadonlyMap<number, Job>;
  readonly deletions: Deletion[];
}

/** @param queued units that have a start job from before */
export function newJobTable(units: number, queued: readonly number[] = []): JobTable {
  return {
    byUnit: new Array<Job[] | undefined>(units).fill(undefined),
    anchor: undefined,
    queued: new Map(queued.map((unit) => [unit, newJob(unit, 'start')])),
    deletions: [],
  };
}

function newJob(unit: number, type: JobType): Job {
  return { unit, type, matters: false, alive: true, outgoing: [], incoming: [] };
}

/** The job that the order looks at: the transaction's first of this unit, else the one that is queued already. */
export function headJob(table: JobTable, unit: number): Job | undefined {
  return table.byUnit[unit]?.[0] ?? table.queued.get(unit);
}

/** Units that have a job, in the order of their numbers. */
export function unitsWithJobs(table: JobTable): number[] {
  const units: number[] = [];
  for (let unit = 0; unit < table.byUnit.length; unit++) if (table.byUnit[unit] !== undefined) units.push(unit);
  return units;
}

/** The unit's job of this type, made where there is none (transaction_add_one_job). */
export function findOrAddJob(table: JobTable, unit: number, type: JobType): { job: Job; isNew: boolean } {
  const list = table.byUnit[unit];
  const known = list?.find((job) => job.type === type);
  if (known !== undefined) return { job: known, isNew: false };
  const job = newJob(unit, type);
  if (list === undefined) table.byUnit[unit] = [job];
  else list.unshift(job);
  return { job, isNew: true };
}

export function addLink(
  subject: Job,
  object: Job,
  link: { readonly matters: boolean; readonly conflicts: boolean; readonly edge: number },
): void {
  const made: Link = { subject, object, ...link, alive: true };
  subject.outgoing.push(made);
  object.incoming.push(made);
}

/**
 * Takes a job out; with `cascade` every job that it matters to goes too, and so on (transaction_delete_job,
 * transaction_unlink_job with delete_dependencies). Each deletion is recorded with its cause.
 */
export function deleteJob(table: JobTable, job: Job, cause: Cause, cascade: 'with-dependents' | 'alone'): void {
  const open: Deletion[] = [{ job, cause }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!next.job.alive) continue;
    next.job.alive = false;
    table.deletions.push(next);
    removeFromUnit(table, next.job);
    for (const link of next.job.outgoing) link.alive = false;
    for (const link of next.job.incoming) {
      if (!link.alive) continue;
      link.alive = false;
      if (link.matters && cascade === 'with-dependents')
        open.push({ job: link.subject, cause: { kind: 'lost-with', lost: next.job, edge: link.edge } });
    }
  }
}

/** All jobs of a unit, with what they matter to (transaction_delete_unit). */
export function deleteUnit(table: JobTable, unit: number, cause: Cause): void {
  for (let head = table.byUnit[unit]?.[0]; head !== undefined; head = table.byUnit[unit]?.[0])
    deleteJob(table, head, cause, 'with-dependents');
}

/** Folds `other` into `kept`: its links, its weight; the result has type `type` (transaction_merge_and_delete_job). */
export function absorb(table: JobTable, kept: Job, other: Job, type: JobType): void {
  kept.type = type;
  kept.matters ||= other.matters;
  for (const link of other.outgoing.filter((candidate) => candidate.alive)) {
    link.alive = false;
    addLink(kept, link.object, link);
  }
  for (const link of other.incoming.filter((candidate) => candidate.alive)) {
    link.alive = false;
    addLink(link.subject, kept, link);
  }
  other.alive = false;
  removeFromUnit(table, other);
}

/** Whether any job of the unit matters to the anchor (unit_matters_to_anchor). */
export function unitMatters(table: JobTable, unit: number): boolean {
  return table.byUnit[unit]?.some((job) => job.matters) ?? false;
}

function removeFromUnit(table: JobTable, job: Job): void {
  const list = table.byUnit[job.unit];
  if (list === undefined) return;
  const rest = list.filter((other) => other !== job);
  table.byUnit[job.unit] = rest.length === 0 ? undefined : rest;
}

/** The boot transaction of a graph: what PID 1 will start (manager_add_job, do_queue_default_job). */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { activate, type Mode, weighJobs } from './activate.ts';
import { type Chance, FIXED } from './chance.ts';
import { coldplugStarts } from './coldplug.ts';
import { type Compiled, compile } from './compile.ts';
import { type JobTable, newJobTable, unitsWithJobs } from './jobs.ts';
import { type PulledIn, pullIn } from './pull-in.ts';
import type { JobType } from './rules.ts';

export interface TransactionJob {
  readonly unit: string;
  readonly type: JobType;
}

export interface DroppedJob extends TransactionJob {
  readonly reason: string;
  readonly edges: readonly BootEdge[];
}

export interface Transaction {
  readonly version: number;
  readonly target: string;
  readonly mode: Mode;
  readonly jobs: readonly TransactionJob[];
  readonly dropped: readonly DroppedJob[];
  /** Who pulled a unit's job in first, and by which edge. */
  readonly pulledInBy: ReadonlyMap<string, { readonly by: string; readonly edge: BootEdge }>;
  /** Cycles met in this one boot, members in running order; another boot may meet others and delete another victim. */
  readonly cycles: readonly { readonly members: readonly string[]; readonly victim: string | null }[];
  /** Why there is no transaction at all, in systemd's terms. */
  readonly failed: string | null;
}

export interface TransactionOptions {
  readonly version: number;
  readonly target?: string;
  readonly mode?: Mode;
  readonly chance?: Chance;
}

/** One possible boot; `chance` (default: the order of the graph) decides what PID 1 leaves to its hash tables. */
export function buildTransaction(graph: BootGraph, options: TransactionOptions): Transaction {
  const begun = beginTransaction(graph, options);
  const { target, mode } = begun;
  const empty = { version: options.version, target, mode, jobs: [], dropped: [], pulledInBy: new Map(), cycles: [] };
  if ('failed' in begun) return { ...empty, failed: begun.failed };
  const { compiled, table, pulled } = begun;
  const edgesOf = (...numbers: number[]) => numbers.flatMap((number) => graph.edges[number] ?? []);
  const idOf = (unit: number) => compiled.ids[unit] ?? '';

  const pulledInBy = new Map<string, { by: string; edge: BootEdge }>();
  for (const unit of unitsWithJobs(table)) {
    const link = table.byUnit[unit]?.find((job) => job.type === 'start')?.incoming[0];
    const edge = link && graph.edges[link.edge];
    if (link !== undefined && edge !== undefined) pulledInBy.set(idOf(unit), { by: idOf(link.subject.unit), edge });
  }
  weighJobs(compiled, table, mode);
  const result = activate(compiled, table, mode, options.chance ?? FIXED);
  const cycles = result.cycles.map(({ jobs, victim }) => ({
    members: jobs.map((job) => idOf(job.unit)),
    victim: victim === undefined ? null : idOf(victim.unit),
  }));
  if (cycles.some((cycle) => cycle.victim === null))
    return { ...empty, cycles, failed: 'Transaction order is cyclic.' };
  if (result.conflicting !== undefined) {
    const [first, second] = result.conflicting;
    const failed = `Transaction contains conflicting jobs '${first.type}' and '${second.type}' for ${idOf(first.unit)}.`;
    return { ...empty, cycles, failed };
  }
  const own = unitsWithJobs(table).flatMap((unit) => table.byUnit[unit] ?? []);
  const jobs = [...own.map((job) => ({ unit: idOf(job.unit), type: job.type })), ...queuedBefore(begun, options, idOf)];
  const dropped: DroppedJob[] = pulled.refused.map(({ unit, job, reason, edge }) => ({
    unit: idOf(unit),
    type: job,
    reason,
    edges: edgesOf(edge),
  }));
  for (const { job, cause } of table.deletions) {
    if (cause.kind === 'redundant' && job.type === 'stop') continue; // stopping what never ran: not worth a word
    const edges = 'edge' in cause ? edgesOf(cause.edge) : 'edges' in cause ? edgesOf(...cause.edges) : [];
    dropped.push({ unit: idOf(job.unit), type: job.type, reason: cause.kind, edges });
  }
  return { ...empty, jobs, dropped, pulledInBy, cycles, failed: null };
}

/** What was queued before and is not of this transaction: isolating stops it again, replacing leaves it (transaction_add_isolate_jobs). */
function queuedBefore(
  { compiled, table, mode }: Begun,
  { chance = FIXED }: TransactionOptions,
  idOf: (unit: number) => string,
): readonly TransactionJob[] {
  return [...coldplugStarts(compiled, chance).keys()]
    .filter((unit) => table.byUnit[unit] === undefined)
    .filter((unit) => mode === 'replace' || compiled.nodes[unit]?.facts.ignoreOnIsolate !== true)
    .map((unit) => ({ unit: idOf(unit), type: mode === 'isolate' ? 'stop' : 'start' }));
}

/** A transaction as it stands when all jobs are pulled in and none is dropped yet. */
export interface Begun {
  readonly compiled: Compiled;
  readonly table: JobTable;
  readonly pulled: PulledIn;
  readonly target: string;
  readonly mode: Mode;
}

/** The first half (do_queue_default_job, transaction_add_job_and_dependencies): the anchor, and all it pulls in. */
export function beginTransaction(
  graph: BootGraph,
  options: TransactionOptions,
  compiled: Compiled = compile(graph, options.version),
): Begun | { readonly failed: string; readonly target: string; readonly mode: Mode } {
  const asked = options.target ?? graph.target;
  const resolved = graph.names.get(asked) ?? asked;
  const target =
    graph.nodes.get(resolved)?.load === 'loaded' ? resolved : (graph.names.get('rescue.target') ?? 'rescue.target');
  const node = graph.nodes.get(target);
  const mode = node?.facts.allowIsolate === true ? (options.mode ?? 'isolate') : 'replace';
  const anchor = compiled.index.get(target);
  if (anchor === undefined || node?.load !== 'loaded') return { failed: `Failed to load ${target}`, target, mode };
  const table = newJobTable(compiled.ids.length);
  const pulled = pullIn(compiled, table, anchor, options.chance ?? FIXED);
  if (pulled.failed === undefined) return { compiled, table, pulled, target, mode };
  const { unit, reason } = pulled.failed;
  return { failed: `Unit ${compiled.ids[unit] ?? ''} cannot be started: ${reason}.`, target, mode };
}

/** The boot transaction of a graph: what PID 1 will start (manager_add_job, do_queue_default_job). */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { activate } from './activate.ts';
import { type Chance, FIXED } from './chance.ts';
import { compile } from './compile.ts';
import { newJobTable, unitsWithJobs } from './jobs.ts';
import { pullIn } from './pull-in.ts';
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
  readonly mode: 'isolate' | 'replace';
  readonly jobs: readonly TransactionJob[];
  readonly dropped: readonly DroppedJob[];
  /** Who pulled a unit's job in first, and by which edge. */
  readonly pulledInBy: ReadonlyMap<string, { readonly by: string; readonly edge: BootEdge }>;
  /** Cycles met in this one boot, members in running order; another boot may meet others and delete another victim. */
  readonly cycles: readonly { readonly members: readonly string[]; readonly victim: string | null }[];
  /** Why there is no transaction at all, in systemd's terms. */
  readonly failed: string | null;
}

/** One possible boot; `chance` (default: the order of the graph) decides what PID 1 leaves to its hash tables. */
export function buildTransaction(
  graph: BootGraph,
  options: {
    readonly version: number;
    readonly target?: string;
    readonly mode?: 'isolate' | 'replace';
    readonly chance?: Chance;
  },
): Transaction {
  const chance = options.chance ?? FIXED;
  const compiled = compile(graph, options.version);
  const asked = options.target ?? graph.target;
  const resolved = graph.names.get(asked) ?? asked;
  const target =
    graph.nodes.get(resolved)?.load === 'loaded' ? resolved : (graph.names.get('rescue.target') ?? 'rescue.target');
  const node = graph.nodes.get(target);
  const mode = node?.facts.allowIsolate === true ? (options.mode ?? 'isolate') : 'replace';
  const edgesOf = (...numbers: number[]) => numbers.flatMap((number) => graph.edges[number] ?? []);
  const idOf = (unit: number) => compiled.ids[unit] ?? '';
  const empty = { version: options.version, target, mode, jobs: [], dropped: [], pulledInBy: new Map(), cycles: [] };

  const anchor = compiled.index.get(target);
  if (anchor === undefined || node?.load !== 'loaded') return { ...empty, failed: `Failed to load ${target}` };
  const table = newJobTable(compiled.ids.length);
  const pulled = pullIn(compiled, table, anchor, chance);
  if (pulled.failed !== undefined)
    return { ...empty, failed: `Unit ${idOf(pulled.failed.unit)} cannot be started: ${pulled.failed.reason}.` };

  const pulledInBy = new Map<string, { by: string; edge: BootEdge }>();
  for (const unit of unitsWithJobs(table)) {
    const link = table.byUnit[unit]?.find((job) => job.type === 'start')?.incoming[0];
    const edge = link && graph.edges[link.edge];
    if (link !== undefined && edge !== undefined) pulledInBy.set(idOf(unit), { by: idOf(link.subject.unit), edge });
  }
  const result = activate(compiled, table, mode, chance);
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
  const jobs = unitsWithJobs(table)
    .flatMap((unit) => table.byUnit[unit] ?? [])
    .map((job) => ({ unit: idOf(job.unit), type: job.type }));
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

/** The boot transaction of a graph: what PID 1 will start (manager_add_job, do_queue_default_job). */
import type { Version } from '../../behaviours/version.ts';
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { activate, type Mode, weighJobs } from './activate.ts';
import { type Chance, FIXED } from './chance.ts';
import { coldplugStarts } from './coldplug.ts';
import { type Compiled, compile } from './compile.ts';
import { type JobTable, newJobTable, unitsWithJobs } from './jobs.ts';
import { type PulledIn, pullIn, pullInIsolation } from './pull-in.ts';
import { isMergeable, type JobType, merge } from './rules.ts';

export interface TransactionJob {
  readonly unit: string;
  readonly type: JobType;
}

export interface DroppedJob extends TransactionJob {
  readonly reason: string;
  readonly edges: readonly BootEdge[];
}

export interface Transaction {
  readonly version: Version;
  readonly target: string;
  readonly mode: Mode;
  readonly jobs: readonly TransactionJob[];
  readonly dropped: readonly DroppedJob[];
  /** Who pulled a unit's job in first, and by which edge. */
  readonly pulledInBy: ReadonlyMap<string, { readonly by: string; readonly edge: BootEdge }>;
  /** Cycles met in this one boot, members in running order; another boot may meet others and delete another victim. */
  readonly cycles: readonly { readonly members: readonly string[]; readonly victim: string | null }[];
  /** What the order of PID 1's hash tables, another at each boot, had a say in, beside cycles. */
  readonly byChance: readonly ('conflict' | 'half-way')[];
  /** Conflicts meet in twos at most: the usual order and its reverse show all that can become of each. */
  readonly twoOrders: boolean;
  /** Why there is no transaction at all, in systemd's terms. */
  readonly failed: string | null;
}

export interface TransactionOptions {
  readonly version: Version;
  readonly target?: string;
  readonly mode?: Mode;
  readonly chance?: Chance;
}

/** One possible boot; `chance` (default: the order of the graph) decides what PID 1 leaves to its hash tables. */
export function buildTransaction(graph: BootGraph, options: TransactionOptions): Transaction {
  const begun = beginTransaction(graph, options);
  const { target, mode } = begun;
  const nothing = { jobs: [], dropped: [], pulledInBy: new Map(), cycles: [], byChance: [], twoOrders: false };
  const empty = { version: options.version, target, mode, ...nothing };
  if ('failed' in begun) return { ...empty, failed: begun.failed, byChance: begun.halfWay ? ['half-way'] : [] };
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
  const queued = stillQueued(begun).map((unit) => ({ unit, type: 'start' as const }));
  // Where one is queued and the transaction has another that goes with it, they become one.
  const jobs = [...own, ...queued].map(({ unit, type }) => ({
    unit: idOf(unit),
    type: table.queued.has(unit) && isMergeable(type, 'start') ? merge(type, 'start') : type,
  }));
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
  const byChance = [
    ...(result.contested > 1 ? ['conflict' as const] : []),
    // Which of its requirements a job had pulled in when one of them failed.
    ...(begun.halfWay ? ['half-way' as const] : []),
  ];
  const twoOrders = result.contested === 2 && !begun.halfWay && table.queued.size === 0;
  return { ...empty, jobs, dropped, pulledInBy, cycles, byChance, twoOrders, failed: null };
}

/** Start jobs queued before that stay: isolating takes back those it has no job for, but not where a unit is not to be touched (transaction_apply). */
function stillQueued({ compiled, table, mode }: Begun): number[] {
  return [...table.queued.keys()]
    .filter((unit) => table.byUnit[unit] === undefined)
    .filter((unit) => mode === 'replace' || compiled.nodes[unit]?.facts.ignoreOnIsolate === true);
}

/** A transaction as it stands when all jobs are pulled in and none is dropped yet. */
export interface Begun {
  readonly compiled: Compiled;
  readonly table: JobTable;
  readonly pulled: PulledIn;
  /** A requirement failed half-way, here or in a transaction that was queued before. */
  readonly halfWay: boolean;
  readonly target: string;
  readonly mode: Mode;
}

/** No transaction at all. */
export interface NotBegun {
  readonly failed: string;
  readonly halfWay: boolean;
  readonly target: string;
  readonly mode: Mode;
}

/** The first half (do_queue_default_job, transaction_add_job_and_dependencies): the anchor, and all it pulls in. */
export function beginTransaction(
  graph: BootGraph,
  options: TransactionOptions,
  compiled: Compiled = compile(graph, options.version),
): Begun | NotBegun {
  const asked = options.target ?? graph.target;
  const named = (name: string): string => graph.names.get(name) ?? name;
  const loads = (name: string): boolean => graph.nodes.get(named(name))?.load === 'loaded';
  const missing = asked === 'default.target' && (graph.nodes.get(named(asked))?.load ?? 'not-found') === 'not-found';
  const instead = missing && compiled.does('default-target-is-built-in') ? ['graphical.target'] : [];
  const target = named([asked, ...instead].find(loads) ?? 'rescue.target');
  const node = graph.nodes.get(target);
  const mode = node?.facts.allowIsolate === true ? (options.mode ?? 'isolate') : 'replace';
  const anchor = compiled.index.get(target);
  if (anchor === undefined || node?.load !== 'loaded')
    return { failed: `Failed to load ${target}`, halfWay: false, target, mode };
  const chance = options.chance ?? FIXED;
  const before = coldplugStarts(compiled, chance);
  const table = newJobTable(compiled.ids.length, [...before.started.keys()]);
  const pulled = pullIn(compiled, table, anchor, chance);
  const halfWay = before.halfWay || pulled.aborted.length > 0;
  if (pulled.failed === undefined && mode === 'isolate') pullInIsolation(compiled, table, anchor, chance);
  if (pulled.failed === undefined) return { compiled, table, pulled, halfWay, target, mode };
  const { unit, reason } = pulled.failed;
  return { failed: `Unit ${compiled.ids[unit] ?? ''} cannot be started: ${reason}.`, halfWay, target, mode };
}

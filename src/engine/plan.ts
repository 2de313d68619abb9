/**
 * What the init in force would start, in one form for every init: commands ask this, and never which init it is.
 * systemd's plan is its boot transaction; runlevels (sysv) and boot events (Upstart) fill the same shape.
 */
import type { Version } from '../behaviours/version.ts';
import type { BootGraph, InitSystem } from '../graph/model.ts';
import { planEvents } from './event-plan.ts';
import { planRunlevel } from './runlevel-plan.ts';
import { buildTransaction, type Transaction } from './transaction/build.ts';

export interface BootPlan {
  readonly system: InitSystem;
  /** The anchor: `graphical.target`, `runlevel:2`, `event:startup`. */
  readonly target: string;
  /** Ids of the nodes that are started. An order counts only between two of them. */
  readonly started: ReadonlySet<string>;
  /** systemd's own, where systemd is in force. */
  readonly transaction?: Transaction;
  /** Why nothing can be started at all, in the init's own terms. */
  readonly failed: string | null;
}

/** @param options.version systemd's major version; options.target another anchor than the graph's. */
export function planBoot(graph: BootGraph, options: { readonly version: Version; readonly target?: string }): BootPlan {
  if (graph.init.system === 'sysv') return planRunlevel(graph, options.target);
  if (graph.init.system === 'upstart') return planEvents(graph);
  const transaction = buildTransaction(graph, options);
  return {
    system: graph.init.system,
    target: transaction.target,
    started: new Set(transaction.jobs.filter((job) => job.type !== 'stop').map((job) => job.unit)),
    transaction,
    failed: transaction.failed,
  };
}

/**
 * What the init in force would start, in one form for every init: commands ask this, and never which init it is.
 * systemd's plan is its boot transaction; runlevels (sysv) and boot events (Upstart) fill the same shape.
 */
import type { Version } from '../behaviours/version.ts';
import type { BootGraph } from '../graph/model.ts';
import type { BootPlan } from './boot-plan.ts';
import { planEvents } from './event-plan.ts';
import { planRunlevel } from './runlevel-plan.ts';
import { buildTransaction } from './transaction/build.ts';

export type { BootPlan };

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

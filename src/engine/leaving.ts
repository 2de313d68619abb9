/**
 * From one target to another on a running machine: what `systemctl isolate rescue.target` or `systemctl reboot` stops on the way, and
 * which of the stop jobs order each other in a circle. A boot to the same target has none of these jobs.
 */
import { behaviours } from '../behaviours/does.ts';
import type { Version } from '../behaviours/version.ts';
import type { BootGraph } from '../graph/model.ts';
import { ENDS, planStops, type Shutdown } from './shutdown.ts';
import type { Transaction } from './transaction/build.ts';

export interface Leaving extends Shutdown {
  /** The target that the machine came up to. */
  readonly from: string;
  readonly to: string;
  /** `isolate` stops all that the target does not ask for; a shutdown what conflicts with shutdown.target (logind asks in mode replace-irreversibly). */
  readonly how: 'isolate' | 'shutdown';
}

/**
 * @param transaction the boot to the target that is turned to
 * @param from the target the machine has reached
 * @param started what the boot to `from` starts, for sure or by chance
 */
export function planLeaving(
  graph: BootGraph,
  version: Version,
  transaction: Transaction,
  { from, started }: { readonly from: string; readonly started: (id: string) => boolean },
): Leaving | undefined {
  const to = transaction.target;
  const wanted = new Set(transaction.jobs.filter(({ type }) => type !== 'stop').map(({ unit }) => unit));
  const ends = ENDS.some((id) => wanted.has(id));
  const isolates = !ends && graph.nodes.get(to)?.facts.allowIsolate === true;
  if (transaction.failed !== null || (!ends && !isolates)) return undefined;
  const stops = isolates ? stoppedByIsolation(graph, version, wanted) : () => false;
  const how = ends ? 'shutdown' : 'isolate';
  return { ...planStops(graph, started, { started: wanted, stops }), from, to, how };
}

/** transaction_add_isolate_jobs, of the units that run. */
function stoppedByIsolation(graph: BootGraph, version: Version, wanted: ReadonlySet<string>): (id: string) => boolean {
  const stays = (id: string): boolean => wanted.has(id) || graph.nodes.get(id)?.facts.ignoreOnIsolate === true;
  const keeps = behaviours(version)('isolating-keeps-what-kept-units-trigger');
  const triggered = new Set<string>();
  if (keeps) for (const { type, from, to } of graph.edges) if (type === 'Triggers' && stays(from)) triggered.add(to);
  return (id) => !stays(id) && !triggered.has(id) && graph.nodes.get(id)?.facts.perpetual !== true;
}

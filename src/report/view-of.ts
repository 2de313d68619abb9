/** From a graph to the viewer's data, by what its init would start: the same for the command and for a dropped file. */
import { planBoot } from '../engine/plan.ts';
import type { Transaction } from '../engine/transaction/build.ts';
import type { BootGraph } from '../graph/model.ts';
import { type ViewCycleInput, type ViewExtras, viewData } from './view-data.ts';
import type { ViewData } from './view-format.ts';

/** Where neither the graph nor the caller names a version (open.ts says so in a diagnostic). */
const ASSUMED_VERSION = 252;

/** @param options.version systemd's major version; default: the graph's own */
export function viewOf(
  graph: BootGraph,
  options: { readonly version?: number | undefined; readonly findings?: ViewExtras['findings'] } = {},
): ViewData {
  const own = Number(graph.init.version);
  const version = options.version ?? (Number.isFinite(own) && own > 0 ? own : ASSUMED_VERSION);
  const plan = planBoot(graph, { version });
  const findings = options.findings === undefined ? {} : { findings: options.findings };
  return plan.transaction === undefined
    ? viewData(graph, undefined, { started: plan.started, ...findings })
    : viewData(graph, { ...plan.transaction, cycles: plan.transaction.cycles.map(cycleInput) }, findings);
}

function cycleInput({ members, victim }: Transaction['cycles'][number]): ViewCycleInput {
  return { members, victims: victim === null ? [] : [victim], unbreakable: victim === null };
}

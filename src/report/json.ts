import type { Cycles } from '../engine/cycles/find.ts';
import type { Transaction } from '../engine/transaction/build.ts';
import type { Varying } from '../engine/transaction/varying.ts';
import type { BootGraph } from '../graph/model.ts';

/** `bootscope/graph@1`, as docs/architecture.md describes it. */
export function graphJson(graph: BootGraph): unknown {
  const { root, init, target, edges, diagnostics } = graph;
  return { format: 'bootscope/graph@1', root, init, target, units: [...graph.nodes.values()], edges, diagnostics };
}

/** `bootscope/transaction@1`. The jobs are those of one possible boot where there are cycles: which job PID 1 deletes is random. */
export function transactionJson(
  { target, mode, jobs, dropped, failed }: Transaction,
  { cycles }: Cycles,
  varying: readonly Varying[],
): unknown {
  return { format: 'bootscope/transaction@1', target, mode, jobs, varying, dropped, cycles, failed };
}

import type { Transaction } from '../engine/transaction/build.ts';
import type { BootGraph } from '../graph/model.ts';

/** `bootscope/graph@1`, as docs/architecture.md describes it. */
export function graphJson(graph: BootGraph): unknown {
  const { root, init, target, edges, diagnostics } = graph;
  return { format: 'bootscope/graph@1', root, init, target, units: [...graph.nodes.values()], edges, diagnostics };
}

/** `bootscope/transaction@1`. Cycles are those of one possible boot: which job PID 1 deletes is random. */
export function transactionJson({ target, jobs, dropped, cycles, failed }: Transaction): unknown {
  return { format: 'bootscope/transaction@1', target, jobs, dropped, cycles, failed };
}

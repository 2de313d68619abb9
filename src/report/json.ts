import type { Chain } from '../answers/chain.ts';
import type { TransactionAnswer } from '../answers/transaction.ts';
import type { LaterStart } from '../engine/later/later-start.ts';
import type { BootGraph } from '../graph/model.ts';

/**
 * `bootscope/graph@1`, as docs/architecture.md describes it.
 * @param later what is started after the boot's own jobs are queued, by whom and when; absent where that was not looked at
 */
export function graphJson(graph: BootGraph, later?: readonly LaterStart[]): unknown {
  const { root, init, target, edges, diagnostics } = graph;
  const head = { format: 'bootscope/graph@1', root, init, target, units: [...graph.nodes.values()], edges };
  return { ...head, ...(later === undefined ? {} : { later }), diagnostics };
}

/** `bootscope/transaction@1`. The jobs are those of one possible boot where there are cycles: which job PID 1 deletes is random. */
export function transactionJson({
  transaction,
  cycles: { cycles },
  varying,
  notAtEveryBoot,
  fates,
  leaving,
}: TransactionAnswer): unknown {
  const { target, mode, jobs, dropped, failed } = transaction;
  return {
    format: 'bootscope/transaction@1',
    target,
    mode,
    jobs,
    varying,
    notAtEveryBoot,
    dropped,
    cycles,
    failed,
    fates,
    leaving,
  };
}

/** `bootscope/chain@1`. */
export function chainJson({ init }: BootGraph, answer: Chain): unknown {
  const head = { format: 'bootscope/chain@1', target: answer.target, init };
  switch (answer.kind) {
    case 'events':
      return { ...head, runlevel: answer.boot.runlevel ?? null, events: answer.events };
    case 'targets':
      return { ...head, steps: answer.steps, notAtEveryBoot: answer.notAtEveryBoot };
    case 'runlevel': {
      const { level, levelFrom, inittab, order } = answer.boot;
      const { parallel, reasons, started } = order;
      const scripts = { S: started.boot, [level]: started.level };
      return { ...head, runlevel: level, runlevelFrom: levelFrom, inittab, parallel, reasons, scripts };
    }
  }
}

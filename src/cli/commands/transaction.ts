import { findCycles } from '../../engine/cycles/find.ts';
import { buildTransaction } from '../../engine/transaction/build.ts';
import { varyingJobs } from '../../engine/transaction/varying.ts';
import { transactionJson } from '../../report/json.ts';
import { transactionText } from '../../report/transaction.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';

export const transaction = defineCommand({
  options: (yargs) => yargs,
  async run(args) {
    const { graph, version } = await openFor(args);
    if (graph.init.system !== 'systemd')
      throw new UsageError(
        `this root boots with ${graph.init.system}, which has no transactions; see bootscope order, or add --init systemd`,
      );
    const built = buildTransaction(graph, { version });
    const cycles = findCycles(graph, { version });
    const varying = varyingJobs(graph, built);
    return {
      json: () => transactionJson(built, cycles, varying),
      text: (page) => transactionText(graph, built, cycles, varying, page),
    };
  },
});

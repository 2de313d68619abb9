import { findCycles } from '../../engine/cycles/find.ts';
import { buildTransaction } from '../../engine/transaction/build.ts';
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
    return {
      json: () => transactionJson(built, cycles),
      text: (page) => transactionText(graph, built, cycles, page),
    };
  },
});

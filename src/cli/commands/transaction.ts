import { buildTransaction } from '../../engine/transaction/build.ts';
import { transactionJson } from '../../report/json.ts';
import { transactionText } from '../../report/transaction.ts';
import { defineCommand, openFor } from '../command.ts';

export const transaction = defineCommand({
  options: (yargs) => yargs,
  async run(args) {
    const { graph, version } = await openFor(args);
    const built = buildTransaction(graph, { version });
    return { json: () => transactionJson(built), text: () => transactionText(built) };
  },
});

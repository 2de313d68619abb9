import { transaction as askTransaction } from '../../answers/transaction.ts';
import { transactionJson } from '../../report/json.ts';
import { transactionText } from '../../report/transaction.ts';
import { defineCommand, openFor } from '../command.ts';

export const transaction = defineCommand({
  options: (yargs) => yargs,
  async run(args) {
    const opened = await openFor(args);
    const answer = askTransaction(opened);
    return {
      json: () => transactionJson(answer),
      text: (page) => transactionText(opened.graph, answer, page),
    };
  },
});

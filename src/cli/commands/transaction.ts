import { transaction as askTransaction } from '../../answers/transaction.ts';
import { transactionJson } from '../../report/json.ts';
import { transactionText } from '../../report/transaction.ts';
import { defineCommand, openFor } from '../command.ts';

export const transaction = defineCommand({
  options: (yargs) =>
    yargs
      .example('$0 -r /mnt/host transaction', 'every job of this boot, and what lost its job')
      .example('$0 transaction --target rescue.target', 'those of another boot'),
  async run(args) {
    const opened = await openFor(args);
    const answer = askTransaction(opened);
    return {
      json: () => transactionJson(answer),
      text: (page) => transactionText(opened.graph, answer, page),
    };
  },
});

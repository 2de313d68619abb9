import { blame, criticalChain } from '../../answers/critical-chain.ts';
import { unitNamed } from '../../answers/names.ts';
import { blameText, criticalChainText } from '../../report/critical-chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';

export const criticalChainCommand = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'where the chain ends; the default target, if none is named' })
      .option('timings', TIMINGS_OPTION)
      .option('blame', { type: 'boolean', default: false, describe: 'all starts instead, the longest first' })
      .example('$0 -r sosreport.tar.xz critical-chain', 'from the times that the report recorded')
      .example('$0 critical-chain ssh --timings plot.json', 'what ssh.service was waiting for'),
  async run(args) {
    const opened = await openFor(args);
    const timings = timingsFor(args.timings, opened);
    if (args.blame) {
      const answer = blame(timings);
      return {
        json: () => ({ format: 'bootscope/blame@1', ...answer }),
        text: (page) => blameText(answer, page),
      };
    }
    const unit = args.unit === undefined ? undefined : unitNamed(opened.graph, args.unit);
    const answer = criticalChain(opened, timings, unit);
    return {
      json: () => ({ format: 'bootscope/critical-chain@1', ...answer }),
      text: (page) => criticalChainText(opened.graph, answer, page),
    };
  },
});

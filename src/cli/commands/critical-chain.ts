import { blame, criticalChain } from '../../engine/critical-chain.ts';
import { blameText, criticalChainText } from '../../report/critical-chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { unitNamed } from '../names.ts';
import { timingsFor } from '../timings.ts';

export const criticalChainCommand = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'where the chain ends; the default target, if none is named' })
      .option('timings', { type: 'string', describe: 'what the machine recorded: plot --json, a dump, a journal' })
      .option('blame', { type: 'boolean', default: false, describe: 'all starts instead, the longest first' }),
  async run(args) {
    const opened = await openFor(args);
    const timings = timingsFor(args.timings, opened);
    if (args.blame) {
      const rows = blame(timings);
      return {
        json: () => ({ format: 'bootscope/blame@1', source: timings.source, units: rows }),
        text: () => blameText(rows, timings),
      };
    }
    const unit = args.unit === undefined ? opened.graph.target : unitNamed(opened.graph, args.unit);
    const chain = criticalChain(opened.graph, timings, unit);
    if (chain.length === 0)
      throw new UsageError(`${unit} has no recorded time in ${timings.source}; name a unit that was started`);
    return {
      json: () => ({
        format: 'bootscope/critical-chain@1',
        source: timings.source,
        resolution: timings.resolution,
        chain,
      }),
      text: () => criticalChainText(chain, timings),
    };
  },
});

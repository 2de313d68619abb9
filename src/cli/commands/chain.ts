import { targetChain } from '../../engine/chain.ts';
import { chainText } from '../../report/chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { targetNamed } from '../names.ts';

export const chain = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'target, or a runlevel word: 1 to 5, single, emergency' })
      .option('all', { type: 'boolean', default: false, describe: 'name every unit of a built-in rule' })
      .example('$0 chain', 'graphical → multi-user → basic → sysinit → local-fs, with all that each one says')
      .example('$0 chain 3', 'from the target of runlevel 3'),
  async run(args) {
    const opened = await openFor(args);
    const { graph } = opened;
    const start = args.unit === undefined ? graph.target : targetNamed(graph, args.unit);
    const steps = targetChain(graph, start);
    return {
      json: () => ({ format: 'bootscope/chain@1', target: start, init: graph.init, steps }),
      text: (page) => chainText(opened, steps, page, args.all),
    };
  },
});

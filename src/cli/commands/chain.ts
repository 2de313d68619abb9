import { targetChain } from '../../engine/chain.ts';
import { chainText } from '../../report/chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { targetNamed } from '../names.ts';

export const chain = defineCommand({
  options: (yargs) => yargs.positional('unit', { type: 'string', describe: 'target or runlevel word' }),
  async run(args) {
    const { graph } = await openFor(args);
    const steps = targetChain(graph, args.unit === undefined ? graph.target : targetNamed(graph, args.unit));
    return { json: () => ({ format: 'bootscope/chain@1', steps }), text: () => chainText(steps) };
  },
});

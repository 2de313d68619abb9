import { showText } from '../../report/show.ts';
import { defineCommand, openFor } from '../command.ts';
import { unitNamed } from '../names.ts';

export const show = defineCommand({
  options: (yargs) => yargs.positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' }),
  async run(args) {
    const { graph } = await openFor(args);
    const id = unitNamed(graph, args.unit);
    const edges = graph.edges.filter((edge) => edge.from === id || edge.to === id);
    return {
      json: () => ({ format: 'bootscope/show@1', unit: graph.nodes.get(id), edges }),
      text: () => showText(graph, id, edges),
    };
  },
});

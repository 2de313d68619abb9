import { planBoot } from '../../engine/plan.ts';
import { showText } from '../../report/show.ts';
import { defineCommand, openFor } from '../command.ts';
import { unitNamed } from '../names.ts';

export const show = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .option('all', { type: 'boolean', default: false, describe: 'every dependency with its proof, however many' })
      .example('$0 show nova-compute', 'unit of that name; .service may be left out')
      .example('$0 show upstart:nova-compute', 'the Upstart job of that name; sysv:NAME for the init script'),
  async run(args) {
    const opened = await openFor(args);
    const { graph, version } = opened;
    const id = unitNamed(graph, args.unit);
    const plan = planBoot(graph, { version });
    const edges = graph.edges.filter((edge) => edge.from === id || edge.to === id);
    return {
      json: () => ({ format: 'bootscope/show@1', unit: graph.nodes.get(id), started: plan.started.has(id), edges }),
      text: (page) => showText(opened, plan, id, page, args.all),
    };
  },
});

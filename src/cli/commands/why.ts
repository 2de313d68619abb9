import { planBoot } from '../../engine/plan.ts';
import { whyAnswer } from '../../report/why.ts';
import { defineCommand, openFor } from '../command.ts';
import { unitNamed } from '../names.ts';

export const why = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .option('after', { type: 'string', describe: 'why UNIT starts after this one' })
      .option('before', { type: 'string', describe: 'why UNIT starts before this one', conflicts: 'after' }),
  async run(args) {
    const { graph, version } = await openFor(args);
    const unit = unitNamed(graph, args.unit);
    const named = args.after ?? args.before;
    const other = named === undefined ? undefined : unitNamed(graph, named);
    const { started } = planBoot(graph, { version });
    const answer =
      args.before === undefined
        ? whyAnswer(graph, started, unit, other)
        : whyAnswer(graph, started, other ?? unit, unit);
    return { json: () => ({ format: 'bootscope/why@1', ...answer.data }), text: () => answer.text };
  },
});

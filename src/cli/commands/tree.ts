import { unitNamed } from '../../answers/names.ts';
import { tree as askTree } from '../../answers/tree.ts';
import { treeText } from '../../report/tree.ts';
import { defineCommand, openFor, openWith } from '../command.ts';

export const tree = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'unit; the default target, if none is named' })
      .option('reverse', { type: 'boolean', default: false, describe: 'what pulls it in, instead' })
      .option('all', { type: 'boolean', default: false, describe: 'follow every unit, not only targets' })
      .example('$0 tree', 'as systemctl list-dependencies draws it, each with the line that makes it')
      .example('$0 tree nova-compute --reverse', 'what asks for it, up to the default target'),
  async run(args) {
    const { opened, unit } = await named(args, args.unit);
    const answer = askTree(opened, unit, { reverse: args.reverse, all: args.all });
    return {
      json: () => ({ format: 'bootscope/tree@1', ...answer }),
      text: () => treeText(opened.graph, answer),
    };
  },
});

async function named(args: Parameters<typeof openFor>[0], unit: string | undefined): ReturnType<typeof openWith> {
  if (unit !== undefined) return openWith(args, unit);
  const opened = await openFor(args);
  return { opened, unit: unitNamed(opened.graph, opened.graph.target, 'target') };
}

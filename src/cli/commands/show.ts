import { show as askShow } from '../../answers/show.ts';
import { showText } from '../../report/show.ts';
import { defineCommand, openWith } from '../command.ts';

export const show = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .option('all', { type: 'boolean', default: false, describe: 'every dependency with its proof, however many' })
      .example('$0 show nova-compute', 'unit of that name; .service may be left out')
      .example('$0 show upstart:nova-compute', 'the Upstart job of that name; sysv:NAME for the init script'),
  async run(args) {
    const { opened, unit } = await openWith(args, args.unit);
    const answer = askShow(opened, unit);
    return {
      json: () => ({ format: 'bootscope/show@1', ...answer }),
      text: (page) => showText(opened, answer, page, args.all),
    };
  },
});

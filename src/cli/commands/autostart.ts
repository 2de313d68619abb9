import { autostart as askAutostart } from '../../answers/autostart/autostart.ts';
import { autostartText } from '../../report/autostart.ts';
import { defineCommand, openWith } from '../command.ts';

export const autostart = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .example('$0 autostart nova-compute', 'in systemd, Upstart and sysvinit, and how to call it off in each'),
  async run(args) {
    const { opened, unit } = await openWith(args, args.unit);
    const answer = askAutostart(opened, unit);
    return {
      json: () => ({ format: 'bootscope/autostart@1', ...answer }),
      text: (page) => autostartText(opened.graph, answer, page),
    };
  },
});

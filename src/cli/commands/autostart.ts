import { autostart as askAutostart } from '../../answers/autostart/autostart.ts';
import { unitNamed } from '../../answers/names.ts';
import { autostartText } from '../../report/autostart.ts';
import { defineCommand, openFor } from '../command.ts';

export const autostart = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .example('$0 autostart nova-compute', 'in systemd, Upstart and sysvinit, and how to call it off in each'),
  async run(args) {
    const opened = await openFor(args);
    const answer = askAutostart(opened, unitNamed(opened.graph, args.unit));
    return {
      json: () => ({ format: 'bootscope/autostart@1', ...answer }),
      text: (page) => autostartText(opened.graph, answer, page),
    };
  },
});

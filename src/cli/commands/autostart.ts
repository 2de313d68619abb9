import { autostartAnswer } from '../../autostart/autostart.ts';
import { autostartText } from '../../report/autostart.ts';
import { defineCommand, openFor } from '../command.ts';
import { unitNamed } from '../names.ts';

export const autostart = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .example('$0 autostart nova-compute', 'in systemd, Upstart and sysvinit, and how to call it off in each'),
  async run(args) {
    const opened = await openFor(args);
    const { graph } = opened;
    const answer = autostartAnswer(opened, unitNamed(graph, args.unit), {
      init: graph.init.system,
      cmdline: opened.cmdline,
      ...(args.target === undefined ? {} : { target: args.target }),
    });
    return {
      json: () => ({ format: 'bootscope/autostart@1', ...answer }),
      text: (page) => autostartText(graph, answer, page),
    };
  },
});

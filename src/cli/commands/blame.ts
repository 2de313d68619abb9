import { blame as askBlame } from '../../answers/critical-chain.ts';
import { blameText } from '../../report/critical-chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';

export const blame = defineCommand({
  options: (yargs) =>
    yargs
      .option('timings', TIMINGS_OPTION)
      .example('$0 -r sosreport.tar.xz blame', 'the longest starts first, from what the report recorded')
      .example('$0 blame --timings plot.json', 'from systemd-analyze plot --json=short of that machine'),
  async run(args) {
    const timings = timingsFor(args.timings, await openFor(args));
    const answer = askBlame(timings);
    return {
      json: () => ({ format: 'bootscope/blame@1', ...answer }),
      text: (page) => blameText(answer, page),
    };
  },
});

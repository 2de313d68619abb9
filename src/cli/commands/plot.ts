import { bootPlot } from '../../report/boot-plot.ts';
import { defineCommand, openFor } from '../command.ts';
import { printable } from '../print.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';
import { writeOutput } from '../write-file.ts';

export const plot = defineCommand({
  options: (yargs) =>
    yargs
      .option('timings', TIMINGS_OPTION)
      .option('output', {
        alias: 'o',
        type: 'string',
        default: 'boot.svg',
        describe: 'file to write; - is standard output',
      })
      .example('$0 -r sosreport.tar.xz plot', 'the boot that the report recorded, as boot.svg')
      .example('$0 plot --timings plot.json -o boot.svg', 'from systemd-analyze plot --json=short'),
  async run(args) {
    const opened = await openFor(args);
    const timings = timingsFor(args.timings, opened);
    const svg = printable(bootPlot(timings, `Boot of ${opened.graph.root}`), false);
    if (args.output !== '-') writeOutput(args.output, svg);
    return {
      json: () => ({ format: 'bootscope/plot@1', file: args.output, units: timings.units.size }),
      ...(args.output === '-' ? ({ data: true } as const) : {}),
      text: () =>
        args.output === '-' ? svg : `${args.output} shows ${timings.units.size} starts, by ${timings.source}.`,
    };
  },
});

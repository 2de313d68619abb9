import { bootPlot } from '../../report/boot-plot.ts';
import { defineCommand, openFor } from '../command.ts';
import { printable } from '../print.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';
import { writeOutput } from '../write-file.ts';

export const plot = defineCommand({
  options: (yargs) =>
    yargs
      .option('timings', TIMINGS_OPTION)
      .option('output', { alias: 'o', type: 'string', default: 'boot.svg', describe: 'file to write' }),
  async run(args) {
    const opened = await openFor(args);
    const timings = timingsFor(args.timings, opened);
    writeOutput(args.output, printable(bootPlot(timings, `Boot of ${opened.graph.root}`), false));
    return {
      json: () => ({ format: 'bootscope/plot@1', file: args.output, units: timings.units.size }),
      text: () => `${args.output} shows ${timings.units.size} starts, by ${timings.source}.`,
    };
  },
});

import { targetNamed, unitNamed } from '../../answers/names.ts';
import { speedUp } from '../../answers/speed-up.ts';
import { speedUpJson, speedUpText } from '../../report/speed-up.ts';
import { defineCommand, openFor } from '../command.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';

export const speedUpCommand = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', {
        type: 'string',
        describe: 'what is to be reached sooner; the default target, if none is named',
      })
      .option('timings', TIMINGS_OPTION)
      .example('$0 -r sosreport.tar.xz speed-up', 'from the times that the report recorded')
      .example(
        '$0 speed-up --timings boot.svg --target multi-user.target',
        'the files of this machine, and its own times',
      ),
  async run(args) {
    // The boot was to the default target: another one is only what the length is measured to.
    const { target, ...rest } = args;
    const opened = await openFor({ ...rest, target: undefined }, undefined, args);
    const timings = timingsFor(args.timings, opened);
    const { graph } = opened;
    const unit =
      args.unit !== undefined
        ? unitNamed(graph, args.unit)
        : target === undefined
          ? undefined
          : targetNamed(graph, target);
    const answer = speedUp(opened, timings, unit);
    return {
      json: () => speedUpJson(timings, answer),
      text: (page) => speedUpText(opened, timings, answer, page),
    };
  },
});

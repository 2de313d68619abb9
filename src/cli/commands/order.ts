import { unitIn } from '../../answers/names.ts';
import { order as askOrder, orderOf } from '../../answers/order.ts';
import { shutdownOrder } from '../../answers/shutdown.ts';
import { orderText, recordedTimes, unitOrderText } from '../../report/order.ts';
import { shutdownText } from '../../report/shutdown.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { TIMINGS_OPTION, timingsFor } from '../timings.ts';

export const order = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', {
        type: 'string',
        describe: 'unit, job or script; without one, the waves of the whole start',
      })
      .option('depth', {
        type: 'number',
        default: 1,
        describe: 'how many steps away from UNIT to look; 0: all the way',
      })
      .option('shutdown', {
        type: 'boolean',
        default: false,
        describe: 'the order of stopping instead: what it waits for, and how long at most',
      })
      .option('reduce', { type: 'boolean', default: false, describe: 'leave out what follows from the rest' })
      .option('timings', TIMINGS_OPTION)
      .example('$0 order', 'the whole start, in waves')
      .example('$0 order ssh --depth 0', 'everything that ssh.service waits for, and that waits for it'),
  async run(args) {
    const whole = await openFor(args);
    if (args.shutdown) {
      if (args.unit !== undefined) throw new UsageError('order --shutdown takes no unit: it shows all that is stopped');
      const answer = shutdownOrder(whole);
      return {
        json: () => ({ format: 'bootscope/shutdown@1', ...answer }),
        text: (page) => shutdownText(answer, page),
      };
    }
    const timings = args.timings === undefined ? undefined : timingsFor(args.timings, whole);
    const timeOf = recordedTimes(timings);
    const recorded = timings === undefined ? {} : { timings: [...timings.units.values()] };
    if (args.unit === undefined) {
      const answer = askOrder(whole);
      const { target, waves, cycles, notAtEveryBoot } = answer;
      const fates = [...answer.fates.values()];
      return {
        json: () => ({ format: 'bootscope/order@1', target, waves, cycles, notAtEveryBoot, fates, ...recorded }),
        text: (page) => orderText(answer, page, timeOf),
      };
    }
    if (!(args.depth >= 0) || !Number.isInteger(args.depth))
      throw new UsageError('--depth takes a number of steps, 0 for all');
    const depth = args.depth === 0 ? Number.POSITIVE_INFINITY : args.depth;
    const { opened, unit } = unitIn(whole, args.unit);
    const answer = orderOf(opened, unit, { depth, reduce: args.reduce });
    return {
      json: () => ({ format: 'bootscope/order@1', ...answer, ...recorded }),
      text: (page) => unitOrderText(opened.graph, answer, page, timeOf),
    };
  },
});

import { immediateOf, startOrder, waitingOf } from '../../engine/order.ts';
import { planBoot } from '../../engine/plan.ts';
import { recordedTimes, unitOrderText, wavesText } from '../../report/order.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { unitNamed } from '../names.ts';
import { timingsFor } from '../timings.ts';

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
      .option('reduce', { type: 'boolean', default: false, describe: 'leave out what follows from the rest' })
      .option('timings', { type: 'string', describe: 'show what the machine recorded: plot --json, a dump, a journal' })
      .example('$0 order', 'the whole start, in waves')
      .example('$0 order ssh --depth 0', 'everything that ssh.service waits for, and that waits for it'),
  async run(args) {
    const opened = await openFor(args);
    const { graph, version } = opened;
    const timings = args.timings === undefined ? undefined : timingsFor(args.timings, opened);
    const timeOf = recordedTimes(timings);
    const recorded = timings === undefined ? {} : { timings: [...timings.units.values()] };
    const plan = planBoot(graph, { version });
    if (args.unit === undefined) {
      const whole = startOrder(graph, (id) => plan.started.has(id));
      return {
        json: () => ({
          format: 'bootscope/order@1',
          target: plan.target,
          waves: whole.waves,
          cycles: whole.cycles,
          ...recorded,
        }),
        text: (page) =>
          [...(plan.failed === null ? [] : [plan.failed, '']), wavesText(whole, plan.target, page, timeOf)].join('\n'),
      };
    }
    if (!(args.depth >= 0)) throw new UsageError('--depth takes a number of steps, 0 for all');
    const unit = unitNamed(graph, args.unit);
    const whole = startOrder(graph, (id) => id === unit || plan.started.has(id));
    const depth = args.depth === 0 ? Number.POSITIVE_INFINITY : args.depth;
    const sides = (['before', 'after'] as const).map((side) => {
      const everything = waitingOf(whole, unit, side);
      const immediate = args.reduce ? new Set(immediateOf(whole, unit, side).map((waiting) => waiting.id)) : undefined;
      const shown = everything.filter(({ id, steps }) => steps <= depth && (steps > 1 || immediate?.has(id) !== false));
      return { shown, total: everything.length };
    });
    const [before, after] = sides as [(typeof sides)[number], (typeof sides)[number]];
    const answer = {
      unit,
      wave: plan.started.has(unit) ? (whole.wave[whole.csr.index.get(unit) ?? -1] ?? null) : null,
      waves: whole.waves.length,
      waitsFor: before.shown,
      waitedForBy: after.shown,
      total: { waitsFor: before.total, waitedForBy: after.total },
    };
    return {
      json: () => ({ format: 'bootscope/order@1', target: plan.target, ...answer, ...recorded }),
      text: (page) => unitOrderText(graph, answer, page, timeOf),
    };
  },
});

import { targetChain } from '../../engine/chain.ts';
import { chainText } from '../../report/chain.ts';
import { eventChainText } from '../../report/event-chain.ts';
import { runlevelChainText } from '../../report/runlevel-chain.ts';
import type { SysvBoot } from '../../sysv/load.ts';
import { eventChain } from '../../upstart/simulate/chain.ts';
import { defineCommand, openFor } from '../command.ts';
import { targetNamed, unitNamed } from '../names.ts';

export const chain = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'target, or a runlevel word: 1 to 5, single, emergency' })
      .option('all', {
        type: 'boolean',
        default: false,
        describe: 'name every unit of a built-in rule; under Upstart, every event',
      })
      .example('$0 chain', 'graphical → multi-user → basic → sysinit → local-fs, with all that each one says')
      .example('$0 chain 3', 'from the target of runlevel 3'),
  async run(args) {
    const opened = await openFor(args);
    const { graph } = opened;
    const boot = opened.upstartBoot;
    if (boot !== undefined) {
      const goal = args.unit === undefined ? undefined : unitNamed(graph, args.unit);
      const events = eventChain(boot, goal);
      return {
        json: () => ({
          format: 'bootscope/chain@1',
          target: goal ?? graph.target,
          init: graph.init,
          runlevel: boot.runlevel ?? null,
          events,
        }),
        text: (page) => eventChainText(opened, boot, events, page, args.all),
      };
    }
    if (opened.sysvBoot !== undefined && args.unit === undefined) {
      const { level, levelFrom, order, inittab } = opened.sysvBoot;
      const { parallel, reasons, started } = order;
      return {
        json: () => ({
          format: 'bootscope/chain@1',
          target: graph.target,
          init: graph.init,
          runlevel: level,
          runlevelFrom: levelFrom,
          inittab,
          parallel,
          reasons,
          scripts: { S: started.boot, [level]: started.level },
        }),
        text: (page) => runlevelChainText(graph, opened.sysvBoot as SysvBoot, page),
      };
    }
    const start = args.unit === undefined ? graph.target : targetNamed(graph, args.unit);
    const steps = targetChain(graph, start);
    return {
      json: () => ({ format: 'bootscope/chain@1', target: start, init: graph.init, steps }),
      text: (page) => chainText(opened, steps, page, args.all),
    };
  },
});

import { findCycles } from '../../engine/cycles/find.ts';
import { mendCycles } from '../../mend.ts';
import { blockagesJson, blockagesText } from '../../report/blockages.ts';
import { cyclesJson, cyclesText } from '../../report/cycles.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';

export const cycles = defineCommand({
  options: (yargs) => yargs.example('$0 cycles', 'units that wait for each other, and the line to change'),
  async run(args) {
    const opened = await openFor(args);
    const { graph, version } = opened;
    const boot = opened.upstartBoot;
    if (boot !== undefined) return { json: () => blockagesJson(boot), text: (page) => blockagesText(boot, page) };
    if (graph.init.system !== 'systemd')
      throw new UsageError(
        `this root boots with ${graph.init.system}, which breaks no cycles; see bootscope order, or add --init systemd`,
      );
    const found = findCycles(graph, { version });
    const mended = mendCycles(opened, found);
    return {
      json: () => cyclesJson(found, mended),
      text: (page) => cyclesText(graph, found, mended, page),
    };
  },
});

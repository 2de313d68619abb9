import { cycles as askCycles } from '../../answers/cycles.ts';
import { blockagesJson, blockagesText } from '../../report/blockages.ts';
import { cyclesJson, cyclesText } from '../../report/cycles.ts';
import { defineCommand, openFor } from '../command.ts';

export const cycles = defineCommand({
  options: (yargs) => yargs.example('$0 -r /mnt/host cycles', 'units that wait for each other, and the line to change'),
  async run(args) {
    const opened = await openFor(args);
    const answer = askCycles(opened);
    if (answer.kind === 'blockages')
      return { json: () => blockagesJson(answer.boot), text: (page) => blockagesText(answer.boot, page) };
    return {
      json: () => cyclesJson(answer),
      text: (page) => cyclesText(opened.graph, answer, page),
    };
  },
});

import { graphJson } from '../../report/json.ts';
import { defineCommand, openFor } from '../command.ts';

export const graph = defineCommand({
  options: (yargs) => yargs,
  async run(args) {
    const opened = await openFor(args);
    const json = () => graphJson(opened.graph);
    return { json, text: () => JSON.stringify(json()) };
  },
});

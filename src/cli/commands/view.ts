import { readFileSync } from 'node:fs';
import { buildTransaction } from '../../engine/transaction/build.ts';
import { viewData } from '../../report/view-data.ts';
import { renderViewPage } from '../../report/view-page.ts';
import { defineCommand, openFor } from '../command.ts';
import { writeOutput } from '../write-file.ts';

export const view = defineCommand({
  options: (yargs) =>
    yargs.option('output', { alias: 'o', type: 'string', default: 'boot.html', describe: 'file to write' }),
  async run(args) {
    const { graph, version } = await openFor(args);
    const template = readFileSync(new URL('./view.html', import.meta.url), 'utf8');
    const { jobs, dropped, cycles } = buildTransaction(graph, { version });
    writeOutput(args.output, renderViewPage(template, viewData(graph, { jobs, dropped, cycles })));
    return {
      json: () => ({ format: 'bootscope/view@1', file: args.output, jobs: jobs.length, units: graph.nodes.size }),
      text: () => `Open ${args.output} in a browser: ${jobs.length} jobs of ${graph.nodes.size} units.`,
    };
  },
});

import { trace as askTrace } from '../../answers/trace.ts';
import { traceText } from '../../report/trace.ts';
import { defineCommand, openWith } from '../command.ts';

export const trace = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .example('$0 trace nova-compute', 'from its unit to the Python function, file by file')
      .example('$0 trace sysv:nova-compute', 'what the init script of that name would start'),
  async run(args) {
    const { opened, unit } = await openWith(args, args.unit);
    const answer = askTrace(opened, unit);
    return { json: () => ({ format: 'bootscope/trace@1', ...answer }), text: (page) => traceText(answer, page) };
  },
});

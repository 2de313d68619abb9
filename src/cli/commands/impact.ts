import { impact as askImpact, FAILURES, impacts } from '../../answers/impact.ts';
import { unitNamed } from '../../answers/names.ts';
import { impactJson, impactsText, impactText } from '../../report/impact.ts';
import { defineCommand, openFor } from '../command.ts';

export const impact = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', describe: 'the unit that fails; without one, what the boot hangs on' })
      .option('as', { choices: FAILURES, default: 'failed' as const, describe: 'how it fails' })
      .example('$0 impact mariadb', 'who loses its start if mariadb.service fails, and who only waits longer')
      .example('$0 impact', 'the single points of failure of this boot'),
  async run(args) {
    const opened = await openFor(args);
    if (args.unit === undefined) {
      const answer = impacts(opened);
      return { json: () => impactJson(answer), text: (page) => impactsText(answer, page) };
    }
    const answer = askImpact(opened, unitNamed(opened.graph, args.unit), args.as);
    return { json: () => impactJson(answer), text: (page) => impactText(opened, answer, page) };
  },
});

import { RULES } from '../../answers/audit.ts';
import { em } from '../../report/style.ts';
import { paragraph, table } from '../../report/wrap.ts';
import { defineCommand } from '../command.ts';
import { ruleNamed } from '../rule-named.ts';

export const explain = defineCommand({
  options: (yargs) =>
    yargs
      .positional('rule', { type: 'string', describe: 'a rule of the audit; all, if none is named' })
      .example('$0 explain', 'every rule, a line each')
      .example('$0 explain ordering-cycle', 'what one looks for, why, and what mends it'),
  run(args) {
    if (args.rule === undefined)
      return {
        json: () => ({
          format: 'bootscope/rules@1',
          rules: RULES.map(({ id, severity, statement, why, mend }) => ({ id, severity, statement, why, mend })),
        }),
        text: () => table(RULES.map(({ id, severity, statement }) => [em('name', id), severity, statement])).join('\n'),
      };
    const { id, severity, statement, why, mend } = ruleNamed(args.rule);
    return {
      json: () => ({ format: 'bootscope/rules@1', rules: [{ id, severity, statement, why, mend }] }),
      text: (page) =>
        [
          `${em('name', id)} (${severity})`,
          ...paragraph(statement, page),
          '',
          ...paragraph(why, page),
          '',
          ...paragraph(`→ ${mend}`, page),
        ].join('\n'),
    };
  },
});

import { RULES } from '../../answers/audit.ts';
import { em } from '../../report/style.ts';
import { paragraph, table } from '../../report/wrap.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../errors.ts';

export const explain = defineCommand({
  options: (yargs) =>
    yargs
      .positional('rule', { type: 'string', describe: 'a rule of the audit; all, if none is named' })
      .example('$0 explain', 'every rule, a line each')
      .example('$0 explain ordering-cycle', 'what one looks for, why, and what mends it'),
  run(args) {
    const rule = RULES.find(({ id }) => id === args.rule);
    if (args.rule === undefined)
      return {
        json: () => ({
          format: 'bootscope/rules@1',
          rules: RULES.map(({ id, severity, statement, why, mend }) => ({ id, severity, statement, why, mend })),
        }),
        text: () => table(RULES.map(({ id, severity, statement }) => [em('name', id), severity, statement])).join('\n'),
      };
    if (rule === undefined) {
      const near = nearestNames(
        args.rule,
        RULES.map(({ id }) => id),
      );
      throw new UsageError(
        `no rule called "${args.rule}"${near.length > 0 ? `; did you mean ${near.join(', ')}?` : ''}`,
      );
    }
    const { id, severity, statement, why, mend } = rule;
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

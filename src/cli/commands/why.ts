import { findCycles } from '../../engine/cycles/find.ts';
import { cycleRisk } from '../../engine/cycles/risk.ts';
import { planBoot } from '../../engine/plan.ts';
import { varyingJobs } from '../../engine/transaction/varying.ts';
import { pullInPaths } from '../../engine/why.ts';
import { whyNotStarted } from '../../engine/why-not.ts';
import { aliasText } from '../../report/aliases.ts';
import { varyingText } from '../../report/varying.ts';
import { whyNotText } from '../../report/why-not.ts';
import { orderAnswer, orderText } from '../../report/why-order.ts';
import { whyRiskText } from '../../report/why-risk.ts';
import { whyStartedText } from '../../report/why-started.ts';
import { defineCommand, openFor } from '../command.ts';
import { aliasAsked, unitNamed } from '../names.ts';

export const why = defineCommand({
  options: (yargs) =>
    yargs
      .positional('unit', { type: 'string', demandOption: true, describe: 'unit, job or script' })
      .option('after', { type: 'string', describe: 'why UNIT starts after this one' })
      .option('before', { type: 'string', describe: 'why UNIT starts before this one', conflicts: 'after' })
      .option('all', { type: 'boolean', default: false, describe: 'every unit that asks for it, however many' })
      .example('$0 why nova-compute', 'which target or unit asks for it, by which link or line')
      .example('$0 why nova-compute --after libvirtd', 'whether it waits, and whether it needs it'),
  async run(args) {
    const opened = await openFor(args);
    const { graph, version } = opened;
    const unit = unitNamed(graph, args.unit);
    const plan = planBoot(graph, { version });
    const named = args.after ?? args.before;
    const notes = [args.unit, named].flatMap((name) => (name === undefined ? [] : (aliasAsked(opened, name) ?? [])));
    const noted = (text: string, uses = notes): string =>
      uses.length === 0 ? text : [text, '', ...uses.map(aliasText)].join('\n');
    if (named !== undefined) {
      const other = unitNamed(graph, named);
      const answer =
        args.after === undefined
          ? orderAnswer(opened, plan.started, other, unit)
          : orderAnswer(opened, plan.started, unit, other);
      const told = new Set(answer.aliases.map((use) => use.alias));
      const rest = notes.filter((use) => !told.has(use.alias));
      return {
        json: () => ({ format: 'bootscope/why@1', ...answer }),
        text: (page) => noted(orderText(opened, answer, args.after === undefined ? 'before' : 'after', page), rest),
      };
    }
    const reason = whyNotStarted(graph, plan, unit);
    const tangled = (plan.transaction?.cycles.length ?? 0) > 0 && plan.failed === null;
    const risk = tangled ? cycleRisk(findCycles(graph, { version, target: plan.target }), unit) : undefined;
    const { transaction } = plan;
    const varying = transaction && varyingJobs(graph, transaction).find((one) => one.unit === unit);
    return {
      json: () => ({
        format: 'bootscope/why@1',
        unit,
        holds: reason === undefined,
        paths: reason === undefined ? pullInPaths(graph, unit, (id) => plan.started.has(id), plan.target) : [],
        reason: reason ?? null,
        mayBeLost: risk ?? null,
        varying: varying?.jobs ?? null,
      }),
      text: (page) =>
        noted(
          [
            risk !== undefined
              ? whyRiskText(opened, unit, risk, page)
              : reason === undefined
                ? whyStartedText(opened, plan.started, unit, page, args.all)
                : whyNotText(opened, plan.started, unit, reason, page),
            ...(varying && transaction ? ['', varyingText(varying, transaction, page)] : []),
          ].join('\n'),
        ),
    };
  },
});

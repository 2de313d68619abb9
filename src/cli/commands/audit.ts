import { existsSync } from 'node:fs';
import { rank, audit as runAudit } from '../../audit/audit.ts';
import { accept, baselineJson, readBaseline, readWaivers } from '../../audit/baseline.ts';
import type { Finding, Rule } from '../../audit/rule.ts';
import { RULES } from '../../audit/rules/index.ts';
import { assumptionsJson } from '../../report/assumptions.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditJunit } from '../../report/audit-junit.ts';
import { auditMarkdown } from '../../report/audit-markdown.ts';
import { auditSarif } from '../../report/audit-sarif.ts';
import { findingsText } from '../../report/audit-text.ts';
import { inertJson } from '../../words/inert.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { jsonText, printable } from '../print.ts';
import { readUserFile } from '../read-file.ts';
import { VERSION } from '../version.ts';
import { writeOutput } from '../write-file.ts';

const RULE_IDS = RULES.map(({ id }) => id);
/** Read where it lies beside the caller, unless another is named. */
const PROJECT_FILE = '.bootscope.json';
const FORMATS = ['text', 'json', 'sarif', 'markdown', 'junit'] as const;
const THRESHOLDS = ['error', 'warning', 'notice', 'info'] as const;

export const audit = defineCommand({
  options: (yargs) =>
    yargs
      .option('format', { choices: FORMATS, default: 'text' as const, describe: 'how findings are written' })
      .option('rule', { type: 'string', array: true, describe: 'only these rules' })
      .option('ignore', { type: 'string', array: true, describe: 'not these rules' })
      .option('level', { choices: THRESHOLDS, default: 'notice' as const, describe: 'show findings from here up' })
      .option('fail-on', {
        choices: [...THRESHOLDS, 'never'] as const,
        default: 'error' as const,
        describe: 'exit with 1 where a finding is at least this grave',
      })
      .option('baseline', { type: 'string', describe: 'leave out what this file knows already' })
      .option('write-baseline', { type: 'string', describe: 'write all findings of today into this file' })
      .option('config', { type: 'string', describe: `waivers; ${PROJECT_FILE} here, by default` })
      .option('output', { alias: 'o', type: 'string', describe: 'write to this file instead; - is standard output' })
      .example('$0 -r image.tar audit', 'what will go wrong, the gravest first')
      .example('$0 -r root audit --fail-on warning', 'as a gate: exit status 1 where a finding is at least a warning')
      .example('$0 -r root audit --format sarif -o audit.sarif', 'for a code host'),
  async run(args) {
    const rules = chosenRules(args.rule, args.ignore);
    const root = args.root ?? '/';
    const opened = await openFor(args, root);
    const all = runAudit(opened, rules);
    const known = args.baseline === undefined ? [] : readUserFile(args.baseline, readBaseline);
    const config = args.config ?? (existsSync(PROJECT_FILE) ? PROJECT_FILE : undefined);
    const waivers = config === undefined ? [] : readUserFile(config, (text) => readWaivers(text, RULE_IDS));
    if (args['write-baseline'] !== undefined) writeOutput(args['write-baseline'], inertJson(baselineJson(all)));
    const checked = rules.map(({ id }) => id);
    const { open, unmet } = accept(all, known, waivers, checked);
    const shown = open.filter(({ severity }) => rank(severity) <= rank(args.level));
    const fails = (finding: Finding): boolean =>
      args['fail-on'] !== 'never' && rank(finding.severity) <= rank(args['fail-on']);
    const held = all.length - open.length;
    const formats: Readonly<Record<(typeof FORMATS)[number], (width: number) => string>> = {
      text: (width) => findingsText(shown, { width }, { held, hidden: open.length - shown.length, unmet }),
      json: () => jsonText({ ...(auditJson(root, shown, held, unmet) as object), ...assumptionsJson([opened]) }),
      sarif: () => inertJson(JSON.stringify(auditSarif(shown, rules, VERSION), null, 2)),
      markdown: () => auditMarkdown(shown),
      junit: () => auditJunit(shown, rules, fails),
    };
    const output = args.output === '-' ? undefined : args.output;
    if (output !== undefined) writeOutput(output, `${printable(formats[args.format](80), false)}\n`);
    return {
      json: () => auditJson(root, shown, held, unmet),
      text: ({ width }) =>
        output === undefined ? formats[args.format](width) : `${shown.length} findings written to ${output}.`,
      closed: args.format !== 'text' && output === undefined,
      status: open.some(fails) ? 1 : 0,
    };
  },
});

function chosenRules(only: readonly string[] | undefined, not: readonly string[] | undefined): readonly Rule[] {
  for (const id of [...(only ?? []), ...(not ?? [])])
    if (!RULE_IDS.includes(id)) {
      const near = nearestNames(id, RULE_IDS);
      throw new UsageError(
        `no rule called "${id}"${near.length > 0 ? `; did you mean ${near.join(', ')}?` : '; bootscope explain lists them'}`,
      );
    }
  return RULES.filter(({ id }) => (only === undefined || only.includes(id)) && not?.includes(id) !== true);
}

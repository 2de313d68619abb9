import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { audit as askAudit, baselineJson, RULES, readBaseline, readWaivers } from '../../answers/audit.ts';
import type { Rule } from '../../audit/rule.ts';
import { assumptionsJson, basisSentences } from '../../report/assumptions.ts';
import { auditGithub } from '../../report/audit-github.ts';
import { auditGitlab } from '../../report/audit-gitlab.ts';
import { auditJson } from '../../report/audit-json.ts';
import { auditJunit } from '../../report/audit-junit.ts';
import { auditMarkdown } from '../../report/audit-markdown.ts';
import { auditSarif } from '../../report/audit-sarif.ts';
import { findingsText } from '../../report/audit-text.ts';
import { inertJson } from '../../words/inert.ts';
import { defineCommand, openFor } from '../command.ts';
import { UsageError } from '../errors.ts';
import { isFolder } from '../is-folder.ts';
import { jsonText, printable } from '../print.ts';
import { readUserFile } from '../read-file.ts';
import { ruleNamed } from '../rule-named.ts';
import { VERSION } from '../version.ts';
import { writeOutput } from '../write-file.ts';

const RULE_IDS = RULES.map(({ id }) => id);
/** Read where it lies beside the caller, unless another is named. */
const PROJECT_FILE = '.bootscope.json';
const FORMATS = ['text', 'json', 'sarif', 'markdown', 'junit', 'github', 'gitlab'] as const;
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
      .option('help-uri', {
        type: 'string',
        describe: 'of SARIF: where the pages of the rules are published: https://host/rules/{rule}.html',
      })
      .option('output', { alias: 'o', type: 'string', describe: 'write to this file instead; - is standard output' })
      .example('$0 -r image.tar audit', 'what will go wrong, the gravest first')
      .example('$0 -r root audit --fail-on warning', 'as a gate: exit status 1 where a finding is at least a warning')
      .example(
        '$0 -r root audit --format github',
        'annotations of a run of GitHub Actions; gitlab: a Code Quality report',
      )
      .example('$0 -r root audit --format sarif -o audit.sarif', 'for a code host'),
  async run(args) {
    const rules = chosenRules(args.rule, args.ignore);
    const helpUri = helpUriOf(args['help-uri']);
    const root = args.root ?? '/';
    const opened = await openFor(args, root);
    const known = args.baseline === undefined ? [] : readUserFile(args.baseline, readBaseline);
    const config = args.config ?? (existsSync(PROJECT_FILE) ? PROJECT_FILE : undefined);
    const waivers = config === undefined ? [] : readUserFile(config, (text) => readWaivers(text, RULE_IDS));
    const { all, shown, held, hidden, unmet, fails, failed } = askAudit(opened, {
      rules,
      level: args.level,
      failOn: args['fail-on'],
      known,
      waivers,
    });
    if (args['write-baseline'] !== undefined) writeOutput(args['write-baseline'], inertJson(baselineJson(all)));
    const basis = basisSentences(opened);
    const formats: Readonly<Record<(typeof FORMATS)[number], (width: number) => string>> = {
      text: (width) => findingsText(shown, { width }, { held: held.length, hidden, unmet, graph: opened.graph }),
      json: () => jsonText({ ...(auditJson(root, shown, held.length, unmet) as object), ...assumptionsJson([opened]) }),
      sarif: () =>
        inertJson(
          JSON.stringify(
            auditSarif(shown, rules, VERSION, {
              ...folderUri(root),
              ...helpUri,
              held,
              basis,
            }),
            null,
            2,
          ),
        ),
      markdown: () => auditMarkdown(shown, basis),
      junit: () => auditJunit(shown, rules, fails, basis),
      github: () => auditGithub(shown, folderHere(root), basis),
      gitlab: () => inertJson(JSON.stringify(auditGitlab(shown, folderHere(root)), null, 2)),
    };
    const output = args.output === '-' ? undefined : args.output;
    if (output !== undefined) writeOutput(output, `${printable(formats[args.format](80), false)}\n`);
    return {
      json: () => auditJson(root, shown, held.length, unmet),
      text: ({ width }) =>
        output === undefined ? formats[args.format](width) : `${shown.length} findings written to ${output}.`,
      closed: args.format !== 'text' && output === undefined,
      status: failed ? 1 : 0,
    };
  },
});

/** @throws UsageError where the address leaves no place for the rule */
function helpUriOf(address: string | undefined): { readonly helpUri?: (rule: string) => string } {
  if (address === undefined) return {};
  if (!URL.canParse(address) || !address.includes('{rule}'))
    throw new UsageError(
      `--help-uri ${address}: an address with {rule} in it is wanted: https://host/rules/{rule}.html`,
    );
  return { helpUri: (rule) => address.replaceAll('{rule}', rule) };
}

/** The root as the base of SARIF's paths; none of an archive. */
function folderUri(root: string): { readonly root?: string } {
  return isFolder(root) ? { root: pathToFileURL(`${resolve(root)}/`).href } : {};
}

/** The root's folder as a path from the working folder, which in CI is the repository; '' where it lies elsewhere. */
function folderHere(root: string): string {
  const path = relative(process.cwd(), resolve(root));
  return path.startsWith('..') || path.startsWith('/') || !isFolder(root) ? '' : path;
}

function chosenRules(only: readonly string[] | undefined, not: readonly string[] | undefined): readonly Rule[] {
  for (const id of [...(only ?? []), ...(not ?? [])]) ruleNamed(id);
  return RULES.filter(({ id }) => (only === undefined || only.includes(id)) && not?.includes(id) !== true);
}

/** docs/rules: a page a rule, made from its declaration and from what the audit says of its example. `npm run docs:rules` writes them. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { audit } from '../../src/audit/audit.ts';
import type { ExampleFiles, Rule } from '../../src/audit/rule.ts';
import { RULES } from '../../src/audit/rules/index.ts';
import { findingsText } from '../../src/report/audit-text.ts';
import { plain } from '../../src/report/style.ts';
import { exampleRoot } from './example-root.ts';

export function rulePage(rule: Rule): string {
  const { files, mended, version, init } = rule.example;
  const findings = audit(exampleRoot({ version, init }, files), [rule]);
  return [
    `# ${rule.id}`,
    '',
    `*${rule.severity}* · ${rule.statement}`,
    '',
    `**Why it matters.** ${rule.why}`,
    '',
    `**What to do.** ${rule.mend}`,
    '',
    `## Example${version === undefined ? '' : ` (systemd ${version})`}`,
    '',
    ...filesText(files),
    '`bootscope audit` says:',
    '',
    '```',
    plain(findingsText(findings)).trimEnd(),
    '```',
    '',
    'Mended by:',
    '',
    ...filesText(mended),
  ]
    .join('\n')
    .trimEnd()
    .concat('\n');
}

export function ruleIndex(): string {
  const rows = RULES.map(({ id, severity, statement }) => `| [${id}](${id}.md) | ${severity} | ${statement} |`);
  return [
    '# Rules of `bootscope audit`',
    '',
    '| rule | severity | what holds where it finds nothing |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function filesText(files: ExampleFiles): readonly string[] {
  return Object.entries(files).flatMap(([path, file]) => {
    if (file === null) return [`\`${path}\` removed`, ''];
    if (typeof file === 'object' && 'link' in file) return [`\`${path}\` → \`${file.link}\``, ''];
    const { text, mode } = typeof file === 'string' ? { text: file, mode: undefined } : file;
    const bits = mode === undefined ? '' : ` (mode ${mode.toString(8)})`;
    return [`\`${path}\`${bits}`, '', '```ini', text.trimEnd(), '```', ''];
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = new URL('../../docs/rules/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) rmSync(new URL(old, folder));
  for (const rule of RULES) writeFileSync(new URL(`${rule.id}.md`, folder), rulePage(rule));
  writeFileSync(new URL('README.md', folder), ruleIndex());
}

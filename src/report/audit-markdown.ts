/** Findings as a table for a ticket or a merge request. */
import type { Finding } from '../audit/rule.ts';
import { place } from './words.ts';

export function auditMarkdown(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'Nothing found.';
  const rows = findings.map((finding) =>
    [
      finding.severity,
      finding.rule,
      code(place(finding) || (finding.unit ?? '')),
      cell(finding.message),
      cell(finding.mend),
    ].join(' | '),
  );
  return [
    '| severity | rule | where | what | what to do |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}

/** Text of a root is text: nothing in it is markup. */
function cell(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&').replace(/\s+/g, ' ');
}

function code(text: string): string {
  return `\`${text.replace(/[`|\s]/g, ' ')}\``;
}

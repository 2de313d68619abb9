/** Findings as a table for a ticket or a merge request. */
import type { Finding } from '../audit/rule.ts';
import { place } from './words.ts';

/** @param basis sentences on what the findings rest on: a list beneath the table */
export function auditMarkdown(findings: readonly Finding[], basis: readonly string[] = []): string {
  return [table(findings), ...basisMarkdown(basis)].join('\n');
}

/** What an answer rests on, as a list beneath it. */
export function basisMarkdown(basis: readonly string[]): readonly string[] {
  return basis.length === 0 ? [] : ['', ...basis.map((sentence) => `- ${cell(sentence)}`)];
}

function table(findings: readonly Finding[]): string {
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

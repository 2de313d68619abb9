/** Findings as a person reads them: how bad it is first, then each with its proof and what to do. */
import type { Finding, FindingSeverity } from '../audit/rule.ts';
import type { BootGraph } from '../graph/model.ts';
import { proofText } from './proof.ts';
import { type Emphasis, em } from './style.ts';
import { count, listing, place, RELATION } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

const TITLES: Readonly<Record<FindingSeverity, string>> = {
  error: 'Will go wrong',
  warning: 'May go wrong, or is not what was meant',
  notice: 'Worth knowing',
  info: 'For the record',
};
const LOOKS: Readonly<Record<FindingSeverity, Emphasis>> = {
  error: 'bad',
  warning: 'warn',
  notice: 'name',
  info: 'faint',
};
const ORDER: readonly FindingSeverity[] = ['error', 'warning', 'notice', 'info'];

export interface AuditSummary {
  /** Findings that the baseline or a waiver holds back. */
  readonly held: number;
  /** The least severity that was asked for. */
  readonly hidden: number;
  /** Entries of the baseline and waivers that meet no finding. */
  readonly unmet?: readonly string[];
  /** That the findings are about. */
  readonly graph?: BootGraph;
}

/** @param summary what is not listed, and still counted */
export function findingsText(
  findings: readonly Finding[],
  page: Page = { width: 80 },
  summary: AuditSummary = { held: 0, hidden: 0 },
): string {
  const lines = [headline(findings)];
  for (const severity of ORDER) {
    const group = findings.filter((finding) => finding.severity === severity);
    if (group.length === 0) continue;
    lines.push('', em('strong', TITLES[severity]));
    for (const finding of group) lines.push('', ...findingLines(finding, page, summary.graph));
  }
  if (summary.hidden > 0)
    lines.push('', `${count(summary.hidden, 'finding')} for the record not shown; --level info shows all.`);
  if (summary.held > 0) lines.push('', `${count(summary.held, 'finding')} held back by the baseline or a waiver.`);
  for (const entry of summary.unmet ?? []) lines.push('', `Nothing meets this any more, take it out: ${entry}.`);
  return lines.join('\n');
}

function findingLines(finding: Finding, page: Page, graph: BootGraph | undefined): readonly string[] {
  const at = place(finding) || (finding.unit ?? '');
  return [
    `  ${em(LOOKS[finding.severity], finding.rule)}  ${em('name', at)}`,
    ...paragraph(finding.message, page, '    '),
    ...finding.proof.flatMap((edge) => [
      em('faint', `      ${edge.from} ${RELATION[edge.type]} ${edge.to}`),
      em('faint', `        ${proofText(edge, graph).replaceAll('\n', '\n    ')}`),
    ]),
    ...paragraph(`→ ${finding.mend}`, page, '    '),
  ];
}

function headline(findings: readonly Finding[]): string {
  if (findings.length === 0) return em('good', 'Nothing found.');
  const of = (severity: FindingSeverity): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = [
    of('error') > 0 ? `${count(of('error'), 'thing')} will go wrong at this boot` : '',
    of('warning') > 0
      ? `${count(of('warning'), 'thing')} may go wrong or ${of('warning') === 1 ? 'is' : 'are'} not as meant`
      : '',
    of('notice') + of('info') > 0
      ? `${of('notice') + of('info')} ${of('notice') + of('info') === 1 ? 'is' : 'are'} worth knowing`
      : '',
  ].filter((part) => part !== '');
  return em('strong', `${listing(parts)}.`);
}

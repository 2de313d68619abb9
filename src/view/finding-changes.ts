/** What the audit of one page finds and that of another does not, as `bootscope diff` tells it. */
import { findingChanges, type Told } from '../audit/finding-changes.ts';
import type { ViewData, ViewFinding } from './format.ts';

export interface FindingChanges {
  /** Of the later page. */
  readonly added: readonly ViewFinding[];
  /** Of the earlier. */
  readonly mended: readonly ViewFinding[];
}

export function changedFindings(before: ViewData, now: ViewData): FindingChanges {
  const { added, mended } = findingChanges(toldIn(before), toldIn(now));
  return { added: added.map(({ shown }) => shown), mended: mended.map(({ shown }) => shown) };
}

function toldIn({ findings, nodes, strings }: ViewData): (Told & { readonly shown: ViewFinding })[] {
  return findings.map((shown) => {
    const { rule, severity, message, file, line } = shown;
    return { rule, severity, message, file, line, unit: strings[nodes.id[shown.node] ?? 0] ?? '', shown };
  });
}

/** GitLab's Code Quality report: what a merge request shows beside the lines that it changes. */
import { fingerprint } from '../audit/baseline.ts';
import type { Finding, FindingSeverity } from '../audit/rule.ts';
import { fileFor } from './audit-place.ts';

/** Of info, minor, major, critical and blocker. */
const LEVELS: Readonly<Record<FindingSeverity, string>> = {
  error: 'critical',
  warning: 'major',
  notice: 'minor',
  info: 'info',
};

/** @param folder of the root within the repository; '' where the root is no part of it */
export function auditGitlab(findings: readonly Finding[], folder: string): unknown {
  // GitLab takes two entries of one fingerprint for one.
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { rule, severity, line, message, mend } = finding;
    const print = fingerprint(finding);
    const before = seen.get(print) ?? 0;
    seen.set(print, before + 1);
    return {
      description: `${message} ${mend}`,
      check_name: rule,
      fingerprint: before === 0 ? print : `${print}-${before}`,
      severity: LEVELS[severity],
      location: {
        path: `${folder}${fileFor(finding)}`.replace(/^\//, ''),
        lines: { begin: line ?? 1 },
      },
    };
  });
}

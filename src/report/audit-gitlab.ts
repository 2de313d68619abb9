/** GitLab's Code Quality report: what a merge request shows beside the lines that it changes. */
import { fingerprint } from '../audit/baseline.ts';
import type { Finding, FindingSeverity } from '../audit/rule.ts';

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
    const { rule, severity, file, line, unit, message, mend } = finding;
    const print = fingerprint(finding);
    const before = seen.get(print) ?? 0;
    seen.set(print, before + 1);
    return {
      description: `${message} ${mend}`,
      check_name: rule,
      fingerprint: before === 0 ? print : `${print}-${before}`,
      severity: LEVELS[severity],
      // A path and a line are asked for: a unit without a file stands for itself.
      location: {
        path: `${folder}${file ?? `/${unit ?? ''}`}`.replace(/^\//, ''),
        lines: { begin: line ?? 1 },
      },
    };
  });
}

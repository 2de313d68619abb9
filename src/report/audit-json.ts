import type { Finding } from '../audit/rule.ts';

/** `bootscope/audit@1`. */
export function auditJson(root: string, findings: readonly Finding[], held: number, unmet: readonly string[]): unknown {
  return {
    format: 'bootscope/audit@1',
    root,
    held,
    unmet,
    findings: findings.map(({ rule, severity, message, unit, file, line, mend, proof }) => ({
      rule,
      severity,
      message,
      unit: unit ?? null,
      file: file ?? null,
      line: line ?? null,
      mend,
      proof,
    })),
  };
}

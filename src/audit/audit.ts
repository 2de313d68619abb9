/** Runs the rules over an opened root. */
import type { OpenedRoot } from '../open.ts';
import { byText } from '../words/by-text.ts';
import { systemctlFor } from '../words/systemctl.ts';
import { auditContext } from './context.ts';
import { type Finding, type Rule, rank } from './rule.ts';
import { RULES } from './rules/index.ts';

/** Findings of the rules given (all by default), the gravest first, then by file, line and rule. */
export function audit(opened: OpenedRoot, rules: readonly Rule[] = RULES): readonly Finding[] {
  const context = auditContext(opened);
  const findings: Finding[] = [];
  // What is written for PID 1 is told for the manager that is asked about.
  const systemctl = systemctlFor(opened.config);
  for (const rule of rules) {
    if (opened.user !== undefined && rule.scope === 'system') continue;
    for (const seen of rule.check(context)) {
      const mend = (seen.mend ?? rule.mend)
        .replaceAll(/\bsystemctl (?!--)/g, `${systemctl} `)
        .replaceAll('/etc/systemd/system/', `${opened.config}/`);
      findings.push({ severity: rule.severity, proof: [], ...seen, mend, rule: rule.id });
    }
  }
  return findings.sort(
    (a, b) =>
      rank(a.severity) - rank(b.severity) ||
      byText(a.file ?? a.unit ?? '', b.file ?? b.unit ?? '') ||
      (a.line ?? 0) - (b.line ?? 0) ||
      byText(a.rule, b.rule) ||
      byText(a.message, b.message),
  );
}

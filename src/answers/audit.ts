/** What will go wrong: findings of the chosen rules, without what is known and accepted. */
import { audit as runAudit } from '../audit/audit.ts';
import { type AcceptedFinding, accept, acceptedFindings, type Known, type Waiver } from '../audit/baseline.ts';
import { type Finding, type FindingSeverity, type Rule, rank } from '../audit/rule.ts';
import { RULES } from '../audit/rules/index.ts';
import type { OpenedRoot } from '../open.ts';

export { baselineJson, readBaseline, readWaivers } from '../audit/baseline.ts';
export { RULES };

export interface AuditQuestion {
  readonly rules: readonly Rule[];
  /** Findings from here up are shown. */
  readonly level: FindingSeverity;
  /** A finding that is at least this grave fails. */
  readonly failOn: FindingSeverity | 'never';
  readonly known: readonly Known[];
  readonly waivers: readonly Waiver[];
}

export interface AuditAnswer {
  readonly all: readonly Finding[];
  readonly shown: readonly Finding[];
  /** Accepted, each with its reason. */
  readonly held: readonly AcceptedFinding[];
  /** Below the level. */
  readonly hidden: number;
  /** Entries that accept nothing any more, in words. */
  readonly unmet: readonly string[];
  readonly fails: (finding: Finding) => boolean;
  readonly failed: boolean;
}

export function audit(opened: OpenedRoot, { rules, level, failOn, known, waivers }: AuditQuestion): AuditAnswer {
  const all = runAudit(opened, rules);
  const { open, unmet } = accept(
    all,
    known,
    waivers,
    rules.map(({ id }) => id),
  );
  const shown = open.filter(({ severity }) => rank(severity) <= rank(level));
  const fails = ({ severity }: Finding): boolean => failOn !== 'never' && rank(severity) <= rank(failOn);
  const held = acceptedFindings(all, known, waivers);
  return { all, shown, held, hidden: open.length - shown.length, unmet, fails, failed: open.some(fails) };
}

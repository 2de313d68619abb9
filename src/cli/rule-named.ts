/** A rule of the audit, by the name that was typed. */
import { RULES } from '../answers/audit.ts';
import type { Rule } from '../audit/rule.ts';
import { orNear } from '../report/question-error.ts';
import { nearestNames } from '../words/nearest-names.ts';
import { UsageError } from './errors.ts';

/** @throws UsageError with the nearest names where there is none of that name */
export function ruleNamed(name: string): Rule {
  const rule = RULES.find(({ id }) => id === name);
  if (rule !== undefined) return rule;
  const near = nearestNames(
    name,
    RULES.map(({ id }) => id),
  );
  throw new UsageError(`no rule called "${name}"${orNear(near) || '; bootscope explain lists them'}`);
}

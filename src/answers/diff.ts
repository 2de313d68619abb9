/** What two roots boot differently, and what an audit finds in one of them only. */
import { type FindingsBetween, findingsBetween } from '../audit/findings-between.ts';
import type { OpenedRoot } from '../open.ts';
import { type BootDiff, bootDiff, sameBoot } from './boot-diff.ts';

export interface Diff {
  /** Same units, same order, same states. */
  readonly same: boolean;
  readonly diff: BootDiff;
  readonly findings: FindingsBetween;
}

export function diff(before: OpenedRoot, after: OpenedRoot): Diff {
  const boots = bootDiff(before, after);
  return { same: sameBoot(boots), diff: boots, findings: findingsBetween(before, after) };
}

/** That a unit is asked for, but may be lost to the breaking of an ordering cycle. */

import type { RootFacts } from '../boot/root-facts.ts';
import type { CycleRisk } from '../engine/cycles/risk.ts';
import { pullInPath } from '../engine/why.ts';
import { stepLines } from './steps.ts';
import { em } from './style.ts';
import { listing } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

export function whyRiskText(
  { graph }: RootFacts,
  unit: string,
  { cycle, victim, certain }: CycleRisk,
  page: Page,
): string {
  const ring = [...cycle.members, cycle.members[0]].join(' → ');
  const others = cycle.victims.filter((id) => id !== victim);
  const requires = cycle.losses.some((loss) => loss.victim === victim && loss.lost.some((job) => job.unit === unit));
  const through =
    victim === unit ? '' : requires ? ` It requires ${victim}, and goes with it.` : ` Only ${victim} asks for it.`;
  const choice =
    others.length === 0
      ? `PID 1 can break it only by deleting the job of ${victim}.${through}`
      : `PID 1 breaks it by deleting the job of ${listing([victim, ...others], 'or')}; which one changes from boot to boot.${through}`;
  return [
    certain
      ? `${em('bad', 'Not started:')} ${em('strong', unit)} is asked for, but loses its job to an ordering cycle.`
      : `${em('bad', 'Not at every boot:')} ${em('strong', unit)} is asked for, but may lose its job to an ordering cycle.`,
    '',
    ...paragraph(`${ring}: each runs before the next. ${choice}`, page),
    '',
    ...stepLines(
      graph,
      cycle.edges.map(({ edge }) => edge),
      page,
    ),
    '',
    'It is asked for so:',
    ...stepLines(graph, pullInPath(graph, unit) ?? [], page),
    '',
    'bootscope cycles says which of these lines is at fault, and what mends it.',
  ].join('\n');
}

/** Why a unit is started at boot, or not, or not always: the whole answer in words, for terminal and page alike. */
import type { Why } from '../answers/why.ts';
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { fateText, openChecksText } from './fate.ts';
import { settingText } from './machine-action.ts';
import { em } from './style.ts';
import { notAtEveryBoot } from './varying.ts';
import { whyNotText } from './why-not.ts';
import { whyRiskText } from './why-risk.ts';
import { whyStartedText } from './why-started.ts';
import { place } from './words.ts';
import { type Page, paragraph } from './wrap.ts';

export function whyText(root: RootFacts, answer: Why, page: Page): string {
  const { unit, mayBeLost, reason, notAtEveryBoot: uncertain } = answer;
  const { plan } = bootOf(root);
  const fate = reason === null && mayBeLost === null ? fateText(root.graph, answer, page) : undefined;
  const text =
    mayBeLost !== null
      ? whyRiskText(root, unit, mayBeLost, page)
      : reason === null
        ? [
            ...(fate === undefined ? [] : [...fate, '']),
            whyStartedText(root, answer, page, fate !== undefined),
            ...openChecksText(answer, page),
            ...machineText(answer, page),
          ].join('\n')
        : whyNotText(root, plan.started, answer, reason, page);
  // That a cycle may cost it its job is said with its lines.
  if (uncertain === null || uncertain.cycle !== null) return text;
  return [text, '', ...notAtEveryBoot(uncertain, page)].join('\n');
}

function machineText({ machine }: Why, page: Page): readonly string[] {
  if (machine === null) return [];
  const when = machine.certain ? 'Once it has done its work' : 'Should it end well';
  return [
    '',
    ...paragraph(
      `${em('warn', 'The machine goes down with it.')} ${when}, ${settingText(machine)} takes effect (${place(machine.setting)}).`,
      page,
    ),
  ];
}

/** `bootscope/why@1` of one unit. */
export function whyJson({ varying, ...answer }: Why): unknown {
  return { format: 'bootscope/why@1', ...answer, varying: varying?.jobs ?? null };
}

/** Why a unit is started at boot, or not, or not always: the whole answer in words, for terminal and page alike. */
import type { Why } from '../answers/why.ts';
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { varyingText } from './varying.ts';
import { whyNotText } from './why-not.ts';
import { whyRiskText } from './why-risk.ts';
import { whyStartedText } from './why-started.ts';
import type { Page } from './wrap.ts';

export function whyText(root: RootFacts, answer: Why, page: Page): string {
  const { unit, mayBeLost, reason, varying } = answer;
  const { plan } = bootOf(root);
  const text =
    mayBeLost !== null
      ? whyRiskText(root, unit, mayBeLost, page)
      : reason === null
        ? whyStartedText(root, answer, page)
        : whyNotText(root, plan.started, unit, reason, page);
  if (varying === null || plan.transaction === undefined) return text;
  return [text, '', varyingText(varying, plan.transaction, page)].join('\n');
}

/** `bootscope/why@1` of one unit. */
export function whyJson({ unit, holds, paths, reason, mayBeLost, varying }: Why): unknown {
  return { format: 'bootscope/why@1', unit, holds, paths, reason, mayBeLost, varying: varying?.jobs ?? null };
}

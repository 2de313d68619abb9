import type { ChainStep } from '../engine/chain.ts';
import { proofText } from './proof.ts';

/** The chain as a person reads it: each target, why it is there, what it pulls in besides. */
export function chainText(steps: readonly ChainStep[]): string {
  const lines = [steps.map((s) => s.target.replace(/\.target$/, '')).join(' → ')];
  for (const step of steps) {
    lines.push('', step.target);
    if (step.by)
      lines.push(
        `  ${step.by.type === 'Requires' ? 'required' : step.by.type === 'Wants' ? 'wanted' : 'waited for'} by ${step.by.from}`,
        `    ${proofText(step.by)}`,
      );
    for (const type of ['Requires', 'Wants'] as const) {
      const names = step.pulls.filter((e) => e.type === type).map((e) => e.to);
      if (names.length > 0) lines.push(`  ${type === 'Requires' ? 'requires' : 'wants'} ${names.join(' ')}`);
    }
    if (step.after.length > 0) lines.push(`  waits for ${step.after.map((e) => e.to).join(' ')}`);
  }
  return lines.join('\n');
}

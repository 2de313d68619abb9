/** What starts a unit after the boot's own jobs, and whether the boot has started it already. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type LaterWay, laterWays } from '../engine/later/later-start.ts';

export interface Later {
  readonly startedAtBoot: boolean;
  readonly ways: readonly LaterWay[];
}

export function later(root: RootFacts, unit: string): Later {
  const boot = bootOf(root);
  return { startedAtBoot: boot.started(unit), ways: laterWays(boot, unit) };
}

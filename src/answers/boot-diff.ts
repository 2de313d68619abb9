/** What two boots do differently, without their files: so the page can ask it, too. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { type BootDiff, diffBoots } from '../engine/diff.ts';

export type { BootDiff, SettingChange } from '../engine/diff.ts';
export { sameBoot } from '../engine/diff.ts';

export function bootDiff(before: RootFacts, after: RootFacts): BootDiff {
  return diffBoots(bootOf(before), bootOf(after));
}

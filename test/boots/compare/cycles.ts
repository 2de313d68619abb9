/** Jobs that PID 1 deleted to break ordering cycles, against the victims that were told. */
import { bootOf } from '../../../src/boot/boot.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

export function cycleDifferences(opened: OpenedRoot, real: Booted): readonly Difference[] {
  const boot = bootOf(opened);
  const found: Difference[] = [];
  for (const unit of real.deleted) {
    totals.deleted++;
    if (boot.fate(unit) === 'always')
      found.push([`deleted ${unit}`, `${unit} lost its job to a cycle, and is said to be started at every boot`]);
  }
  const met = (boot.plan.transaction?.cycles.length ?? 0) > 0;
  if (!met && real.deleted.size > 0) found.push(['cycle', 'PID 1 met a cycle that is not told']);
  for (const { members, victims } of met ? boot.cycles.cycles : []) {
    const lost = members.filter((unit) => !real.queued.has(unit));
    if (lost.length === 0)
      found.push([`cycle ${members.join(' ')}`, `${members.join(' → ')} is a cycle, and each member was started`]);
    else if (victims.length > 0 && !victims.some((unit) => !real.queued.has(unit)))
      found.push([`victims ${members.join(' ')}`, `none of the victims ${victims.join(', ')} lost its job`]);
  }
  return found;
}

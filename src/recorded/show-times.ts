/** Times of `systemctl show`: microseconds of the kernel's clock, the best that any bundle has. */
import { managerBlock, type ShowBlock, showBlocks } from './show.ts';
import type { Timing, TimingRecord } from './timing.ts';

const MOMENTS = [
  ['InactiveExitTimestampMonotonic', 'activating'],
  ['ActiveEnterTimestampMonotonic', 'activated'],
  ['ActiveExitTimestampMonotonic', 'deactivating'],
  ['InactiveEnterTimestampMonotonic', 'deactivated'],
] as const;

/** @returns what is recorded, or one line that says what is missing */
export function showTimings(text: string): TimingRecord | string {
  const blocks = showBlocks(text);
  const units = new Map<string, Timing>();
  for (const { values } of blocks) {
    const unit = values.get('Id');
    if (unit === undefined) continue;
    const timing: { -readonly [K in keyof Timing]: Timing[K] } = { unit };
    for (const [key, moment] of MOMENTS) {
      const at = Number(values.get(key) ?? 0);
      if (Number.isFinite(at) && at > 0) timing[moment] = at;
    }
    if (timing.activating !== undefined || timing.activated !== undefined) units.set(unit, timing);
  }
  const manager = managerBlock(blocks);
  if (units.size === 0 && manager === undefined)
    return 'no unit in it has a time; systemctl show --all "*" of the running machine has them';
  return { source: 'systemctl show', resolution: 1, zero: 'kernel', units, ...managerTimes(manager) };
}

/** When PID 1 began and when it was done, on the kernel's clock. */
function managerTimes(manager: ShowBlock | undefined): { readonly began?: number; readonly finish?: number } {
  const of = (key: string): number => Number(manager?.values.get(`${key}TimestampMonotonic`) ?? 0) || 0;
  const began = of('Userspace');
  const finish = of('Finish');
  return { ...(began > 0 ? { began } : {}), ...(finish > 0 ? { finish } : {}) };
}

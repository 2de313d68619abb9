/** Times of a dump: whole seconds of the wall clock. */
import { parseDump } from './dump.ts';
import type { Timing, TimingRecord } from './timing.ts';

const SECOND = 1_000_000;

/** @returns what is recorded, or one line that says why nothing is */
export function dumpTimings(text: string): TimingRecord | string {
  const { units: recorded, manager } = parseDump(text);
  const units = new Map<string, Timing>();
  let earliest = Number.POSITIVE_INFINITY;
  for (const { id, times } of recorded.values()) {
    const { inactiveExit, activeEnter, activeExit, inactiveEnter } = times;
    earliest = Math.min(earliest, inactiveExit ?? earliest, activeEnter ?? earliest);
    if (inactiveExit === undefined && activeEnter === undefined) continue;
    units.set(id, {
      unit: id,
      ...(inactiveExit === undefined ? {} : { activating: inactiveExit }),
      ...(activeEnter === undefined ? {} : { activated: activeEnter }),
      ...(activeExit === undefined ? {} : { deactivating: activeExit }),
      ...(inactiveEnter === undefined ? {} : { deactivated: inactiveEnter }),
    });
  }
  if (units.size === 0) return 'no unit in it has a time: a dump of systemd --test, which started nothing?';
  const userspace = manager.timestamps.get('userspace');
  const finish = manager.timestamps.get('finish');
  return {
    source: 'systemd-analyze dump',
    resolution: SECOND,
    zero: 'earliest',
    // Before 236 the manager's own moments are not in it: then the first start is the zero.
    ...(userspace === undefined ? { began: earliest } : { began: userspace }),
    ...(finish === undefined ? {} : { finish }),
    units,
  };
}

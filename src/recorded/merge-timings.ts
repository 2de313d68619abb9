/** Records of one boot as one: each unit's times from the finest, all on the clock that begins when PID 1 began. */
import { isLater, movedBy, type Timing, type TimingRecord, type Timings } from './timing.ts';

/** A record that is no finer than this says nothing of the zero of finer ones. */
const FINE = 1000;

/** @param records at least one with a unit in it; of equally fine ones the first counts more */
export function mergeTimings(records: readonly TimingRecord[]): Timings {
  const sorted = [...records].sort((a, b) => a.resolution - b.resolution);
  const base = sorted.find(({ units }) => [...units.values()].some(hasMoment)) ?? sorted[0];
  if (base === undefined) return { source: 'nothing', resolution: 1, zero: 'earliest', units: new Map() };
  let { began, finish } = base;
  for (const other of sorted) {
    const offset = offsetTo(base, other);
    if (other === base || offset === undefined || other.resolution > Math.max(FINE, base.resolution)) continue;
    if (began === undefined && other.began !== undefined) began = other.began + offset;
    if (finish === undefined && other.finish !== undefined) finish = other.finish + offset;
  }
  const used = new Map([[base.source, base.resolution]]);
  const units = new Map(base.units);
  for (const other of sorted) {
    const offset = other === base ? undefined : offsetTo(base, other);
    for (const timing of other === base ? [] : other.units.values()) {
      const known = units.get(timing.unit);
      const better = betterOf({ ...(finish === undefined ? {} : { finish }) }, known, timing, offset);
      if (better === known || better === undefined) continue;
      units.set(timing.unit, better);
      used.set(other.source, other.resolution);
    }
  }
  const moved =
    began === undefined ? units : new Map([...units].map(([unit, timing]) => [unit, movedBy(timing, -(began ?? 0))]));
  return {
    source: [...used.keys()].join(', '),
    resolution: Math.max(...used.values()),
    zero: began === undefined ? base.zero : 'systemd',
    ...(finish === undefined ? {} : { finish: finish - (began ?? 0) }),
    units: moved,
  };
}

function hasMoment({ activating, activated }: Timing): boolean {
  return activating !== undefined || activated !== undefined;
}

/** What is added to a unit's times by a record that is less fine: where there were none, or those of a later start; else the length alone. */
function betterOf(
  boot: { readonly finish?: number },
  known: Timing | undefined,
  other: Timing,
  offset: number | undefined,
): Timing | undefined {
  if (known === undefined || !hasMoment(known)) {
    if (hasMoment(other) && offset !== undefined) return movedBy(other, offset);
    return known ?? (hasMoment(other) ? undefined : other);
  }
  if (!isLater(boot, known)) return known;
  if (offset === undefined || !hasMoment(other)) return known;
  const moved = movedBy(other, offset);
  return isLater(boot, moved) ? known : moved;
}

/** How far the clock of `other` is behind that of `base`: the middle of what the units in both say; undefined where none is in both. */
function offsetTo(base: TimingRecord, other: TimingRecord): number | undefined {
  // Two records of the same clock.
  if (base === other || (base.zero === 'kernel' && other.zero === 'kernel')) return 0;
  const differences: number[] = [];
  for (const timing of other.units.values()) {
    const known = base.units.get(timing.unit);
    const pair =
      timing.activating !== undefined && known?.activating !== undefined
        ? known.activating - timing.activating
        : timing.activated !== undefined && known?.activated !== undefined
          ? known.activated - timing.activated
          : undefined;
    if (pair !== undefined) differences.push(pair);
  }
  differences.sort((a, b) => a - b);
  const middle = differences[differences.length >> 1];
  if (middle !== undefined) return middle;
  // systemd-analyze time has no unit: it counts as the plot does, where it tells of the kernel at all.
  return base.zero === 'plot' && other.units.size === 0 ? 0 : undefined;
}

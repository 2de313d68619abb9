/** `systemd-analyze plot --json` (253 on): rows in microseconds, cut to the boot (analyze-plot.c: limit_times_to_boot). */
import type { Timing, TimingRecord } from './timing.ts';

/** @returns what is recorded, or one line that says why it cannot be read */
export function plotJsonTimings(text: string): TimingRecord | string {
  let rows: unknown;
  try {
    // Below the array stands a blank line and how many units are listed, where no --no-legend was given (257).
    rows = JSON.parse(text.slice(0, text.lastIndexOf(']') + 1));
  } catch (error) {
    return `not the JSON of systemd-analyze plot (${error instanceof Error ? error.message : error})`;
  }
  const known = (Array.isArray(rows) ? (rows as readonly Readonly<Record<string, unknown>>[]) : []).flatMap(rowOf);
  if (known.length === 0) return 'no unit with a time in it; is it the output of systemd-analyze plot --json=short?';
  // What was still up at the end is given the end of the boot for its own; where something has none, the rows are not cut to the boot.
  const ends = known.map(({ deactivated }) => deactivated ?? 0);
  const finish = ends.includes(0) ? 0 : ends.reduce((most, at) => Math.max(most, at), 0);
  return {
    source: 'systemd-analyze plot --json',
    resolution: 1,
    // Of a container it is PID 1's own beginning, else the kernel's; the rows do not tell.
    zero: 'plot',
    ...(finish > 0 ? { finish } : {}),
    units: new Map(known.map((row) => [row.unit, withinBoot(row, finish)])),
  };
}

function rowOf(row: Readonly<Record<string, unknown>> | null): Timing[] {
  const name = row?.['name'];
  if (row === null || typeof name !== 'string' || !/\.[a-z]+$/.test(name)) return [];
  const at = (key: string): number | undefined => {
    const value = row[key];
    return typeof value === 'number' && value > 0 ? value : undefined;
  };
  const timing: { -readonly [K in keyof Timing]: Timing[K] } = { unit: name };
  for (const [key, moment] of [
    ['activating', 'activating'],
    ['activated', 'activated'],
    ['deactivating', 'deactivating'],
    ['deactivated', 'deactivated'],
    ['time', 'took'],
  ] as const) {
    const value = at(key);
    if (value !== undefined) timing[moment] = value;
  }
  return [timing];
}

/** The row as it was before it was cut to the boot, as far as that can be told. */
export function withinBoot(row: Timing, finish: number): Timing {
  const { unit, activating, activated, deactivating, deactivated, took } = row;
  const length = took === undefined ? {} : { took };
  const begun = activating === undefined ? {} : { activating };
  // Never active: a oneshot that is done, or a start that failed, has all three ends in one moment.
  const ended = took !== undefined && activated === deactivating && activated === deactivated;
  if (ended && activated !== undefined && (activated < finish || activating === activated - took))
    return { unit, ...begun, deactivated: activated, ...length };
  // A length that is not that of the bar was up to the failure or the end, by systemd before 255; none at all: still starting.
  const duration = activated !== undefined && activating !== undefined ? activated - activating : undefined;
  const cut =
    activated === finish && duration !== undefined && duration !== 0 && Math.abs(duration - (took ?? 0)) > 1000;
  if (cut)
    return took === undefined || activating === undefined
      ? { unit, ...begun }
      : { unit, ...begun, deactivated: activating + took, took };
  return {
    unit,
    ...begun,
    ...(activated === undefined ? {} : { activated }),
    ...(deactivating === undefined || deactivating === finish ? {} : { deactivating }),
    ...(deactivated === undefined || deactivated === finish ? {} : { deactivated }),
    ...length,
  };
}

/** Lengths of time as systemd writes them (format_timespan): `1min 2.345s`, `67ms`, `2h 3min 4s`. */

const UNITS: Readonly<Record<string, number>> = {
  y: 31_557_600e6,
  month: 2_629_800e6,
  w: 604_800e6,
  d: 86_400e6,
  h: 3_600e6,
  min: 60e6,
  s: 1e6,
  ms: 1e3,
  us: 1,
  µs: 1,
  μs: 1,
};

const PART = '\\d+(?:\\.\\d+)?(?:month|min|ms|us|µs|μs|[ywdhs])';

/** A pattern that matches one span, to be put into another. */
export const SPAN = `${PART}(?: ${PART})*`;

/** In microseconds; undefined where it is no span. */
export function spanOf(text: string): number | undefined {
  let sum = 0;
  for (const part of text.trim().split(/ +/)) {
    const found = /^(\d+(?:\.\d+)?)(\D+)$/.exec(part);
    const unit = UNITS[found?.[2] ?? ''];
    if (found === null || unit === undefined) return undefined;
    sum += Math.round(Number(found[1]) * unit);
  }
  return sum;
}

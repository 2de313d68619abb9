/** Lengths of time in words. */

const UNITS = [
  ['y', 31_557_600e6],
  ['month', 2_629_800e6],
  ['w', 604_800e6],
  ['d', 86_400e6],
  ['h', 3_600e6],
  ['min', 60e6],
  ['s', 1e6],
  ['ms', 1e3],
  ['us', 1],
] as const;

/** `1min 2.345s`, `67ms`: as systemd writes spans to the millisecond (format_timespan with USEC_PER_MSEC): cut, not rounded. */
export function spanWords(microseconds: number): string {
  const words: string[] = [];
  let left = Math.floor(microseconds);
  if (left <= 0) return '0';
  for (const [unit, size] of UNITS) {
    if (left <= 0 || (left < 1000 && words.length > 0)) break;
    if (left < size) continue;
    const rest = left % size;
    const whole = Math.floor(left / size);
    if (unit === 's' && rest > 0) {
      words.push(`${whole}.${String(Math.floor(rest / 1000)).padStart(3, '0')}s`);
      left = 0;
    } else {
      words.push(`${whole}${unit}`);
      left = rest;
    }
  }
  return words.join(' ');
}

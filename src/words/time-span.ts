/** Time spans as systemd parses and prints them (src/basic/time-util.c: parse_sec, format_timespan). */

const SECOND = 1_000_000n;
const UNITS: readonly (readonly [names: readonly string[], microseconds: bigint])[] = [
  [['seconds', 'second', 'sec', 's'], SECOND],
  [['minutes', 'minute', 'min'], 60n * SECOND],
  [['months', 'month', 'M'], 2_629_800n * SECOND],
  [['msec', 'ms'], 1000n],
  [['m'], 60n * SECOND],
  [['hours', 'hour', 'hr', 'h'], 3600n * SECOND],
  [['days', 'day', 'd'], 86_400n * SECOND],
  [['weeks', 'week', 'w'], 604_800n * SECOND],
  [['years', 'year', 'y'], 31_557_600n * SECOND],
  [['usec', 'us', 'μs', 'µs'], 1n],
];
const PRINTED: readonly (readonly [suffix: string, microseconds: bigint])[] = [
  ['y', 31_557_600n * SECOND],
  ['month', 2_629_800n * SECOND],
  ['w', 604_800n * SECOND],
  ['d', 86_400n * SECOND],
  ['h', 3600n * SECOND],
  ['min', 60n * SECOND],
  ['s', SECOND],
  ['ms', 1000n],
  ['us', 1n],
];
const INFINITY = (1n << 64n) - 1n;

/** Microseconds; `infinity` for that word. undefined: no time span. */
export function parseTimeSpan(text: string): bigint | 'infinity' | undefined {
  let rest = text.replace(/^[ \t\n\r]+/, '');
  if (/^infinity[ \t\n\r]*$/.test(rest)) return 'infinity';
  let total = 0n;
  let something = false;
  while (rest !== '') {
    const number = /^\+?(\d*)(?:(\.)(\d*))?([ \t\n\r]*)/.exec(rest);
    if (number === null || (number[1] === '' && number[2] === undefined)) return undefined;
    if (number[2] !== undefined && number[3] === '') return undefined;
    const after = rest.slice(number[0].length);
    const [unit, length] = unitAt(after);
    if (length === 0 && number[4] === '' && after !== '') return undefined;
    total += BigInt(number[1] || '0') * unit;
    let scale = unit / 10n;
    for (const digit of number[3] ?? '') {
      total += BigInt(digit) * scale;
      scale /= 10n;
    }
    if (total >= INFINITY) return undefined;
    rest = after.slice(length).replace(/^[ \t\n\r]+/, '');
    something = true;
  }
  return something ? total : undefined;
}

export function formatTimeSpan(span: bigint | 'infinity'): string {
  if (span === 'infinity') return 'infinity';
  if (span === 0n) return '0';
  const parts: string[] = [];
  let left = span;
  for (const [suffix, size] of PRINTED) {
    if (left === 0n) break;
    if (left < size) continue;
    const part = left % size;
    const digits = size.toString().length - 1;
    if (left < 60n * SECOND && part > 0n && digits > 0) {
      parts.push(`${left / size}.${part.toString().padStart(digits, '0')}${suffix}`);
      break;
    }
    parts.push(`${left / size}${suffix}`);
    left = part;
  }
  return parts.join(' ');
}

function unitAt(text: string): readonly [unit: bigint, length: number] {
  for (const [names, size] of UNITS) {
    const name = names.find((candidate) => text.startsWith(candidate));
    if (name !== undefined) return [size, name.length];
  }
  return [SECOND, 0];
}

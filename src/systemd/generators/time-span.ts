/** Time spans as systemd reads and writes them (systemd.time(7); src/basic/time-util.c: parse_sec, format_timespan). */

const UNITS: readonly (readonly [RegExp, bigint])[] = [
  [/^(?:seconds|second|sec|s)/, 1_000_000n],
  [/^(?:minutes|minute|min)/, 60_000_000n],
  [/^(?:months|month|M)/, 2_629_800_000_000n],
  [/^(?:msec|ms)/, 1_000n],
  [/^m/, 60_000_000n],
  [/^(?:hours|hour|hr|h)/, 3_600_000_000n],
  [/^(?:days|day|d)/, 86_400_000_000n],
  [/^(?:weeks|week|w)/, 604_800_000_000n],
  [/^(?:years|year|y)/, 31_557_600_000_000n],
  [/^(?:usec|us|μs|µs)/, 1n],
];

const SHOWN: readonly (readonly [string, bigint, number])[] = [
  ['y', 31_557_600_000_000n, 0],
  ['month', 2_629_800_000_000n, 0],
  ['w', 604_800_000_000n, 0],
  ['d', 86_400_000_000n, 0],
  ['h', 3_600_000_000n, 0],
  ['min', 60_000_000n, 0],
  ['s', 1_000_000n, 6],
  ['ms', 1_000n, 3],
  ['us', 1n, 0],
];

/** parse_sec_fix_0: microseconds, 0 meaning no limit. undefined: not a time span. */
export function parseTimeout(text: string): bigint | 'infinity' | undefined {
  let rest = text.trim();
  if (rest === 'infinity') return 'infinity';
  if (rest === '') return undefined;
  let sum = 0n;
  while (rest !== '') {
    const number = /^\+?(\d+)(?:\.(\d*))?\s*/.exec(rest);
    if (number === null) return undefined;
    rest = rest.slice(number[0].length);
    const unit = UNITS.find(([pattern]) => pattern.test(rest));
    if (unit !== undefined) rest = rest.replace(unit[0], '');
    else if (rest !== '' && !/\s$/.test(number[0])) return undefined;
    const micros = unit?.[1] ?? 1_000_000n;
    sum += BigInt(number[1] ?? '0') * micros;
    let part = micros / 10n;
    for (const digit of number[2] ?? '') {
      sum += BigInt(digit) * part;
      part /= 10n;
    }
    rest = rest.trimStart();
  }
  if (sum >= 2n ** 64n - 1n) return undefined;
  return sum === 0n ? 'infinity' : sum;
}

export function formatTimeout(span: bigint | 'infinity'): string {
  if (span === 'infinity') return 'infinity';
  const words: string[] = [];
  let left = span;
  for (const [suffix, micros, digits] of SHOWN) {
    if (left <= 0n) break;
    if (left < micros) continue;
    const whole = left / micros;
    const rest = left % micros;
    if (left < 60_000_000n && rest > 0n && digits > 0) {
      const fraction = rest.toString().padStart(digits, '0').replace(/0+$/, '');
      words.push(`${whole}.${fraction}${suffix}`);
      break;
    }
    words.push(`${whole}${suffix}`);
    left = rest;
  }
  return words.join(' ');
}

/** Numbers of every kind: parse-util.c, percent-util.c and the parsers of conf-parser.c. */
import { type Check, either, expanded, ignored, is, orEmpty, where } from './check.ts';

const INT = [-0x8000_0000n, 0x7fff_ffffn] as const;
const UINT = [0n, 0xffff_ffffn] as const;
const LONG = [-0x8000_0000_0000_0000n, 0x7fff_ffff_ffff_ffffn] as const;
const U64 = [0n, 0xffff_ffff_ffff_ffffn] as const;

/** An integer as safe_atoi and safe_atou take it: decimal, 0x, 0b, 0o or octal behind a zero; undefined where it is none. */
export function integer(text: string, [low, high]: readonly [bigint, bigint] = LONG): bigint | undefined {
  const [, sign = '', digits = ''] = /^[ \t\n\r]*([+-]?)(.*)$/s.exec(text) ?? [];
  const octal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  if (!/^(\d+|0[xX][0-9A-Fa-f]+|0[bB][01]+|0[oO][0-7]+)$/.test(octal) || /^0\d/.test(octal)) return undefined;
  const value = sign === '-' ? -BigInt(octal) : BigInt(octal);
  return value >= low && value <= high ? value : undefined;
}

const within = (low: bigint, high: bigint, why: string): Check =>
  is((text) => integer(text, [low, high]) !== undefined, why);

export const int = within(...INT, 'is no whole number');
export const unsigned = within(...UINT, 'is no whole number of 0 or more');
export const long = within(...LONG, 'is no whole number');
export const nice = orEmpty(within(-20n, 19n, 'is no nice level from -20 to 19'));
export const oomScore = orEmpty(within(-1000n, 1000n, 'is no number from -1000 to 1000'));
export const exitStatus = orEmpty(within(0n, 255n, 'is no exit status from 0 to 255'));
export const ttySize = orEmpty(unsigned);
export const ioPriority = orEmpty(within(0n, 7n, 'is no priority from 0 to 7'));
export const weight = orEmpty(within(1n, 10_000n, 'is no weight from 1 to 10000'));
export const cpuWeight = either(
  weight,
  is((text, at) => text === 'idle' && at.does('idle-weight'), 'is no weight from 1 to 10000'),
);
export const swapPriority = orEmpty(within(-1n, 32_767n, 'is no priority from -1 to 32767'));
export const cpuShares = orEmpty(within(2n, 262_144n, 'is no share from 2 to 262144'));
export const blockWeight = orEmpty(within(10n, 1000n, 'is no weight from 10 to 1000'));

/** parse_mode: octal digits alone. */
export const mode = is(
  (text) => /^0*[0-7]{1,4}$/.test(text.trimStart()),
  'is no access mode in octal digits, such as 0755',
);

/** parse_size: 512, 1.5G, 1G 500M; undefined where it is none. */
export function size(text: string, base: 1000 | 1024): bigint | undefined {
  const suffixes = ['E', 'P', 'T', 'G', 'M', 'K', 'B', ''];
  let rest = text;
  let next = 0;
  let total = 0n;
  do {
    const number = /^[ \t\n\r\v\f]*\+?(\d+)(?:\.(\d*))?[ \t\n\r]*/.exec(rest);
    if (!number) return undefined;
    rest = rest.slice(number[0].length);
    const found = suffixes.findIndex((suffix, i) => i >= next && rest.startsWith(suffix));
    if (found < 0) return undefined;
    rest = rest.slice(suffixes[found]?.length);
    next = found + 1;
    const factor = BigInt(base) ** BigInt(Math.max(0, 6 - found));
    const fraction = number[2] ?? '';
    total += BigInt(number[1] ?? '0') * factor + (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length);
  } while (rest !== '');
  return total <= U64[1] ? total : undefined;
}

export const bufferSize = is((text) => {
  const bytes = size(text, 1024);
  return bytes !== undefined && bytes <= U64[1];
}, 'is no size, such as 64K');

/** parse_permyriad_unbounded: 5%, 12.25%, 5‰, 5‱, in parts of ten thousand. */
export function permyriad(text: string): bigint | undefined {
  const forms: readonly (readonly [RegExp, number])[] = [
    [/^[ \t\n\r]*([+-]?\w+)‱$/, 0],
    [/^[ \t\n\r]*([+-]?\w+)(?:\.(\d))?‰$/, 1],
    [/^[ \t\n\r]*([+-]?\w+)(?:\.(\d{1,2}))?%$/, 2],
  ];
  for (const [form, places] of forms) {
    const match = form.exec(text);
    if (!match) continue;
    const whole = integer(match[1] ?? '', [0n, 0x7fff_ffffn]);
    if (whole === undefined) return undefined;
    const value = whole * 10n ** BigInt(places) + BigInt((match[2] ?? '').padEnd(places, '0') || '0');
    return value <= 0x7fff_ffffn ? value : undefined;
  }
  return undefined;
}

const share = (text: string): bigint | undefined => {
  const parts = permyriad(text);
  return parts !== undefined && parts <= 10_000n ? parts : undefined;
};

export const pressureLimit = orEmpty(is((text) => share(text) !== undefined, 'is no percentage from 0% to 100%'));
export const cpuQuota = orEmpty(is((text) => (permyriad(text) ?? 0n) > 0n, 'is no percentage above 0%'));

/** config_parse_memory_limit; limits that protect memory, and those of swap, may be 0. */
export const memoryLimit: Check = (value, { setting }) => {
  if (value === '' || value === 'infinity') return undefined;
  const part = share(value);
  const bytes = part ?? size(value, 1024);
  if (bytes === undefined) return ignored(value, 'is no size (2G), percentage or infinity');
  const mayBeNone = /^(Default|Startup)?Memory(ZSwapMax|SwapMax|Low|Min)$/.test(setting.key);
  return bytes >= U64[1] || (bytes === 0n && !mayBeNone) ? ignored(value, 'is out of range') : undefined;
};

export const tasksMax = orEmpty(
  is((text) => {
    if (text === 'infinity' || share(text) !== undefined) return true;
    const tasks = integer(text, U64);
    return tasks !== undefined && tasks > 0n && tasks < U64[1];
  }, 'is no number above 0, percentage or infinity'),
);

const CPUS = 8192n;

/** parse_cpu_set_full: numbers and ranges, at commas and blanks. A range turned round is dropped with a word of its own. */
const numbers: Check = (value, { does }) => {
  for (const word of value.split(/[ \t\n\r,]+/).filter((part) => part !== '')) {
    const [low, high, more] = word.split('-').map((end) => integer(end, UINT));
    if (more !== undefined || low === undefined || (word.includes('-') && high === undefined))
      return ignored(word, 'is no number of a CPU, or range of them');
    if (high !== undefined && low > high) return ignored(word, 'is a range that ends before it begins');
    if ((high ?? low) >= CPUS && (word !== String(UINT[1]) || does('cpu-numbers-checked')))
      return ignored(word, 'is above the greatest number of a CPU, 8191');
  }
  return undefined;
};

const NO_LIMIT = 'is no size above 0, such as 10M';
export const bandwidth = is((text) => (size(text, 1000) ?? 0n) > 0n, NO_LIMIT);
export const ioLimit = is((text) => text === 'infinity' || (size(text, 1000) ?? 0n) > 0n, NO_LIMIT);

export const cpuSet = expanded(numbers);
export const cpuAffinity = either(
  is((text) => text === 'numa', ''),
  cpuSet,
);
export const numaMask = either(
  is((text) => text === 'all', ''),
  where('numa-mask-specifiers', cpuSet, numbers),
);

/** Which of them a policy takes is seen when the unit starts, not here. */
export const cpuPriority = within(0n, 99n, 'is no priority from 0 to 99');

const count = (text: string): boolean => integer(text, UINT) !== undefined;
export const countOrInfinity = orEmpty(
  is((text) => text === 'infinity' || count(text), 'is no number, and not infinity'),
);
export const messageSize = where(
  'message-sizes',
  is((text) => (size(text, 1024) ?? U64[1]) <= LONG[1], 'is no size, such as 64K'),
  long,
);
export const diskQuota = orEmpty(
  is(
    (text) => text === 'off' || share(text) !== undefined || size(text, 1024) !== undefined,
    'is no size or percentage, and not off',
  ),
);

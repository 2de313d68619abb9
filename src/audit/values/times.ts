/** Spans of time and calendar events: time-util.c, calendarspec.c. */
import { isCalendarSpec, isTimeSpan } from '../../systemd/time.ts';
import { expanded, is, orEmpty } from './check.ts';

const NO_SPAN = 'is no span of time, such as 30s or 5min';

export const span = is(isTimeSpan, NO_SPAN);
export const spanOrEmpty = orEmpty(span);
/** parse_nsec: a bare number is of nanoseconds. */
export const nanoseconds = is((text) => isTimeSpan(text.replaceAll(/nsec|ns/g, 'us')), NO_SPAN);
export const timer = orEmpty(expanded(span));
export const calendar = orEmpty(expanded(is(isCalendarSpec, 'is no calendar event, such as daily or *-*-* 04:00')));

const MICROSECONDS: readonly (readonly [RegExp, number])[] = [
  [/^(us|usec|μs|µs)$/, 1],
  [/^(ms|msec)$/, 1e3],
  [/^(s|sec|seconds?)$/, 1e6],
  [/^(m|min|minutes?)$/, 6e7],
  [/^(h|hr|hours?)$/, 3.6e9],
  [/^(d|days?)$/, 8.64e10],
  [/^(w|weeks?)$/, 6.048e11],
  [/^(M|months?)$/, 2_629_800e6],
  [/^(y|years?)$/, 31_557_600e6],
];

/** How long a span is, in microseconds, where a bare number is of `unit`; undefined where it is none. */
export function spanLength(text: string, unit: 's' | 'us'): bigint | undefined {
  if (!isTimeSpan(text)) return undefined;
  let total = 0;
  for (const [, number = '', name = unit] of text.matchAll(/(\d*\.?\d+)\s*([a-zA-Zμµ]+)?/g))
    total += Number(number) * (MICROSECONDS.find(([form]) => form.test(name))?.[1] ?? 1);
  return BigInt(Math.round(total));
}

/** config_parse_managed_oom_mem_pressure_duration_sec: a second at least, and an end. */
export const pressureDuration = orEmpty(
  is(
    (text) => (spanLength(text, 's') ?? 0n) >= 1_000_000n && !/^\s*infinity\s*$/.test(text),
    'is no span of a second or more',
  ),
);

/** Whether a time span or calendar event can be read: parse_sec (time-util.c), calendar_spec_from_string (calendarspec.c). */

const UNITS =
  /^(seconds|second|sec|s|minutes|minute|min|months|month|M|msec|ms|m|hours|hour|hr|h|days|day|d|weeks|week|w|years|year|y|usec|us|μs|µs)/;

export function isTimeSpan(text: string): boolean {
  let rest = text.trimStart();
  if (/^infinity\s*$/.test(rest)) return true;
  let something = false;
  while (rest !== '') {
    const number = /^(\+?\d+)(\.(\d*))?/.exec(rest) ?? /^()(\.(\d+))/.exec(rest);
    if (!number || (number[2] !== undefined && (number[3] ?? '') === '')) return false;
    if ((number[1] ?? '').length > 18) return false;
    const behind = rest.slice(number[0].length);
    const spaced = behind.trimStart();
    const unit = UNITS.exec(spaced);
    const next = unit ? spaced.slice(unit[0].length) : spaced;
    // Two numbers must be told apart: by white space or by a unit.
    if (next === behind && next !== '') return false;
    rest = next.trimStart();
    something = true;
  }
  return something;
}

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORTHANDS = new Set([
  'minutely', 'hourly', 'daily', 'monthly', 'annually', 'yearly', 'anually', 'weekly',
  'quarterly', 'biannually', 'bi-annually', 'semiannually', 'semi-annually',
]); // biome-ignore format: a table

export function isCalendarSpec(text: string): boolean {
  let rest = text;
  if (/ utc$/i.test(rest)) rest = rest.slice(0, -4);
  else {
    const zone = / ([A-Za-z0-9+_-]+(?:\/[A-Za-z0-9+_-]+)*)$/.exec(rest)?.[1];
    if (zone !== undefined && /^[A-Z]/.test(zone) && isTimezone(zone)) rest = rest.slice(0, -zone.length - 1);
  }
  if (rest.trim() === '') return false;
  if (SHORTHANDS.has(rest.toLowerCase())) return true;
  const words = rest.trim().split(/\s+/);
  if (/^[A-Za-z]/.test(words[0] ?? '')) {
    if (!areWeekdays(words[0] ?? '')) return false;
    words.shift();
  }
  if (words.length === 0) return true;
  if (words.length > 2) return false;
  const [first = '', second] = words;
  if (second !== undefined) return isDate(first) && isTime(second);
  return first.startsWith('@') ? /^@\d+$/.test(first) : isDate(first) || isTime(first);
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** parse_weekdays: days and ranges; a range does not go over the end of the week. */
function areWeekdays(text: string): boolean {
  const numberOf = (day: string): number => DAYS.findIndex((name) => day === name || day === name.slice(0, 3));
  const list = text.toLowerCase().replace(/,$/, '');
  return list.split(',').every((part) => {
    const ends = part.split(/\.\.|-/);
    const [from = -1, to = from] = ends.map(numberOf);
    return ends.length <= 2 && from >= 0 && from <= to;
  });
}

function isDate(text: string): boolean {
  const match = /^(?:([^-]+)-)?([^-~]+)([-~])([^-~]+)$/.exec(text);
  if (!match) return false;
  const [, year, month = '', , day = ''] = match;
  if (year !== undefined && !isChain(year, 1970, 2199)) return false;
  return isChain(month, 1, 12) && isChain(day, 1, 31);
}

function isTime(text: string): boolean {
  const parts = text.split(':');
  if (parts.length < 2 || parts.length > 3) return false;
  const [hour = '', minute = '', second] = parts;
  return isChain(hour, 0, 23) && isChain(minute, 0, 59) && (second === undefined || isChain(second, 0, 60, true));
}

/** A list of numbers, ranges and repetitions within bounds (parse_chain, chain_valid). */
function isChain(text: string, low: number, high: number, fractions = false): boolean {
  const number = fractions ? '\\d+(?:\\.\\d+)?' : '\\d+';
  const part = new RegExp(`^(?:\\*|(${number})(?:\\.\\.(${number}))?)(?:/(${number}))?$`);
  return text.split(',').every((piece) => {
    const match = part.exec(piece);
    if (!match) return false;
    const [, from, to, step] = match;
    const [a, b] = [Number(from ?? low), Number(to ?? from ?? low)];
    if (from !== undefined && low === 1970 && a < 100) return step === undefined || Number(step) > 0;
    if (a < low || b > high + (fractions ? 0.999_999 : 0) || (to !== undefined && b < a)) return false;
    return step === undefined || Number(step) > 0;
  });
}

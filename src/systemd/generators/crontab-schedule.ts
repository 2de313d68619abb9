/** A crontab's five time fields, or its @word, as OnCalendar=: systemd-cron's reading of crontab(5). */

export interface Schedule {
  /** OnCalendar=, or `reboot`. */
  readonly text: string;
  /** What a lasting job's name is made of: a field with `~` stands as it was written. */
  readonly raw: string;
  /** Minutes after the boot. */
  readonly bootDelay: number;
  readonly persistent: boolean;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const count = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, n) => from + n);

interface Field {
  readonly values: readonly (number | string)[];
  /** The value that a word stands for; `isEnd`: it ends a range. */
  readonly number: (word: string, isEnd: boolean) => number | undefined;
}

const plain = (word: string): number | undefined => (/^\d+$/.test(word) ? Number(word) : undefined);
const FIELDS = {
  minute: { values: count(0, 59), number: plain },
  hour: { values: count(0, 23), number: plain },
  day: { values: count(1, 31), number: plain },
  /** The program looks names of months up, and refuses them all the same. */
  month: { values: count(1, 12), number: plain },
  weekday: {
    values: WEEKDAYS,
    number(word, isEnd) {
      const at = WEEKDAYS.findIndex(
        (day, n) => n >= Number(isEnd) && day.toLowerCase() === word.slice(0, 3).toLowerCase(),
      );
      return at < 0 ? plain(word) : at;
    },
  },
} as const satisfies Record<string, Field>;

/** undefined: the field is no such thing, and the job is dropped. */
function read(text: string, { values, number }: Field): ReadonlySet<number | string> | '*' | undefined {
  if (text === '*') return '*';
  const found = new Set<number | string>();
  const first = typeof values[0] === 'number' ? values[0] : 0;
  for (const part of text.split(',').filter((word) => word !== '')) {
    const [range = '', step = '1', ...more] = part.split('/');
    const stride = plain(step);
    if (stride === undefined || stride === 0 || more.length > 0) return undefined;
    const [from, to] = range === '*' ? [first, first + values.length - 1] : edges(range);
    if (from === undefined || to === undefined) return undefined;
    const last = range.includes('~') ? from : Math.min(to, first + values.length - 1);
    if (from < first || from > last) return undefined;
    for (let at = from; at <= last; at += stride) found.add(values[at - first] as number | string);
  }
  return found;

  function edges(range: string): readonly (number | undefined)[] {
    const [start = '', end = start, ...more] = range.split(range.includes('~') ? '~' : '-');
    if (more.length > 0) return [];
    const random = range.includes('~');
    return [
      random && start === '' ? first : number(start, false),
      random && end === '' ? first + values.length - 1 : number(end, true),
    ];
  }
}

/** @param fields minute, hour, day, month, weekday */
export function scheduleOfFields(fields: readonly string[], persistent: boolean): Schedule | undefined {
  const [minute = '', hour = '', dayWritten = '', month = '', weekWritten = ''] = fields;
  const lastDay = dayWritten === 'L';
  const lastWeekday = /^.L$/.test(weekWritten);
  const day = lastDay ? '1' : lastWeekday ? '7/1' : dayWritten;
  const week = lastWeekday ? weekWritten.slice(0, 1) : weekWritten;
  const weekdays = read(week, FIELDS.weekday);
  const texts = [
    [month, FIELDS.month],
    [day, FIELDS.day],
    [hour, FIELDS.hour],
    [minute, FIELDS.minute],
  ] as const;
  const sets = texts.map(([text, field]) => read(text, field));
  if (weekdays === undefined || sets.some((set) => set === undefined)) return undefined;
  const sundayLast = week.endsWith('7') || /sun$/i.test(week);
  const names = sundayLast ? WEEKDAYS.slice(1) : WEEKDAYS.slice(0, 7);
  const list = weekdays === '*' ? '' : `${names.filter((name) => weekdays.has(name)).join(',')} `;
  const made = sets.map((set) =>
    set === '*' || set === undefined ? '*' : [...set].sort((a, b) => Number(a) - Number(b)).join(','),
  );
  const text = (of: readonly string[], days: string): string =>
    `${days}*-${of[0]}${lastDay || lastWeekday ? '~' : '-'}${of[1]}${lastWeekday ? '/1' : ''} ${of[2]}:${of[3]}:00`;
  const written = made.map((value, n) => (texts[n]?.[0].includes('~') ? texts[n][0] : value));
  return { text: text(made, list), raw: text(written, week.includes('~') ? week : list), bootDelay: 0, persistent };
}

const SYNONYMS: Readonly<Record<string, string>> = {
  '1': 'daily',
  '7': 'weekly',
  '30': 'monthly',
  '31': 'monthly',
  '365': 'yearly',
  annually: 'yearly',
  anually: 'yearly',
  'bi-annually': 'semi-annually',
  biannually: 'semi-annually',
  boot: 'reboot',
  semiannually: 'semi-annually',
};
/** Days on which each begins, as OnCalendar= says them. */
const DAYS: Readonly<Record<string, string>> = {
  daily: '*-*-*',
  weekly: 'Mon *-*-*',
  monthly: '*-*-1',
  quarterly: '*-1,4,7,10-1',
  'semi-annually': '*-1,7-1',
  yearly: '*-1-1',
};

/** @param word `@daily`, `daily`, or a number of days as in an anacrontab */
export function scheduleOfWord(word: string, hour: number, delay: number, persistent: boolean): Schedule {
  const bare = word.replace(/^@+/, '').toLowerCase();
  const period = Object.hasOwn(SYNONYMS, bare) ? (SYNONYMS[bare] ?? bare) : bare;
  const made = (text: string, bootDelay = delay, lasting = persistent): Schedule => ({
    text,
    raw: text,
    bootDelay,
    persistent: lasting,
  });
  if (period === 'reboot') return made('reboot', Math.max(delay, 1), false);
  if (period === 'minutely') return made(period, delay, false);
  if (period === 'hourly') return delay === 0 ? made('hourly') : made(`*-*-* *:${delay}:0`, 0);
  if (period === 'midnight') return made(delay === 0 ? 'daily' : `*-*-* 0:${delay}:0`);
  const days = Object.hasOwn(DAYS, period) ? DAYS[period] : undefined;
  if (days !== undefined) return made(hour === 0 && delay === 0 ? period : `${days} ${hour}:${delay}:0`);
  const number = plain(period);
  if (number === undefined) return made(period);
  return made(
    number > 31 ? `*-1/${Math.round(number / 30)}-1 ${hour}:${delay}:0` : `*-*-1/${number} ${hour}:${delay}:0`,
  );
}

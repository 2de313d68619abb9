/**
 * A journal as text with the wall clock before each line, as people and support tools save it: `short` (sos: journalctl --no-pager --boot),
 * `short-precise`, `short-iso`, `short-full`, `short-unix`, `with-unit` (systemd's logs-show.c: output_short), and `verbose`.
 */

import { type ByDescription, readEntry, recordOf, type StartLog, sayingOf } from './journal.ts';
import { verboseEntries } from './journal-entries.ts';
import type { TimingRecord } from './timing.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const FRACTION = '(?:\\.(\\d{6}))?';
const CLOCK = `(\\d\\d):(\\d\\d):(\\d\\d)${FRACTION}`;
/** Month and day without a year; a date; seconds since 1970. */
const SHORT = new RegExp(`^(${MONTHS.join('|')}) ([ \\d]\\d) ${CLOCK} (.*)$`);
const DATED = new RegExp(
  `^(?:[A-Z][a-z]{2} )?(\\d{4})-(\\d\\d)-(\\d\\d)[T ]${CLOCK}(?:[+-]\\d\\d:?\\d\\d| \\S+)? (.*)$`,
);
const UNIX = /^(\d{9,11})\.(\d{6}) (.*)$/;
/** `HOST systemd[1]: `, by the unit where that is asked for: `HOST init.scope[1]: `. */
const OF_PID_1 = /^\S+ (?:systemd|init\.scope)\[1\]: (.*)$/;
const VERBOSE = /^[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{6} \S+ \[s=/m;
const ANY_LINE = new RegExp(
  `^(?:(?:${MONTHS.join('|')}) [ \\d]\\d|(?:[A-Z][a-z]{2} )?\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:|\\d{9,11}\\.\\d{6} )[^\\n]* \\S+ \\S+(?:\\[\\d+\\])?: `,
  'm',
);

const SECOND = 1_000_000;
const YEAR = 366 * 24 * 3600 * SECOND;

/** Whether a text is such a journal. @param head its beginning */
export function isWallJournal(head: string): boolean {
  return VERBOSE.test(head) || ANY_LINE.test(head);
}

/** @returns what is recorded of the last boot in it, or one line that says what is missing */
export function journalWallTimings(text: string, names: ByDescription = new Map()): TimingRecord | string {
  const log: StartLog = { starts: [], phases: new Map() };
  if (VERBOSE.test(text.slice(0, 1 << 16))) {
    for (const entry of verboseEntries(text)) readEntry(entry, log, names, 'wall');
    return onWall(log, 1000);
  }
  let boot = '';
  let years = 0;
  let before = 0;
  let finest = SECOND;
  for (const line of text.split('\n')) {
    if (/^-- (?:Boot|Reboot)/.test(line)) boot += '+';
    const moment = momentOf(line.endsWith('\r') ? line.slice(0, -1) : line);
    if (moment === undefined) continue;
    // Without a year January comes after December all the same.
    if (moment.at + years * YEAR < before - YEAR / 2) years++;
    const at = moment.at + years * YEAR;
    before = at;
    if (moment.precise) finest = 1000;
    const said = OF_PID_1.exec(moment.rest)?.[1];
    if (JOURNAL_STARTED.test(moment.rest) || (said !== undefined && JOURNALD_UP.test(said))) forget(log, boot);
    else if (said !== undefined) sayingOf(log, boot, at, said, names, 'wall');
  }
  return onWall(log, finest);
}

/** Until journald runs PID 1 writes to the kernel's log, and all of that is stamped with the moment at which journald reads it. */
const JOURNAL_STARTED = /^\S+ (?:systemd-journald|systemd-journal|systemd-journald\.service)\[\d+\]: Journal started$/;
const JOURNALD_UP = /^Started (?:systemd-journald\.service\b.*|Journal Service)\.$/;

/** What was written of this boot so far has no moment that could be trusted. */
function forget({ starts }: StartLog, boot: string): void {
  const kept = starts.filter((start) => start.boot !== boot);
  starts.splice(0, starts.length, ...kept);
}

function onWall(log: StartLog, resolution: number): TimingRecord | string {
  return recordOf(log, {
    source: resolution >= SECOND ? "the journal's text" : 'the journal',
    resolution,
    zero: 'earliest',
  });
}

function momentOf(line: string): { readonly at: number; readonly precise: boolean; readonly rest: string } | undefined {
  const [, month = '', day = '', ...short] = SHORT.exec(line) ?? [];
  // A leap year has every day; the zone is the same all along.
  if (month !== '') return clockOf(Date.UTC(2024, MONTHS.indexOf(month), Number(day)), short);
  const [, year = '', number = '', date = '', ...dated] = DATED.exec(line) ?? [];
  if (year !== '') return clockOf(Date.UTC(Number(year), Number(number) - 1, Number(date)), dated);
  const [, seconds = '', micro = '', rest = ''] = UNIX.exec(line) ?? [];
  return seconds === '' ? undefined : { at: Number(seconds) * SECOND + Number(micro), precise: true, rest };
}

function clockOf(midnight: number, [hours, minutes, seconds, micro, rest = '']: readonly (string | undefined)[]) {
  const within = (Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds);
  return { at: midnight * 1000 + within * SECOND + Number(micro ?? 0), precise: micro !== undefined, rest };
}

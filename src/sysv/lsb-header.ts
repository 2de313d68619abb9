/** The LSB comment block of an init script, by insserv's reading. systemd reads the same block differently. */

/** The keys that insserv reads. */
export const LSB_KEYS = [
  'provides',
  'required-start',
  'required-stop',
  'should-start',
  'should-stop',
  'start-before',
  'stop-after',
  'default-start',
  'default-stop',
  'description',
  'interactive',
] as const;
export type LsbKey = (typeof LSB_KEYS)[number];

export interface LsbField {
  /** The key as it was written: `X-UnitedLinux-Should-Start`. */
  readonly written: string;
  readonly value: string;
  readonly line: number;
  /** Words of the value that insserv never sees: after two delimiters in a row, or after a tab or a non-ASCII byte. */
  readonly lost: readonly string[];
}

export interface LsbHeader {
  /** `none`: no BEGIN line. `open`: no END line, which insserv refuses; the keys up to the end of the file count. */
  readonly state: 'none' | 'closed' | 'open';
  /** Line of `### BEGIN INIT INFO`; 0 where there is none. */
  readonly line: number;
  readonly fields: ReadonlyMap<LsbKey, LsbField>;
  /** Keys of the block that came again: the first one counts. */
  readonly repeated: readonly LsbField[];
}

const BLANK = '[ \\t]';
const VALUE = `:${BLANK}*([\\x20-\\x7e]*)`;
const VENDOR = '(?:x[-_]+[a-z0-9_-]*)?';
const KEY_PATTERNS: readonly (readonly [LsbKey, RegExp])[] = (
  [
    ['provides', 'provides'],
    ['required-start', 'required[-_]+start'],
    ['required-stop', 'required[-_]+stop'],
    ['should-start', `${VENDOR}should[-_]+start`],
    ['should-stop', `${VENDOR}should[-_]+stop`],
    ['start-before', `${VENDOR}start[-_]+before`],
    ['stop-after', `${VENDOR}stop[-_]+after`],
    ['default-start', 'default[-_]+start'],
    ['default-stop', 'default[-_]+stop'],
    ['description', 'description'],
    ['interactive', `${VENDOR}interactive`],
  ] as const
).map(([key, name]) => [key, new RegExp(`^#${BLANK}*(${name})${VALUE}`, 'i')]);

const BEGIN = '### BEGIN INIT INFO';

/** insserv reads lines into a buffer of LINE_MAX bytes: what is longer goes on as a line of its own. */
const LINE_BUFFER = 2047;

/**
 * Reads the block between `### BEGIN INIT INFO` and `### END INIT INFO` (insserv.c: scan_lsb_headers). Keys in any case,
 * `_` for `-`, vendor prefixes; the first of each counts; there are no continuation lines; a value ends at the first byte
 * that is not printable ASCII. Never fails.
 * @param text the file, one character a byte where bytes above 127 matter (any of them ends a value).
 */
export function parseLsbHeader(text: string): LsbHeader {
  const fields = new Map<LsbKey, LsbField>();
  const repeated: LsbField[] = [];
  // Most lines of a script come before or after the block: they are only counted.
  const first = text.indexOf(BEGIN);
  if (first < 0) return { state: 'none', line: 0, fields, repeated };
  const start = text.lastIndexOf('\n', first) + 1;
  let begin = 0;
  let number = linesBefore(text, start);
  for (const whole of linesFrom(text, start)) {
    number++;
    for (const line of bufferfuls(whole)) {
      if (begin === 0) {
        if (line.includes(BEGIN)) begin = number;
        continue;
      }
      if (readKeys(line, number, fields, repeated)) return { state: 'closed', line: begin, fields, repeated };
    }
  }
  return { state: begin === 0 ? 'none' : 'open', line: begin, fields, repeated };
}

function linesBefore(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function* linesFrom(text: string, start: number): Generator<string> {
  for (let at = start; at <= text.length; ) {
    const end = text.indexOf('\n', at);
    yield text.slice(at, end < 0 ? undefined : end);
    if (end < 0) return;
    at = end + 1;
  }
}

/** Takes the keys of one line; true at the END line. Each match shortens what the later ones see, as there. */
function readKeys(line: string, number: number, fields: Map<LsbKey, LsbField>, repeated: LsbField[]): boolean {
  let rest = line;
  if (rest.startsWith('#') && rest.includes(':')) {
    for (const [key, pattern] of KEY_PATTERNS) {
      const match = pattern.exec(rest);
      if (match === null) continue;
      const [all, written = '', value = ''] = match;
      const field = { written, value, line: number, lost: lostWords(key, value, line.slice(all.length)) };
      if (fields.has(key)) {
        repeated.push(field);
        continue;
      }
      fields.set(key, field);
      if (value !== '') rest = rest.slice(0, all.length);
    }
  }
  return rest.includes('### END INIT INFO');
}

/** Dependency lists end at the first empty word: `a, b` is `a` alone. */
const LISTS: ReadonlySet<LsbKey> = new Set([
  'provides',
  'required-start',
  'required-stop',
  'should-start',
  'should-stop',
  'start-before',
  'stop-after',
]);

/** The words of a dependency list that insserv takes: up to the first empty one (`strsep` in a loop). */
export function listWords(value: string): string[] {
  const words = value.split(/[ ,;\t]/);
  const end = words.indexOf('');
  return end < 0 ? words : words.slice(0, end);
}

function lostWords(key: LsbKey, value: string, after: string): string[] {
  if (!LISTS.has(key)) return [];
  const written = `${value}${after}`.split(/[ ,;\t\r]+/).filter((word) => word !== '');
  return written.slice(listWords(value).length);
}

function* bufferfuls(line: string): Generator<string> {
  const end = line.indexOf('\0');
  const seen = end < 0 ? line : line.slice(0, end);
  if (seen.length <= LINE_BUFFER) yield seen;
  else for (let at = 0; at < seen.length; at += LINE_BUFFER) yield seen.slice(at, at + LINE_BUFFER);
}

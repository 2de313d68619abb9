/**
 * Entries of a journal as journalctl writes them for programs: export (systemd.io/JOURNAL_EXPORT_FORMATS, with binary fields) and JSON in
 * its forms (a line an object, json-seq, json-sse, json-pretty). Only the fields that tell of starts are kept.
 */

/** Fields by name; of a field that stands there twice, the last. */
export type Entry = ReadonlyMap<string, string>;

const WANTED: ReadonlySet<string> = new Set([
  'MESSAGE',
  'MESSAGE_ID',
  'UNIT',
  'JOB_TYPE',
  'JOB_RESULT',
  'KERNEL_USEC',
  'INITRD_USEC',
  'USERSPACE_USEC',
  'SYSLOG_IDENTIFIER',
  'SYSLOG_PID',
  '_BOOT_ID',
  '_PID',
  '_TRANSPORT',
  '_SOURCE_MONOTONIC_TIMESTAMP',
  '_SOURCE_REALTIME_TIMESTAMP',
  '__MONOTONIC_TIMESTAMP',
  '__REALTIME_TIMESTAMP',
]);

const NEWLINE = 0x0a;
const EQUALS = 0x3d;

/** `KEY=value` lines, an empty line between entries; a line without `=` is the name of a binary field: its length follows, then its bytes. */
export function* exportEntries(bytes: Uint8Array): Generator<Entry> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let entry = new Map<string, string>();
  for (let from = 0; from < buffer.length; ) {
    const cut = buffer.indexOf(NEWLINE, from);
    const end = cut < 0 ? buffer.length : cut;
    if (end === from) {
      if (entry.size > 0) yield entry;
      entry = new Map();
      from = end + 1;
      continue;
    }
    const equals = buffer.indexOf(EQUALS, from);
    if (equals >= 0 && equals < end) {
      const key = buffer.toString('latin1', from, equals);
      if (WANTED.has(key)) entry.set(key, buffer.toString('utf8', equals + 1, end));
      from = end + 1;
      continue;
    }
    const start = end + 9;
    if (start > buffer.length) break;
    const length = buffer.readBigUInt64LE(end + 1);
    // A file that is cut off within a field ends here.
    if (length > BigInt(buffer.length - start)) break;
    const key = buffer.toString('latin1', from, end);
    if (WANTED.has(key)) entry.set(key, buffer.toString('utf8', start, start + Number(length)));
    from = start + Number(length) + 1;
  }
  if (entry.size > 0) yield entry;
}

/** Lines that are no object (cut off, a heading) are passed over. */
export function* jsonEntries(text: string): Generator<Entry> {
  let open: string[] | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/^(?:\x1e|data: )/, '');
    if (open !== undefined) open.push(line);
    else if (/^\{\s*$/.test(line)) open = [line];
    const whole = open === undefined ? line : /^\}\s*$/.test(line) ? open.join('\n') : undefined;
    if (whole === undefined || !whole.startsWith('{')) continue;
    open = undefined;
    const entry = entryOf(whole);
    if (entry !== undefined) yield entry;
  }
}

function entryOf(text: string): Entry | undefined {
  try {
    const fields = JSON.parse(text) as Readonly<Record<string, unknown>>;
    const entry = new Map<string, string>();
    for (const key of WANTED) {
      const value = fields[key];
      if (typeof value === 'string') entry.set(key, value);
      // Bytes that are no UTF-8 come as numbers; a field that stands there twice as a list of both.
      else if (Array.isArray(value)) entry.set(key, listed(value));
    }
    return entry;
  } catch {
    return undefined;
  }
}

function listed(value: readonly unknown[]): string {
  if (value.every((one) => typeof one === 'number')) return Buffer.from(value as number[]).toString('utf8');
  const last = value.at(-1);
  return typeof last === 'string' ? last : '';
}

/** A heading with the moment and the cursor, then the fields, each on a line of its own that is indented. */
export function* verboseEntries(text: string): Generator<Entry> {
  let entry: Map<string, string> | undefined;
  for (const raw of text.split('\n')) {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    const moment = /^(?:[A-Z][a-z]{2} )(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)\.(\d{6}) \S+ \[/.exec(line);
    if (moment !== null) {
      if (entry !== undefined) yield entry;
      const at = Date.parse(`${moment[1]}T${moment[2]}Z`) * 1000 + Number(moment[3]);
      entry = new Map([['__REALTIME_TIMESTAMP', String(at)]]);
      continue;
    }
    const [, key = '', value = ''] = /^ {4}([A-Z_][A-Z0-9_]*)=(.*)$/.exec(line) ?? [];
    // Fields with the moment of their origin are of another zone than the heading.
    if (WANTED.has(key) && key !== '_SOURCE_REALTIME_TIMESTAMP') entry?.set(key, value);
  }
  if (entry !== undefined) yield entry;
}

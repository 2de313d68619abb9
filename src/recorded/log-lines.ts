/**
 * Whose words a line of a log is: PID 1's, of the last boot that a text holds. Journals in any form of journalctl, the kernel's ring,
 * a serial console, a ticket: where nothing says who speaks, the line counts.
 */

export interface LogLine {
  /** 1-based, of the text. */
  readonly line: number;
  readonly message: string;
}

export interface LogLines {
  readonly lines: readonly LogLine[];
  /** How many boots the text holds, as far as it says; only the last is told. */
  readonly boots: number;
  /** The line with which that boot begins. */
  readonly from: number;
}

/** systemd's own marks of the console, which no program but PID 1 prints. */
const STATUS = /\[ {0,2}(?:OK|FAILED|DEPEND|TIME|SKIP|INFO|UNSUPP|ASSERT) {0,2}\]/;
/** `host systemd[1]: `, also with a unit's name in place of the program's (-o with-unit). */
const SPEAKER = /(?:^|[\s\]])([^\s[\]]+)\[(\d+)\]: (.*)$/;
/** A speaker without a number, behind a time of journalctl's or syslog's. */
const NAMED =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d\S*|\d{4}-\d\d-\d\dT\S+|[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\S* \S+|\d{10}\.\d+|\[ *\d+\.\d+\]) \S+ ([\w.@-]+): (.*)$/;
/** A line of the kernel's ring: what has no speaker in it is the kernel's. */
const RING = /^(?:<\d+>)?\[(?: *\d+\.\d+|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]+ \d{4})\] (.*)$/;
const SEPARATOR = /^-- (?:Boot [0-9a-f]{32}|Reboot) --$/;
/** The kernel's first words, in its ring at no time at all. */
const KERNEL_BEGINS = /^(?:<\d+>)?\[ *0\.0\d*\] Linux version /;

export function logLines(text: string): LogLines {
  const lines: LogLine[] = [];
  const foreign = otherFields(text);
  let boots = 0;
  let from = 1;
  let id: string | undefined;
  let marked = false;
  const begins = (line: number): void => {
    boots++;
    from = line;
    lines.length = 0;
  };
  for (const [at, raw] of text.split('\n').entries()) {
    const line = at + 1;
    const clean = withoutColour(raw);
    const entry = clean.startsWith('{') ? entryOf(clean) : undefined;
    const boot = entry?.boot ?? foreign.boots.get(line);
    if (boot !== undefined && boot !== id) {
      begins(line);
      id = boot;
      marked = true;
    } else if (SEPARATOR.test(clean)) {
      begins(line);
      marked = true;
    } else if (!marked && (KERNEL_BEGINS.test(clean) || clean.includes(' kernel: Linux version '))) begins(line);
    if (foreign.lines.has(line)) continue;
    const message = entry === undefined ? spokenByInit(clean) : entry.message;
    if (message !== undefined && message !== '') lines.push({ line, message });
  }
  return { lines, boots: Math.max(boots, 1), from };
}

function withoutColour(raw: string): string {
  return raw.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').trimEnd();
}

/** undefined: someone else's. */
function spokenByInit(line: string): string | undefined {
  const text = line.replace(/^\s*MESSAGE=/, '').trim();
  if (STATUS.test(text)) return text;
  const speaker = SPEAKER.exec(text);
  if (speaker !== null) return speaker[2] === '1' ? speaker[3] : undefined;
  const named = NAMED.exec(text);
  if (named !== null) return named[1] === 'systemd' ? named[2] : undefined;
  const ring = RING.exec(text)?.[1];
  return ring === undefined ? text : /^systemd: /.test(ring) ? ring.slice('systemd: '.length) : undefined;
}

interface Entry {
  readonly message: string | undefined;
  readonly boot: string | undefined;
}

/** An entry of -o json: its message may be a list of bytes. */
function entryOf(line: string): Entry | undefined {
  try {
    const { MESSAGE, _PID, _BOOT_ID } = JSON.parse(line) as Record<string, unknown>;
    const bytes = Array.isArray(MESSAGE) && MESSAGE.every((one) => typeof one === 'number');
    const text = typeof MESSAGE === 'string' ? MESSAGE : bytes ? Buffer.from(MESSAGE as number[]).toString('utf8') : '';
    const boot = typeof _BOOT_ID === 'string' ? _BOOT_ID : undefined;
    return { message: _PID === undefined || _PID === '1' ? withoutColour(text) : undefined, boot };
  } catch {
    return undefined;
  }
}

/** Of -o export and -o verbose: lines of entries that are another process's, and of which boot each line is. */
function otherFields(text: string): {
  readonly lines: ReadonlySet<number>;
  readonly boots: ReadonlyMap<number, string>;
} {
  const lines = new Set<number>();
  const boots = new Map<number, string>();
  if (!text.includes('_PID=') && !text.includes('_BOOT_ID=')) return { lines, boots };
  let entry: { readonly at: number[]; other: boolean; boot: string | undefined } = {
    at: [],
    other: false,
    boot: undefined,
  };
  const close = (): void => {
    for (const at of entry.at) {
      if (entry.other) lines.add(at);
      if (entry.boot !== undefined) boots.set(at, entry.boot);
    }
    entry = { at: [], other: false, boot: undefined };
  };
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '' || /^\S.*\[s=[0-9a-f]+;/.test(line)) close();
    entry.at.push(at + 1);
    const [, key, value = ''] = /^\s*(_PID|_BOOT_ID)=(\S+)\s*$/.exec(line) ?? [];
    if (key === '_PID' && value !== '1') entry.other = true;
    if (key === '_BOOT_ID') entry.boot = value;
  }
  close();
  return { lines, boots };
}

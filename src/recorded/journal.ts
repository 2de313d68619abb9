/** PID 1's own messages of a journal: when it began to start a unit, when it was done or gave up, and when the boot was finished. */
import { phasesOf } from './analyze-lists.ts';
import { type Entry, exportEntries, jsonEntries } from './journal-entries.ts';
import { spanOf } from './span.ts';
import { type StartMessage, startMessage } from './start-messages.ts';
import type { Timing, TimingRecord } from './timing.ts';

/** sd-messages.h: SD_MESSAGE_UNIT_STARTING, _STARTED, _FAILED, SD_MESSAGE_STARTUP_FINISHED, SD_MESSAGE_USER_STARTUP_FINISHED. */
const MESSAGES: ReadonlyMap<string, StartMessage['kind'] | 'finished'> = new Map([
  ['7d4958e842da4a758f6c1cdc7b36dcc5', 'starting'],
  ['39f53479d3a045ac8e11786248231fbf', 'started'],
  ['be02cf6855d2428ba40df7e9d022f03d', 'failed'],
  ['b07a249cd024414a82dd00cd181378ff', 'finished'],
  // In a container PID 1 says it as users' managers do (manager_notify_finished): only what PID 1 says counts.
  ['eed00a68ffd84e31882105fd973abdd1', 'finished'],
]);

/** Names of units by what they are described as, where the log has only the words. */
export type ByDescription = ReadonlyMap<string, string>;

interface Started {
  readonly boot: string;
  readonly at: number;
  readonly kind: StartMessage['kind'];
  readonly unit: string;
}

/** Starts and phases of every boot that a journal tells of. */
export interface StartLog {
  readonly starts: Started[];
  /** By boot: when PID 1 began, and when it was done. */
  readonly phases: Map<string, { readonly began: number; readonly finish: number }>;
}

export const NO_START = 'no start of a unit in it; export the journal of a whole boot: journalctl -b -o export';

/** `-o export` or `-o json`. @returns what is recorded of the last boot in it, or one line that says what is missing */
export function journalTimings(bytes: Uint8Array, names: ByDescription = new Map()): TimingRecord | string {
  const log: StartLog = { starts: [], phases: new Map() };
  const first = bytes.find((byte) => byte > 0x20);
  const json = first === 0x7b || first === 0x64 || bytes[0] === 0x1e;
  const entries = json ? jsonEntries(Buffer.from(bytes).toString('utf8')) : exportEntries(bytes);
  for (const entry of entries) readEntry(entry, log, names);
  return recordOf(log);
}

/** `-o short-monotonic`: `[   68.778559] host systemd[1]: Started …`, a line with the boot's name between boots. */
export function journalTextTimings(text: string, names: ByDescription = new Map()): TimingRecord | string {
  const log: StartLog = { starts: [], phases: new Map() };
  let boot = '';
  for (const line of text.split('\n')) {
    if (/^-- (?:Boot|Reboot)/.test(line)) boot += '+';
    const [, seconds = '', micro = '', message = ''] =
      /^\[ *(\d+)\.(\d{6})(?: <[ \d.]*>)?\] \S+ systemd\[1\]: (.*?)\r?$/.exec(line) ?? [];
    if (seconds === '') continue;
    const at = Number(seconds) * 1e6 + Number(micro);
    sayingOf(log, boot, at, message, names, 'kernel');
  }
  return recordOf(log);
}

/** Which clock moments are of: the kernel's, or the wall's. */
export type LogClock = 'kernel' | 'wall';

/** What PID 1 said, in words alone. */
export function sayingOf(
  log: StartLog,
  boot: string,
  at: number,
  message: string,
  names: ByDescription,
  clock: LogClock,
): void {
  const start = startMessage(message);
  if (start !== undefined) addStart(log, boot, at, start, names);
  else if (message.startsWith('Startup finished in ')) addPhases(log, boot, at, message, clock);
}

/** One entry with its fields. */
export function readEntry(entry: Entry, log: StartLog, names: ByDescription, clock: LogClock = 'kernel'): void {
  const kernel = entry.get('_TRANSPORT') === 'kernel';
  const message = MESSAGES.get(entry.get('MESSAGE_ID') ?? '');
  const boot = entry.get('_BOOT_ID') ?? '';
  const at = clock === 'kernel' ? momentOf(entry) : wallOf(entry);
  if (at === undefined) return;
  if (message === 'finished') {
    if ((entry.get('_PID') ?? '1') !== '1') return;
    const [kernelTook, initrd, userspace] = ['KERNEL_USEC', 'INITRD_USEC', 'USERSPACE_USEC'].map((key) => {
      const value = Number(entry.get(key));
      return entry.has(key) && Number.isFinite(value) ? value : undefined;
    });
    if (userspace === undefined) return;
    // In a container the kernel's time is not told (manager_notify_finished): then back from now.
    const began = kernelTook === undefined || clock === 'wall' ? at - userspace : kernelTook + (initrd ?? 0);
    log.phases.set(boot, { began, finish: began + userspace });
    return;
  }
  const unit = entry.get('UNIT');
  if (message !== undefined && unit !== undefined) {
    const type = entry.get('JOB_TYPE') ?? 'start';
    const tried = /^(?:done|failed|timeout)$/.test(entry.get('JOB_RESULT') ?? 'done');
    // Skipped for a condition that is not met: the job is done, but nothing started.
    const said = entry.get('MESSAGE') ?? '';
    const skipped = /\bskipped\b/.test(said) && startMessage(said) === undefined;
    if (/^(?:start|restart)$/.test(type) && tried && !skipped) log.starts.push({ boot, at, kind: message, unit });
    return;
  }
  if (!kernel || entry.get('SYSLOG_IDENTIFIER') !== 'systemd' || (entry.get('SYSLOG_PID') ?? '1') !== '1') return;
  // On the wall's clock such a line has the moment at which journald read it.
  if (clock === 'wall') return;
  const start = startMessage(entry.get('MESSAGE') ?? '');
  if (start !== undefined) addStart(log, boot, at, start, names);
}

function addStart(
  log: StartLog,
  boot: string,
  at: number,
  { kind, unit, description }: StartMessage,
  names: ByDescription,
): void {
  const id = unit ?? names.get(description ?? '');
  if (id !== undefined) log.starts.push({ boot, at, kind, unit: id });
}

function addPhases(log: StartLog, boot: string, at: number, message: string, clock: LogClock): void {
  const phases = phasesOf(message);
  const userspace = spanOf(/ in ([^()=]*?)\.$/.exec(message)?.[1] ?? '');
  // The words count from the kernel's start; of the wall's clock they tell the length alone.
  if (phases !== undefined && clock === 'wall')
    log.phases.set(boot, { began: at - (phases.finish - phases.began), finish: at });
  else if (phases !== undefined) log.phases.set(boot, phases);
  else if (userspace !== undefined) log.phases.set(boot, { began: at - userspace, finish: at });
}

/** The wall's clock, when it was said. */
function wallOf(entry: Entry): number | undefined {
  const at = Number(entry.get('_SOURCE_REALTIME_TIMESTAMP') ?? entry.get('__REALTIME_TIMESTAMP'));
  return Number.isFinite(at) ? at : undefined;
}

/** When it was said: the kernel's own stamp; else journald's, less what the message was on its way. */
function momentOf(entry: Entry): number | undefined {
  const number = (key: string): number | undefined => {
    const value = Number(entry.get(key));
    return entry.has(key) && Number.isFinite(value) ? value : undefined;
  };
  const kernel = number('_SOURCE_MONOTONIC_TIMESTAMP');
  if (kernel !== undefined) return kernel;
  const received = number('__MONOTONIC_TIMESTAMP');
  const [said, came] = [number('_SOURCE_REALTIME_TIMESTAMP'), number('__REALTIME_TIMESTAMP')];
  if (received === undefined || said === undefined || came === undefined || came < said) return received;
  // Where the clock was set in between, the way was not as long as it seems.
  return came - said < 10_000_000 ? received - (came - said) : received;
}

/** Of the last boot, the last start of each unit that began before the boot was finished: what systemd itself remembers at that moment. */
export function recordOf(
  { starts, phases }: StartLog,
  // A message is written a moment after what it tells of.
  about: Pick<TimingRecord, 'source' | 'resolution' | 'zero'> = {
    source: 'the journal',
    resolution: 1000,
    zero: 'kernel',
  },
): TimingRecord | string {
  const boot = starts.at(-1)?.boot;
  if (boot === undefined) return NO_START;
  const phase = phases.get(boot);
  const byUnit = new Map<string, Timing[]>();
  for (const { unit, kind, at } of starts.filter((one) => one.boot === boot).sort((a, b) => a.at - b.at)) {
    const attempts = byUnit.get(unit) ?? [];
    byUnit.set(unit, attempts);
    const last = attempts.at(-1);
    const open = last !== undefined && last.activated === undefined && last.deactivated === undefined;
    const end = kind === 'failed' ? { deactivated: at } : { activated: at };
    if (kind === 'starting') attempts.push({ unit, activating: at });
    else if (open) attempts[attempts.length - 1] = { ...last, ...end };
    else if (kind === 'started') attempts.push({ unit, ...end });
  }
  const units = new Map<string, Timing>();
  for (const [unit, attempts] of byUnit) {
    const inBoot = attempts.filter(
      (one) => phase === undefined || (one.activating ?? one.activated ?? 0) <= phase.finish,
    );
    const chosen = phase === undefined ? attempts[0] : (inBoot.at(-1) ?? attempts[0]);
    if (chosen !== undefined) units.set(unit, chosen);
  }
  return { ...about, ...phase, units };
}

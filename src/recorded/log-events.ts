/**
 * What PID 1 writes to the log when a boot goes wrong, in the words of versions 215 to 262 (transaction.c: transaction_verify_order_one;
 * job.c: job_done_message_format, job_emit_done_message; device.c: finished_job). Any text that holds such lines will do: a journal in
 * any form, a console, a ticket.
 */
import { UNIT_TYPES } from '../graph/model.ts';
import { type LogLine, logLines } from './log-lines.ts';

export interface LoggedJob {
  readonly unit: string;
  readonly job: string;
}

export type LogEvent =
  /** Each runs after the next, the last after the first. */
  | {
      readonly kind: 'cycle';
      readonly line: number;
      readonly jobs: readonly LoggedJob[];
      readonly deleted: LoggedJob | null;
      /** Nothing could be deleted. */
      readonly unbroken: boolean;
    }
  /** A job that was deleted for a cycle which the text does not hold. */
  | { readonly kind: 'deleted'; readonly line: number; readonly job: LoggedJob; readonly from: LoggedJob | null }
  /** What PID 1 says of a unit, by its name or by what it is described as. `waiting`: its start was still going on. */
  | {
      readonly kind: 'dependency' | 'device' | 'failed' | 'skipped' | 'waiting';
      readonly line: number;
      readonly about: string;
      /** The unmet condition, or how the job ended, where it is said. */
      readonly because: string | null;
    }
  /** It came up after all; what is said of it before is over. */
  | { readonly kind: 'came'; readonly line: number; readonly about: string }
  /** PID 1 went to emergency or rescue mode. */
  | { readonly kind: 'emergency'; readonly line: number; readonly mode: 'emergency' | 'rescue' };

const JOB = `(\\S+\\.(?:${UNIT_TYPES.join('|')}))/([a-z-]+)`;
const CYCLE_ON = new RegExp(`Found ordering cycle on ${JOB}`);
const DEPENDENCY_ON = new RegExp(`Found dependency on ${JOB}`);
/** From v258 on in one line, with the first once more at its end. */
const CYCLE_LINE = new RegExp(`Found ordering cycle: (${JOB}(?: after ${JOB})*)`);
const DELETED = new RegExp(`Job ${JOB} deleted to break ordering cycle(?: starting with ${JOB})?`);
/** Up to v229 or so a line before the last. */
const BREAKING = new RegExp(`Breaking ordering cycle by deleting job ${JOB}`);
const UNBROKEN = /Unable to break cycle|Transaction order is cyclic/;
const SKIPPING = /Ordering cycle found, skipping (.+?)\.?$/;

const ENDS: readonly (readonly [kind: 'dependency' | 'device' | 'failed' | 'skipped', pattern: RegExp])[] = [
  ['dependency', /Dependency failed for (.+?)\.$/],
  ['device', /Timed out waiting for device (.+?)\.$/],
  [
    'failed',
    /(?:Failed to (?:start|mount|listen on|activate swap|set up automount)|Timed out (?:starting|mounting)|Assertion failed for) (.+?)\.$/,
  ],
  ['skipped', /(?:^|: |\] )([^:\]]+?) was skipped because (.+?)\.$/],
  ['skipped', /Condition check resulted in (.+?) being skipped\.$/],
];
/** A start that takes long: the console says so again and again. */
const RUNNING = /(?:^|\] |\) )A start job is running for (.+?) \((.+)\)$/;
const CAME =
  /(?:^|\] )(?:Started|Mounted|Found device|Listening on|Reached target|Activated swap|Set up automount|Finished) (.+?)\.$/;
const MODE =
  /You are in (emergency|rescue) mode|^(?:\[ *OK *\] )?Reached target (?:(?:emergency|rescue)\.target - )?(Emergency|Rescue) Mode\.$/;
const RESULT = new RegExp(`Job ${JOB} failed with result '([a-z-]+)'`);
const TIMED_OUT = new RegExp(`Job ${JOB} timed out\\.`);

/** Linear; a line that says nothing of these is passed over. */
export function logEvents(text: string): readonly LogEvent[] {
  return eventsOf(logLines(text).lines);
}

export function eventsOf(lines: readonly LogLine[]): readonly LogEvent[] {
  const events: LogEvent[] = [];
  let open: { line: number; jobs: LoggedJob[] } | undefined;
  const close = (deleted: LoggedJob | null, unbroken: boolean): void => {
    if (open === undefined) return;
    const { line, jobs } = open;
    // The unit at which it was found stands at both ends.
    if (jobs.length > 1 && jobs[0]?.unit === jobs.at(-1)?.unit) jobs.shift();
    events.push({ kind: 'cycle', line, jobs, deleted, unbroken });
    open = undefined;
  };
  for (const { line, message } of lines) {
    const found = CYCLE_ON.exec(message);
    const whole = found === null ? CYCLE_LINE.exec(message) : null;
    if (found !== null || whole !== null) {
      close(null, false);
      open = { line, jobs: found !== null ? [jobOf(found)] : jobsOf(whole?.[1] ?? '') };
      continue;
    }
    const next = DEPENDENCY_ON.exec(message);
    if (next !== null) {
      open ??= { line, jobs: [] };
      open.jobs.push(jobOf(next));
      continue;
    }
    if (BREAKING.test(message)) continue;
    const deleted = DELETED.exec(message);
    if (deleted !== null) {
      if (open !== undefined) close(jobOf(deleted), false);
      else
        events.push({
          kind: 'deleted',
          line,
          job: jobOf(deleted),
          from: deleted[3] === undefined ? null : jobOf(deleted, 3),
        });
      continue;
    }
    if (UNBROKEN.test(message)) {
      close(null, true);
      continue;
    }
    const event = ended(message, line) ?? skipping(message, line) ?? going(message, line);
    if (event !== undefined) events.push(event);
  }
  close(null, false);
  return withoutRepeats(events);
}

/** What is no end: a start that goes on, one that came to its end, a mode in which nothing else does. */
function going(message: string, line: number): LogEvent | undefined {
  const running = RUNNING.exec(message);
  if (running?.[1] !== undefined) return { kind: 'waiting', line, about: running[1], because: running[2] ?? null };
  const mode = MODE.exec(message);
  if (mode !== null)
    return { kind: 'emergency', line, mode: /emergency/i.test(mode[1] ?? mode[2] ?? '') ? 'emergency' : 'rescue' };
  const about = CAME.exec(message)?.[1];
  return about === undefined ? undefined : { kind: 'came', line, about: about.trim() };
}

/** The console says of a deleted job only what the unit is described as. */
function skipping(message: string, line: number): LogEvent | undefined {
  const about = SKIPPING.exec(message)?.[1];
  return about === undefined ? undefined : { kind: 'failed', line, about, because: 'ordering-cycle' };
}

function ended(message: string, line: number): LogEvent | undefined {
  for (const [kind, pattern] of ENDS) {
    const match = pattern.exec(message);
    // `Failed to start a.service: Unit not found.` is what systemctl says, and not of a start.
    if (match?.[1] !== undefined && !/: Unit /.test(match[1]))
      return { kind, line, about: match[1].trim(), because: match[2] ?? null };
  }
  const result = RESULT.exec(message);
  if (result !== null)
    return {
      kind: result[3] === 'dependency' ? 'dependency' : 'failed',
      line,
      about: result[1] ?? '',
      because: result[3] ?? null,
    };
  const late = TIMED_OUT.exec(message);
  if (late === null) return undefined;
  const unit = late[1] ?? '';
  return { kind: unit.endsWith('.device') ? 'device' : 'failed', line, about: unit, because: 'timeout' };
}

function jobOf(match: RegExpExecArray, from = 1): LoggedJob {
  return { unit: match[from] ?? '', job: match[from + 1] ?? '' };
}

function jobsOf(text: string): LoggedJob[] {
  return text.split(' after ').map((one) => {
    const cut = one.lastIndexOf('/');
    return { unit: one.slice(0, cut), job: one.slice(cut + 1) };
  });
}

/** Console and journal say the same twice; the first counts. */
function withoutRepeats(events: readonly LogEvent[]): readonly LogEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    if (event.kind === 'came' || event.kind === 'waiting') return true;
    const { line, ...said } = event;
    const key = JSON.stringify(said);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Recorded timings in the forms that machines have them: `systemd-analyze plot --json`, `systemd-analyze dump`, a journal. */
import { journalTimings } from './journal.ts';
import type { Timing, Timings } from './timing.ts';

/** @returns what is recorded, or one line that says why it cannot be read */
export function readTimings(text: string): Timings | string {
  const start = text.trimStart();
  if (start.startsWith('[')) return plotTimings(start);
  if (start.startsWith('{') || /^[A-Z_][A-Z0-9_]*=/.test(start)) return journalTimings(text);
  if (/^\t(->|→) Unit \S+:$/m.test(text)) return dumpTimings(text);
  return 'neither systemd-analyze plot --json, nor systemd-analyze dump, nor a journal (journalctl -b -o json or -o export)';
}

/** An array of {name, activating, activated, …} in microseconds (analyze-plot.c). */
function plotTimings(text: string): Timings | string {
  let rows: unknown;
  try {
    rows = JSON.parse(text);
  } catch (error) {
    return `not the JSON of systemd-analyze plot (${error instanceof Error ? error.message : error})`;
  }
  const units = new Map<string, Timing>();
  for (const row of rows as readonly Record<string, unknown>[]) {
    const { name, activating, activated } = row ?? {};
    if (typeof name !== 'string' || !/\.[a-z]+$/.test(name)) continue;
    units.set(name, timing(name, activating, activated));
  }
  return units.size > 0
    ? { source: 'systemd-analyze plot --json', resolution: 1, units }
    : 'no unit with a time in it; is it the output of systemd-analyze plot --json=short?';
}

/** `Inactive Exit Timestamp: Tue 2026-11-24 21:34:59 UTC` (unit_dump): whole seconds, of the wall clock. */
function dumpTimings(text: string): Timings | string {
  const found: { unit: string; key: string; at: number }[] = [];
  let unit: string | undefined;
  for (const line of text.split('\n')) {
    const head = /^\t(?:->|→) Unit (\S+):$/.exec(line);
    if (head) unit = head[1];
    const field =
      /^\t\t(Inactive Exit|Active Enter) Timestamp: (?:\S+ )?(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)/.exec(line);
    if (field === null || unit === undefined) continue;
    const at = Date.parse(`${field[2]}T${field[3]}Z`) * 1000;
    if (Number.isFinite(at)) found.push({ unit, key: field[1] ?? '', at });
  }
  if (found.length === 0) return 'no unit in it has a time: a dump of systemd --test, which started nothing?';
  const zero = found.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const units = new Map<string, Timing>();
  for (const { unit: name, key, at } of found) {
    const known = units.get(name) ?? { unit: name };
    units.set(name, { ...known, [key === 'Active Enter' ? 'activated' : 'activating']: at - zero });
  }
  return { source: 'systemd-analyze dump', resolution: 1_000_000, units };
}

function timing(unit: string, activating: unknown, activated: unknown): Timing {
  return { unit, ...number('activating', activating), ...number('activated', activated) };
}

function number(key: 'activating' | 'activated', value: unknown): Partial<Timing> {
  return typeof value === 'number' && value > 0 ? { [key]: value } : {};
}

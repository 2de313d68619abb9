/** PID 1's own messages of a journal (`journalctl -o json` or `-o export`): when it began to start a unit, and when it was done. */
import type { Timing, Timings } from './timing.ts';

/** SD_MESSAGE_UNIT_STARTING and SD_MESSAGE_UNIT_STARTED (sd-messages.h). */
const STARTING = '7d4958e842da4a758f6c1cdc7b36dcc5';
const STARTED = '39f53479d3a045ac8e11786248231fbf';

type Entry = Readonly<Record<string, string>>;

/** The last boot in it. @returns a line that says what is wrong, where no start is in it */
export function journalTimings(text: string): Timings | string {
  const entries = text.trimStart().startsWith('{') ? jsonEntries(text) : exportEntries(text);
  const starts = entries.filter((entry) => entry['MESSAGE_ID'] === STARTING || entry['MESSAGE_ID'] === STARTED);
  const boot = starts.at(-1)?.['_BOOT_ID'];
  const units = new Map<string, Timing>();
  for (const entry of starts) {
    const unit = entry['UNIT'];
    const at = Number(entry['_SOURCE_MONOTONIC_TIMESTAMP'] ?? entry['__MONOTONIC_TIMESTAMP']);
    if (entry['_BOOT_ID'] !== boot || unit === undefined || !Number.isFinite(at)) continue;
    const known = units.get(unit) ?? { unit };
    // A unit may be started again later: its first start is the boot's.
    const key = entry['MESSAGE_ID'] === STARTED ? 'activated' : 'activating';
    if (known[key] === undefined) units.set(unit, { ...known, [key]: at });
  }
  return units.size > 0
    ? { source: 'the journal', resolution: 1, units }
    : 'no start of a unit in it; export the journal of a whole boot: journalctl -b -o export';
}

function jsonEntries(text: string): readonly Entry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry: unknown = JSON.parse(line);
      if (typeof entry !== 'object' || entry === null) return [];
      return [Object.fromEntries(Object.entries(entry).filter(([, value]) => typeof value === 'string')) as Entry];
    } catch {
      return [];
    }
  });
}

/** KEY=VALUE lines, a blank line between entries; a line without `=` begins a binary field, which is not needed here. */
function exportEntries(text: string): readonly Entry[] {
  return text.split(/\n\n+/).map((block) => {
    const entry: Record<string, string> = {};
    for (const line of block.split('\n')) {
      const cut = line.indexOf('=');
      if (cut > 0 && /^[A-Z_][A-Z0-9_]*$/.test(line.slice(0, cut))) entry[line.slice(0, cut)] = line.slice(cut + 1);
    }
    return entry;
  });
}

/** Recorded times in the forms that machines have them, told apart by what they hold. */
import { analyzeTimings, blameTimings, criticalChainTimings } from './analyze-lists.ts';
import { isDump } from './dump-lines.ts';
import { dumpTimings } from './dump-times.ts';
import { type ByDescription, journalTextTimings, journalTimings } from './journal.ts';
import { isWallJournal, journalWallTimings } from './journal-wall.ts';
import { mergeTimings } from './merge-timings.ts';
import { plotJsonTimings } from './plot-json.ts';
import { plotSvgTimings } from './plot-svg.ts';
import { isShow } from './show.ts';
import { showTimings } from './show-times.ts';
import { isSupportconfig, shownUnits } from './supportconfig.ts';
import type { TimingRecord, Timings } from './timing.ts';

const FORMS =
  'neither systemd-analyze plot (SVG or --json), dump, blame, critical-chain or time, nor systemctl show, nor a journal (journalctl -b -o export, -o json, or as text)';

/** The first bytes, where the kind of a text shows. */
const HEAD = 1 << 16;

/**
 * One file. @param names units by description, for logs that have no names
 * @returns what is recorded in it, on its own clock, or one line that says why it cannot be read
 */
export function timingRecord(bytes: Uint8Array, names?: ByDescription): TimingRecord | string {
  const head = Buffer.from(bytes.subarray(0, HEAD)).toString('utf8').trimStart();
  const text = (): string => Buffer.from(bytes).toString('utf8');
  if (isSupportconfig(head.slice(0, 4096))) return showTimings(shownUnits(text()));
  if (head.startsWith('[{') || /^\[\s*[{\]]/.test(head) || /^\[\d/.test(head))
    return plotJsonTimings(text().trimStart());
  if (/^\[ *\d+\.\d{6}(?: <[ \d.]*>)?\] /m.test(head)) return journalTextTimings(text(), names);
  if (/^(?:\x1e|data: )?\{/.test(head) || /^__CURSOR=/.test(head)) return journalTimings(bytes, names);
  if (/<svg[ >]/.test(head)) return plotSvgTimings(text());
  if (isDump(head) || /^Manager: systemd /m.test(head)) return dumpTimings(text());
  if (isShow(text())) return showTimings(text());
  if (/^[A-Z_][A-Z0-9_]*=/.test(head)) return journalTimings(bytes, names);
  if (isWallJournal(head)) return journalWallTimings(text(), names);
  return analyzeTimings(head) ?? criticalChainTimings(text()) ?? blameTimings(text()) ?? FORMS;
}

/** Several files of one boot, as one. @returns the first line that says what is wrong, where one cannot be read */
export function readTimings(files: readonly Uint8Array[], names?: ByDescription): Timings | string {
  const records: TimingRecord[] = [];
  for (const bytes of files) {
    const record = timingRecord(bytes, names);
    if (typeof record === 'string') return record;
    records.push(record);
  }
  if (records.every(({ units }) => units.size === 0)) return 'no unit in it has a time';
  return mergeTimings(records);
}

/** The times that a question rests on: files that the user names, or what a sosreport or the dump itself recorded. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { noTimes, recordedTimings, timingsOf } from '../answers/recorded.ts';
import type { OpenedRoot } from '../open.ts';
import type { Timings } from '../recorded/timing.ts';
import { UsageError } from './errors.ts';
import { isFolder } from './is-folder.ts';
import { readUserBytes } from './read-file.ts';

/** How every command names them. */
export const TIMINGS_OPTION = {
  type: 'string',
  array: true,
  describe:
    'what the machine recorded: systemd-analyze plot, dump or blame, systemctl show, a journal; or a folder of these',
} as const;

/** @throws UsageError where there are none: nothing is made up */
export function timingsFor(files: readonly string[] | undefined, opened: OpenedRoot): Timings {
  const { graph } = opened;
  if (files !== undefined && files.length > 0) {
    const contents = files.flatMap((file) => {
      if (isFolder(file)) return recordsIn(file);
      const bytes = readUserBytes(file);
      const problem = noTimes(bytes, graph);
      if (problem !== undefined) throw new UsageError(`${file}: ${problem}`);
      return [bytes];
    });
    const found = timingsOf(contents, graph);
    if (typeof found === 'string') throw new UsageError(`${files.join(', ')}: ${found}`);
    return found;
  }
  const found = recordedTimings(opened);
  if (typeof found !== 'string') return found;
  throw new UsageError(
    `no recorded times in ${graph.root}; give --timings FILE: systemd-analyze plot or dump, systemctl show --all '*', or journalctl -b -o export, from that machine`,
  );
}

/** What in a folder is a record of times; other files are passed over. @throws UsageError where none is */
function recordsIn(folder: string): readonly Uint8Array[] {
  const found = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readUserBytes(join(folder, entry.name)))
    .filter((bytes) => noTimes(bytes) === undefined);
  if (found.length === 0) throw new UsageError(`${folder}: no file in it has recorded times`);
  return found;
}

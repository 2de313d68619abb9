/** The times that a question rests on: a file that the user names, or what a sosreport recorded. */
import type { OpenedRoot } from '../open.ts';
import { readTimings } from '../recorded/read-timings.ts';
import { SOS_DUMP } from '../recorded/sosreport.ts';
import type { Timings } from '../recorded/timing.ts';
import { UsageError } from './errors.ts';
import { readUserFile } from './read-file.ts';

/** @throws UsageError where there are none: nothing is made up */
export function timingsFor(file: string | undefined, { snapshot, graph }: OpenedRoot): Timings {
  if (file !== undefined) return readUserFile(file, readTimings);
  const dump = snapshot.read(SOS_DUMP);
  const found = dump === undefined ? undefined : readTimings(dump);
  if (found !== undefined && typeof found !== 'string') return found;
  throw new UsageError(
    `no recorded times in ${graph.root}; give --timings FILE: systemd-analyze plot --json=short, systemd-analyze dump, or journalctl -b -o export, from that machine`,
  );
}

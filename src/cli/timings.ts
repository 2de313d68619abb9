/** The times that a question rests on: files that the user names, or what a sosreport or the dump itself recorded. */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenedRoot } from '../open.ts';
import { readTimings, timingRecord } from '../recorded/read-timings.ts';
import { SOS_TIMES } from '../recorded/sosreport.ts';
import type { Timings } from '../recorded/timing.ts';
import { UsageError } from './errors.ts';
import { readUserBytes } from './read-file.ts';

/** How every command names them. */
export const TIMINGS_OPTION = {
  type: 'string',
  array: true,
  describe:
    'what the machine recorded: systemd-analyze plot, dump or blame, systemctl show, a journal; or a folder of these',
} as const;

/** @throws UsageError where there are none: nothing is made up */
export function timingsFor(files: readonly string[] | undefined, { snapshot, graph }: OpenedRoot): Timings {
  const names = descriptionsOf(graph.nodes.values());
  if (files !== undefined && files.length > 0) {
    const contents = files.flatMap((file) => {
      if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) return recordsIn(file);
      const bytes = readUserBytes(file);
      const record = timingRecord(bytes, names);
      if (typeof record === 'string') throw new UsageError(`${file}: ${record}`);
      return [bytes];
    });
    const found = readTimings(contents, names);
    if (typeof found === 'string') throw new UsageError(`${files.join(', ')}: ${found}`);
    return found;
  }
  const own = graph.diagnostics.find(({ code }) => code === 'from-dump')?.file;
  const recorded = [...new Set([...SOS_TIMES, ...(own === undefined ? [] : [own])])].flatMap((path) => {
    const bytes = snapshot.readBytes(path);
    return bytes !== undefined && typeof timingRecord(bytes, names) !== 'string' ? [bytes] : [];
  });
  const found = readTimings(recorded, names);
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
    .filter((bytes) => typeof timingRecord(bytes) !== 'string');
  if (found.length === 0) throw new UsageError(`${folder}: no file in it has recorded times`);
  return found;
}

/** Units by what they are described as, where that is of one unit only. */
function descriptionsOf(
  nodes: Iterable<{ readonly id: string; readonly description: string }>,
): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, description } of nodes) {
    if (names.has(description)) twice.add(description);
    names.set(description, id);
  }
  for (const description of twice) names.delete(description);
  return names;
}

/** What a machine recorded of a boot: in texts that are handed over, or in the copy itself. */
import type { BootGraph } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import type { Dump } from '../recorded/dump.ts';
import { parseRecord } from '../recorded/parse-record.ts';
import { readTimings, timingRecord } from '../recorded/read-timings.ts';
import { SOS_DUMP, SOS_TIMES } from '../recorded/sosreport.ts';
import type { Timings } from '../recorded/timing.ts';

/** What keeps a text from being a record of times; undefined where it is one. */
export function noTimes(content: Uint8Array, graph?: BootGraph): string | undefined {
  const record = timingRecord(content, graph && descriptionsOf(graph));
  return typeof record === 'string' ? record : undefined;
}

/** Times of several records of one boot, on one clock; or why there are none. */
export function timingsOf(contents: readonly Uint8Array[], graph: BootGraph): Timings | string {
  return readTimings(contents, descriptionsOf(graph));
}

/** Times that the copy holds: what a sosreport collected, or the dump that stands for the files. */
export function recordedTimings({ snapshot, graph }: OpenedRoot): Timings | string {
  const own = graph.diagnostics.find(({ code }) => code === 'from-dump')?.file;
  const names = descriptionsOf(graph);
  const recorded = [...new Set([...SOS_TIMES, ...(own === undefined ? [] : [own])])].flatMap((path) => {
    const bytes = snapshot.readBytes(path);
    return bytes !== undefined && typeof timingRecord(bytes, names) !== 'string' ? [bytes] : [];
  });
  return readTimings(recorded, names);
}

/** What PID 1 had in memory, from a dump or `systemctl show`; undefined where the text names no unit. */
export function dumpOf(text: string): Dump | undefined {
  return parseRecord(text);
}

/** The dump that the copy holds, and where. */
export function recordedDump({ snapshot }: OpenedRoot): { readonly file: string; readonly text: string } | undefined {
  const text = snapshot.read(SOS_DUMP);
  return text === undefined ? undefined : { file: SOS_DUMP, text };
}

/** Units by what they are described as, where that is of one unit only. */
function descriptionsOf({ nodes }: BootGraph): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const twice = new Set<string>();
  for (const { id, description } of nodes.values()) {
    if (names.has(description)) twice.add(description);
    names.set(description, id);
  }
  for (const description of twice) names.delete(description);
  return names;
}

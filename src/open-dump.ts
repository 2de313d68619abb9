/** From a recorded dump of systemd to an opened root: for where there are no unit files to look at. */
import { behaviours } from './behaviours/does.ts';
import { type DumpForm, formOf, LAST_UNSAID, likelyOf } from './behaviours/dump-form.ts';
import { readDistribution } from './behaviours/read-distribution.ts';
import { builtBy } from './behaviours/version.ts';
import { assumptionsOf } from './capture/assumptions.ts';
import type { Capture } from './capture/capture.ts';
import { sourceNotes } from './capture/source-notes.ts';
import type { Diagnostic } from './graph/model.ts';
import type { OpenedRoot, OpenOptions } from './opened-root.ts';
import type { Dump } from './recorded/dump.ts';
import { graphOf } from './recorded/dump-graph.ts';
import { parseRecord } from './recorded/parse-record.ts';
import { SOS_DUMP } from './recorded/sosreport.ts';
import { SUPPORTCONFIG_RECORD } from './recorded/supportconfig.ts';
import { RootUnreadable } from './snapshot/root-unreadable.ts';
import type { Snapshot } from './snapshot/snapshot.ts';
import { configFolder } from './systemd/load-path.ts';

/** Every machine that systemd boots has it: where it is not in the copy, the vendor's units are not. */
const ALWAYS_THERE = ['/usr/lib/systemd/system/basic.target', '/lib/systemd/system/basic.target'];

/** Where support tools leave what PID 1 said of all its units. */
const RECORDS = [SOS_DUMP, SUPPORTCONFIG_RECORD];

/** A record, and its path in the copy. */
export interface FoundDump {
  readonly file: string;
  readonly dump: Dump;
}

/**
 * The record that has to answer: the file is a dump (or systemctl show) by itself, or the tree holds one (a sosreport) but not the vendor's
 * units. undefined where the files answer.
 */
export function dumpInsteadOfFiles(snapshot: Snapshot): FoundDump | undefined {
  const alone = snapshot.list('/') ?? [];
  const only = alone.length === 1 && alone[0]?.kind === 'file' ? `/${alone[0].name}` : undefined;
  const file =
    only ??
    (ALWAYS_THERE.some((unit) => snapshot.lstat(unit))
      ? undefined
      : RECORDS.find((path) => snapshot.stat(path)?.kind === 'file'));
  const text = file === undefined ? undefined : snapshot.read(file);
  const dump = text === undefined ? undefined : parseRecord(text);
  return file === undefined || dump === undefined ? undefined : { file, dump };
}

/** What the words that it is made of tell of the version. */
function formWords({ first, last }: DumpForm): string {
  if (last > LAST_UNSAID) return '';
  return first <= 219
    ? `; it is of ${last} at the latest, by its words`
    : `; it is of ${first} to ${last}, by its words`;
}

/**
 * @param found as dumpInsteadOfFiles gave it
 * @param assumedVersion where neither the options nor the dump say one (before 249 it does not)
 */
export function openDump(
  snapshot: Snapshot,
  capture: Capture,
  found: FoundDump,
  options: OpenOptions,
  assumedVersion: number,
): OpenedRoot {
  const root = snapshot.label;
  const { dump } = found;
  const target = options.target;
  const graph = graphOf(dump, found.file, { root, ...(target === undefined ? {} : { target }) });
  const told = options.version ?? dump.manager.version?.major ?? capture.versions[0]?.version;
  const form = formOf(dump.words, dump.words.size === 0 || dump.edges.size === 0 ? undefined : dump.origins);
  const likely = likelyOf(form) ?? assumedVersion;
  const build = builtBy(told ?? likely, undefined);
  const assumed: readonly Diagnostic[] =
    told === undefined
      ? [
          {
            severity: 'warning',
            code: 'version-assumed',
            message: `The dump does not say systemd's version (they do from 249 on)${formWords(form)}; ${likely} is assumed. Give --systemd-version.`,
          },
        ]
      : [];
  const diagnostics = [...sourceNotes([snapshot]), ...assumed, ...graph.diagnostics];
  const init = told === undefined ? graph.init : { ...graph.init, version: build.major };
  const opened: OpenedRoot = {
    snapshot,
    capture,
    ...assumptionsOf(capture, diagnostics, false),
    graph: { ...graph, init, diagnostics },
    version: build.major,
    build,
    does: behaviours(build, options.user ? 'user' : 'system'),
    distribution: readDistribution(snapshot),
    cmdline: options.cmdline ?? '',
    host: capture.host,
    loadPath: [],
    config: configFolder(options.user),
    asked: target ?? graph.target,
    aliasLink: () => undefined,
    reopen: (changes, other = {}) => {
      if (changes.length > 0)
        throw new RootUnreadable(
          `${root}: a dump says what systemd had in memory; what it would make of other files needs the unit files: give a copy of /etc and /usr/lib/systemd of that machine`,
        );
      return openDump(snapshot, capture, found, { ...options, ...other }, assumedVersion);
    },
  };
  return opened;
}

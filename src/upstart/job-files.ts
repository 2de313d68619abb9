/** The jobs of /etc/init: files found as Upstart's init/conf.c finds them, overrides laid over them. */
import { readsOverrides } from '../behaviours/service-commands.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { type JobError, parseJob, type Stanza } from './parse-job.ts';

export interface Job {
  /** Path below /etc/init without `.conf`: `nova-api`, `net/apache`. */
  readonly name: string;
  readonly file: string;
  readonly override: string | null;
  /** In the order in which they took effect: the `.conf`, then the `.override`. */
  readonly stanzas: readonly Stanza[];
  /** The last `start on` that no later `manual` took away. */
  readonly startOn: Stanza | undefined;
  readonly stopOn: Stanza | undefined;
  /** The `manual` in force, where there is no `start on` because of it. */
  readonly manual: Stanza | undefined;
  /** The error of an override that took the `start on` away by failing to replace it. */
  readonly lostStartOn: JobError | undefined;
}

export interface JobFiles {
  /** By name, in byte order. */
  readonly jobs: ReadonlyMap<string, Job>;
  /** A `.conf` with an error is no job (unless an `.override` makes one of its own); an `.override` with one counts up to there. */
  readonly errors: readonly JobError[];
  /** Overrides that are read by nobody: no `.conf` of that name, or a symlink (conf_get_best_override wants a regular file). */
  readonly ignoredOverrides: readonly string[];
}

export const JOB_DIR = '/etc/init';
/** Folders only; hidden and backup files that end in `.conf` do count. libnih: nih_file_ignore. */
const IGNORED_DIR = /^\.|~$|^(CVS|RCS|SCCS|BitKeeper|_darcs|\{arch\})$|\.(bak|BAK|swp|swo|swn|orig|rej|dpkg-\w+)$/;
const MAX_DEPTH = 64;
/** A root may have links that fan out for ever. */
const MAX_FOLDERS = 5000;

/** Reads every job of the root. Never fails; a missing /etc/init is no jobs. */
export function readJobFiles(snapshot: Snapshot): JobFiles {
  const { confs, overrides: found } = listJobFiles(snapshot);
  const overrides = readsOverrides(snapshot) ? found : new Map<string, string>();
  const jobs = new Map<string, Job>();
  const errors: JobError[] = [];
  const ignored = new Set(overrides.values());
  for (const [name, file] of confs) {
    const conf = parseJob(readJob(snapshot, file), file);
    if (conf.error) errors.push(conf.error);
    const override = overrides.get(name);
    const usable = override !== undefined && snapshot.lstat(override)?.kind === 'file' ? override : null;
    const over = usable === null ? undefined : parseJob(readJob(snapshot, usable), usable);
    if (usable !== null) ignored.delete(usable);
    if (over?.error) errors.push(over.error);
    // conf_reload_path parses the override into a new class where the .conf left none.
    if (conf.error && (over === undefined || over.error)) continue;
    const stanzas = [...(conf.error ? [] : conf.stanzas), ...(over?.stanzas ?? [])];
    jobs.set(name, makeJob(name, file, usable, stanzas, over?.error));
  }
  return { jobs, errors, ignoredOverrides: [...ignored].sort() };
}

/** `/etc/init/net/apache.conf` is the job `net/apache`. */
export function jobNameOf(file: string): string {
  return file.slice(JOB_DIR.length + 1).replace(/\.(conf|override)$/, '');
}

/** As bytes: a byte order mark is part of the first word, which makes that an unknown stanza. */
function readJob(snapshot: Snapshot, file: string): string {
  const bytes = snapshot.readBytes(file);
  return bytes === undefined ? '' : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

function makeJob(
  name: string,
  file: string,
  override: string | null,
  stanzas: readonly Stanza[],
  broken: JobError | undefined,
): Job {
  let startOn: Stanza | undefined;
  let stopOn: Stanza | undefined;
  let manual: Stanza | undefined;
  for (const stanza of stanzas) {
    if (stanza.key === 'start on') {
      startOn = stanza;
      manual = undefined;
    } else if (stanza.key === 'stop on') stopOn = stanza;
    else if (stanza.key === 'manual') {
      startOn = undefined;
      manual = stanza;
    }
  }
  // What an override had replaced before it failed stays replaced; what it failed at is gone.
  const lostStartOn = broken?.lost === 'start on' ? broken : undefined;
  if (lostStartOn !== undefined) startOn = undefined;
  if (broken?.lost === 'stop on') stopOn = undefined;
  return { name, file, override, stanzas, startOn, stopOn, manual, lostStartOn };
}

/** nih_dir_walk: links are followed; only a folder within itself is not entered again. */
function listJobFiles(snapshot: Snapshot): { confs: Map<string, string>; overrides: Map<string, string> } {
  const confs = new Map<string, string>();
  const overrides = new Map<string, string>();
  const todo: { readonly dir: string; readonly prefix: string; readonly above: readonly string[] }[] = [
    { dir: JOB_DIR, prefix: '', above: [] },
  ];
  let folders = 0;
  for (let next = todo.pop(); next !== undefined && folders < MAX_FOLDERS; next = todo.pop()) {
    const real = snapshot.realpath(next.dir);
    if (real === undefined || next.above.includes(real) || next.above.length > MAX_DEPTH) continue;
    folders++;
    const above = [...next.above, real];
    for (const entry of snapshot.list(next.dir) ?? []) {
      const path = `${next.dir}/${entry.name}`;
      const stat = snapshot.stat(path);
      if (stat?.kind === 'dir') {
        if (!IGNORED_DIR.test(entry.name)) todo.push({ dir: path, prefix: `${next.prefix}${entry.name}/`, above });
      } else if (stat?.kind === 'file' && entry.name.endsWith('.conf'))
        confs.set(next.prefix + entry.name.slice(0, -'.conf'.length), path);
      if (entry.name.endsWith('.override') && stat?.kind !== 'dir')
        overrides.set(next.prefix + entry.name.slice(0, -'.override'.length), path);
    }
  }
  return { confs: new Map([...confs].sort(([a], [b]) => (a < b ? -1 : 1))), overrides };
}

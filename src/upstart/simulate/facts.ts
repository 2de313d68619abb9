/** What the simulation has to know of the root besides its jobs. Read once, at the rim; everything after is pure. */
import { RUNLEVELS, runlevelNamed } from '../../behaviours/runlevels.ts';
import { readsOverrides, type ServiceTool, serviceTool } from '../../behaviours/service-commands.ts';
import { runlevelFolder, sysvLayout } from '../../behaviours/sysv-layout.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { JOB_DIR } from '../job-files.ts';
import { type ScriptAction, scriptActions } from '../script-actions.ts';
import { type Interface, readInterfaces } from './interfaces.ts';
import { type LsbHook, readDivertingHook, sourcesLibrary } from './lsb-hooks.ts';
import { type Mount, readMounts } from './mounts.ts';

/** One script of rcN.d as /etc/init.d/rc comes to it. */
export interface RcScript {
  /** After `S20`; the name of its node without `sysv:`. */
  readonly name: string;
  /** `/etc/rc2.d/S20nova-api`. */
  readonly link: string;
  readonly file: string;
  readonly executable: boolean;
  /** A link to /lib/init/upstart-job: the job of that name is all there is. */
  readonly upstartJob: boolean;
  /** Line on which it asks `init_is_upstart`, to leave the work to a job. */
  readonly guard: number | undefined;
  /** The hook of the LSB functions that ends it, since there is a job of its name. */
  readonly hook: LsbHook | undefined;
  readonly actions: readonly ScriptAction[];
}

/** `initctl emit started JOB=$subsys` in rc's own text. */
export interface RcEvent {
  readonly file: string;
  readonly line: number;
  readonly waits: boolean;
}

type ReadScript = Omit<RcScript, 'link' | 'name' | 'hook'> & { readonly sourcesLibrary: boolean };

/** A job's pre-start stops the job itself, or fails: its main process is not run then. */
export interface JobGuard {
  /** By the files of the root; otherwise by what only the machine tells. */
  readonly certain: boolean;
  readonly how: 'stop' | 'exit';
  readonly file: string;
  readonly line: number;
}

export interface BootFacts {
  /** By job name. */
  readonly guards: ReadonlyMap<string, JobGuard>;
  /** What switches init scripts on and off here, and whether jobs can have overrides. */
  readonly serviceTool: ServiceTool;
  readonly readsOverrides: boolean;
  readonly mounts: readonly Mount[];
  readonly interfaces: readonly Interface[];
  /** ifupdown's hook that tells Upstart of interfaces. */
  readonly ifupHook: string | undefined;
  /** Job events that rc itself emits around each script: Red Hat's does. */
  readonly rcEvents: ReadonlyMap<string, RcEvent>;
  /** By runlevel, `S` included, in the order in which rc runs them. */
  readonly rcScripts: ReadonlyMap<string, readonly RcScript[]>;
  readonly initdefault: { readonly level: string; readonly file: string; readonly line: number } | undefined;
  /** Words of the kernel command line. */
  readonly cmdline: readonly string[];
  /** The runlevel asked for with `--target`, which wins over all. */
  readonly askedLevel: string | undefined;
}

const IFUP_HOOK = '/etc/network/if-up.d/upstart';

export function readBootFacts(
  snapshot: Snapshot,
  options: { readonly cmdline?: string; readonly target?: string } = {},
  guards: BootFacts['guards'] = new Map(),
): BootFacts {
  const asked = options.target === undefined ? undefined : runlevelNamed(options.target);
  const layout = sysvLayout(snapshot);
  const scripts = new Map<string, ReadScript>();
  const hook = readDivertingHook(snapshot);
  return {
    guards,
    serviceTool: serviceTool(snapshot),
    readsOverrides: readsOverrides(snapshot),
    mounts: readMounts(snapshot),
    interfaces: readInterfaces(snapshot),
    rcEvents: readRcEvents(snapshot, [`${layout.rcFolder}/rc`, `${layout.initFolder}/rc`]),
    ifupHook: snapshot.stat(IFUP_HOOK)?.kind === 'file' ? IFUP_HOOK : undefined,
    rcScripts: new Map(
      RUNLEVELS.map((level) => [level, readRc(snapshot, runlevelFolder(layout, level), scripts, hook)]),
    ),
    initdefault: readInitdefault(snapshot),
    cmdline: (options.cmdline ?? '').split(/\s+/).filter((word) => word !== ''),
    askedLevel: asked,
  };
}

/** As rc-sysinit's sed reads it: any line of the form, the last one counts. */
function readInitdefault(snapshot: Snapshot): BootFacts['initdefault'] {
  const file = '/etc/inittab';
  let found: BootFacts['initdefault'];
  for (const [index, text] of (snapshot.read(file) ?? '').split('\n').entries()) {
    const level = /^[^#][^:]*:([0-6sS]):initdefault:/.exec(text)?.[1];
    if (level !== undefined) found = { level, file, line: index + 1 };
  }
  return found;
}

/** `S??*` in the shell's order: byte order in the C locale. */
function readRc(
  snapshot: Snapshot,
  folder: string,
  known: Map<string, ReadScript>,
  hook: LsbHook | undefined,
): RcScript[] {
  return (snapshot.list(folder) ?? []).flatMap(({ name }) => {
    const script = /^S..(.+)$/.exec(name)?.[1];
    const link = `${folder}/${name}`;
    const file = snapshot.realpath(link);
    if (script === undefined || file === undefined || snapshot.stat(file)?.kind !== 'file') return [];
    const read = known.get(file) ?? readScript(snapshot, file);
    known.set(file, read);
    const { sourcesLibrary: sources, ...rest } = read;
    const diverts = sources && snapshot.stat(`${JOB_DIR}/${script}.conf`)?.kind === 'file';
    return [{ ...rest, name: script, link, hook: diverts ? hook : undefined }];
  });
}

/** The events of jobs that an rc script emits in a loop over the links: starting(7) and started(7). */
function readRcEvents(snapshot: Snapshot, files: readonly string[]): ReadonlyMap<string, RcEvent> {
  const found = new Map<string, RcEvent>();
  for (const file of files)
    for (const action of scriptActions(snapshot.read(file) ?? '', 1))
      if (
        action.kind === 'emit' &&
        (action.event === 'starting' || action.event === 'started') &&
        !found.has(action.event)
      )
        if (action.env.some((one) => /^JOB=\$/.test(one)))
          found.set(action.event, { file, line: action.line, waits: action.waits });
  return found;
}

function readScript(snapshot: Snapshot, file: string): ReadScript {
  const upstartJob = file === '/lib/init/upstart-job';
  const text = upstartJob ? '' : (snapshot.read(file) ?? '');
  const guard = text.split('\n').findIndex((line) => /^[^#]*\binit_is_upstart\b/.test(line));
  return {
    file,
    executable: ((snapshot.stat(file)?.mode ?? 0) & 0o100) !== 0,
    upstartJob,
    guard: guard === -1 ? undefined : guard + 1,
    sourcesLibrary: sourcesLibrary(text),
    // Bare `start` and `stop` are the script's own functions and arguments here.
    actions: scriptActions(text, 1).filter(({ kind }) => kind === 'emit'),
  };
}

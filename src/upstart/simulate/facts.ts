/** What the simulation has to know of the root besides its jobs. Read once, at the rim; everything after is pure. */
import { RUNLEVELS, runlevelNamed } from '../../behaviours/runlevels.ts';
import { runlevelFolder, sysvLayout } from '../../behaviours/sysv-layout.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type ScriptAction, scriptActions } from '../script-actions.ts';
import { type Interface, readInterfaces } from './interfaces.ts';
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
  readonly actions: readonly ScriptAction[];
}

export interface BootFacts {
  readonly mounts: readonly Mount[];
  readonly interfaces: readonly Interface[];
  /** ifupdown's hook that tells Upstart of interfaces. */
  readonly ifupHook: string | undefined;
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
): BootFacts {
  const asked = options.target === undefined ? undefined : runlevelNamed(options.target);
  const layout = sysvLayout(snapshot);
  const scripts = new Map<string, Omit<RcScript, 'link' | 'name'>>();
  return {
    mounts: readMounts(snapshot),
    interfaces: readInterfaces(snapshot),
    ifupHook: snapshot.stat(IFUP_HOOK)?.kind === 'file' ? IFUP_HOOK : undefined,
    rcScripts: new Map(RUNLEVELS.map((level) => [level, readRc(snapshot, runlevelFolder(layout, level), scripts)])),
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
function readRc(snapshot: Snapshot, folder: string, known: Map<string, Omit<RcScript, 'link' | 'name'>>): RcScript[] {
  return (snapshot.list(folder) ?? []).flatMap(({ name }) => {
    const script = /^S..(.+)$/.exec(name)?.[1];
    const link = `${folder}/${name}`;
    const file = snapshot.realpath(link);
    if (script === undefined || file === undefined || snapshot.stat(file)?.kind !== 'file') return [];
    const read = known.get(file) ?? readScript(snapshot, file);
    known.set(file, read);
    return [{ ...read, name: script, link }];
  });
}

function readScript(snapshot: Snapshot, file: string): Omit<RcScript, 'link' | 'name'> {
  const upstartJob = file === '/lib/init/upstart-job';
  const text = upstartJob ? '' : (snapshot.read(file) ?? '');
  const guard = text.split('\n').findIndex((line) => /^[^#]*\binit_is_upstart\b/.test(line));
  return {
    file,
    executable: ((snapshot.stat(file)?.mode ?? 0) & 0o100) !== 0,
    upstartJob,
    guard: guard === -1 ? undefined : guard + 1,
    // Bare `start` and `stop` are the script's own functions and arguments here.
    actions: scriptActions(text, 1).filter(({ kind }) => kind === 'emit'),
  };
}

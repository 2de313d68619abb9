/** What a copy holds of a machine, and what it cannot tell: absent from the copy is not absent from the machine. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { anyUnit, VENDOR_FOLDERS, vendorUnit } from './init-marks.ts';
import type { CopyKind } from './kind.ts';
import { listedGenerators } from './listed-generators.ts';
import type { PackageEvidence } from './packages.ts';

/** `complete`: what is not in the copy was not on the machine. */
export type Extent = 'complete' | 'partial' | 'absent';

export interface Holding {
  readonly extent: Extent;
  /** Where that is seen: a file or folder of the copy. */
  readonly file?: string;
  /** What there is to say of it beside that, in the words of the kind of copy. */
  readonly because?: 'never-copied' | 'not-in-this-copy' | 'folder-left-out';
}

export const HOLDING_KINDS = [
  /** Unit files, drop-ins and links of vendor and administrator. */
  'units',
  /** Programs that units run. */
  'programs',
  /** A package database, or a list of packages. */
  'packages',
  /** The programs that write units at boot. */
  'generators',
  /** What they wrote at the machine's last boot. */
  'generated',
  'machine-id',
  'cmdline',
  /** /etc/passwd and /etc/group. */
  'users',
] as const;
export type HoldingKind = (typeof HOLDING_KINDS)[number];

export type Holdings = Readonly<Record<HoldingKind, Holding>>;

/** Where generators leave their output while the machine runs (systemd.generator(7)). */
export const GENERATED_FOLDERS = [
  '/run/systemd/generator.early',
  '/run/systemd/generator',
  '/run/systemd/generator.late',
] as const;

/** Folders of generators, the first that has a name deciding. */
export const GENERATOR_FOLDERS = ['/run', '/etc', '/usr/local/lib', '/usr/lib', '/lib'].map(
  (root) => `${root}/systemd/system-generators`,
);

/** Kinds made of outputs and settings: none ever holds a program. */
const WITHOUT_PROGRAMS: readonly CopyKind[] = ['sosreport', 'supportconfig', 'insights', 'must-gather', 'etc'];

export function holdingsOf(snapshot: Snapshot, kind: CopyKind, packages: PackageEvidence): Holdings {
  return {
    units: units(snapshot, kind),
    programs: programs(snapshot, kind),
    packages: seen(packages.lists[0]),
    generators: seen(
      GENERATOR_FOLDERS.find((folder) => holdsAny(snapshot, folder)) ?? listedGenerators(snapshot)?.file,
    ),
    generated: seen(GENERATED_FOLDERS.find((folder) => holdsAny(snapshot, folder))),
    'machine-id': machineId(snapshot, kind),
    cmdline: seen((snapshot.read('/proc/cmdline') ?? '').trim() === '' ? undefined : '/proc/cmdline'),
    users: seen(snapshot.stat('/etc/passwd')?.kind === 'file' ? '/etc/passwd' : undefined),
  };
}

function seen(file: string | undefined): Holding {
  return file === undefined ? { extent: 'absent', because: 'not-in-this-copy' } : { extent: 'complete', file };
}

function holdsAny(snapshot: Snapshot, folder: string): boolean {
  return (snapshot.list(folder) ?? []).length > 0;
}

/**
 * Vendor and local units together. A sosreport copies /lib/systemd/system as such: where /lib is no link to usr/lib, what vendors put
 * below /usr/lib is left out (sos/report/plugins/systemd.py).
 */
function units(snapshot: Snapshot, kind: CopyKind): Holding {
  const vendor = vendorUnit(snapshot);
  const file = vendor ?? anyUnit(snapshot, [...VENDOR_FOLDERS, '/etc/systemd/system', '/usr/local/lib/systemd/system']);
  if (file === undefined) return { extent: 'absent', because: 'not-in-this-copy' };
  const split = snapshot.lstat('/lib')?.kind === 'dir' && snapshot.stat('/usr/lib/systemd/system') === undefined;
  if (vendor === undefined || (kind === 'sosreport' && split))
    return { extent: 'partial', file, because: 'folder-left-out' };
  return { extent: 'complete', file };
}

export const PROGRAM_FOLDERS = ['/usr/bin', '/usr/sbin', '/bin', '/sbin', '/usr/local/bin', '/usr/local/sbin'];
/** A machine has hundreds; a copy of /bin with so many and an empty /usr/bin was cut. */
const MANY = 40;

/** init alone, the link by which the kernel finds it, is no program that a unit runs. */
function programs(snapshot: Snapshot, kind: CopyKind): Holding {
  if (WITHOUT_PROGRAMS.includes(kind)) return { extent: 'absent', because: 'never-copied' };
  const counts = new Map(
    PROGRAM_FOLDERS.map((folder) => [
      folder,
      (snapshot.list(folder) ?? []).filter(({ name, kind }) => kind !== 'dir' && !/^(init|telinit)$/.test(name)).length,
    ]),
  );
  const file = PROGRAM_FOLDERS.find((folder) => (counts.get(folder) ?? 0) > 0);
  if (file === undefined) return { extent: 'absent', because: 'not-in-this-copy' };
  const below = (counts.get('/usr/bin') ?? 0) + (counts.get('/usr/sbin') ?? 0);
  const cut = below === 0 && (counts.get('/bin') ?? 0) + (counts.get('/sbin') ?? 0) >= MANY;
  return cut ? { extent: 'partial', file, because: 'folder-left-out' } : { extent: 'complete', file };
}

/** Its absence says something only of a whole image: one that has the other files that every installation has. */
function machineId(snapshot: Snapshot, kind: CopyKind): Holding {
  const file = '/etc/machine-id';
  if (snapshot.stat(file)?.kind === 'file') return { extent: 'complete', file };
  const whole = ['/etc/passwd', '/usr/lib/systemd/systemd', '/usr/bin'].every(
    (path) => snapshot.stat(path) !== undefined,
  );
  return kind === 'root' && whole && snapshot.lstat(file) === undefined
    ? { extent: 'complete', file: '/etc' }
    : { extent: 'absent', because: 'not-in-this-copy' };
}

/** Made or mounted while a machine runs: a copy may lack it at any time. */
const RUNTIME = /^\/(dev|proc|run|sys|tmp)(\/|$)/;
/** What the systemd plugin of sos(1) copies in every version. */
const SOS_COPIES = /^(\/etc\/systemd|(\/usr)?\/lib\/systemd\/(system|user))(\/|$)/;
/** … and its services plugin, where the folder is. */
const SOS_SCRIPTS = /^\/etc\/rc\.d(\/|$)/;

/**
 * Whether the copy would have a path if the machine had it; only then its absence says something.
 */
export function wouldHold(snapshot: Snapshot, kind: CopyKind, holdings: Holdings, path: string): boolean {
  if (RUNTIME.test(path)) return false;
  const folder = path.slice(0, path.lastIndexOf('/')) || '/';
  if (PROGRAM_FOLDERS.includes(folder)) {
    const { extent } = holdings.programs;
    return extent === 'complete' || (extent === 'partial' && !folder.startsWith('/usr'));
  }
  if (kind === 'sosreport' && SOS_SCRIPTS.test(path)) return snapshot.stat('/etc/rc.d')?.kind === 'dir';
  if (kind === 'sosreport') return SOS_COPIES.test(path) && holdings.units.extent === 'complete';
  if (kind === 'etc' ? !path.startsWith('/etc/') : kind !== 'root' && kind !== 'initramfs') return false;
  // A copy that left programs out, as /etc alone does, was picked from: only the folders that it has are known.
  if (holdings.programs.extent !== 'complete') return snapshot.stat(folder)?.kind === 'dir';
  return holdsAny(snapshot, `/${path.split('/')[1] ?? ''}`);
}

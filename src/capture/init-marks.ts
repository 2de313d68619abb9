/** Files that only one init's systems have. A mark that others carry too says nothing here. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Clue } from './init-clue.ts';

/** Units without which no boot of systemd comes up: where they are, vendors' units are in the copy. */
const VENDOR_UNITS = ['basic.target', 'sysinit.target', 'default.target', 'multi-user.target', 'initrd.target'];
export const VENDOR_FOLDERS = ['/usr/lib/systemd/system', '/lib/systemd/system'];
const LOCAL_FOLDER = '/etc/systemd/system';
const UNIT_FILE = /\.(service|socket|target|mount|automount|swap|timer|path|slice)$/;

/** systemd's own targets, wherever they lie; undefined: this copy has none. */
export function vendorUnit(snapshot: Snapshot, folders = [...VENDOR_FOLDERS, LOCAL_FOLDER]): string | undefined {
  return folders
    .flatMap((folder) => VENDOR_UNITS.map((name) => `${folder}/${name}`))
    .find((file) => snapshot.stat(file)?.kind === 'file');
}

/** Any unit file at all; links that lead nowhere are none. */
export function anyUnit(snapshot: Snapshot, folders: readonly string[]): string | undefined {
  for (const folder of folders)
    for (const { name } of snapshot.list(folder) ?? [])
      if (UNIT_FILE.test(name) && snapshot.stat(`${folder}/${name}`)?.kind === 'file') return `${folder}/${name}`;
  return undefined;
}

/** What unit files weigh that may be any package's. */
export const UNITS_ALONE = 12;

export function fileMarks(snapshot: Snapshot): readonly Clue[] {
  return [
    ...programs(snapshot),
    ...upstartJobs(snapshot),
    ...inittab(snapshot),
    ...others(snapshot),
    ...units(snapshot),
  ];
}

function programs(snapshot: Snapshot): readonly Clue[] {
  return ['/usr/lib/systemd/systemd', '/lib/systemd/systemd']
    .filter((file) => snapshot.stat(file)?.kind === 'file')
    .map((file) => ({ init: 'systemd', weight: 40, text: `${file} is there`, file }));
}

/** Jobs that run the boot itself: Ubuntu's and Red Hat's. Any other job may belong to a package that brings files for several inits. */
function upstartJobs(snapshot: Snapshot): readonly Clue[] {
  return ['/etc/init/rc-sysinit.conf', '/etc/init/rcS.conf', '/etc/init/startup.conf']
    .filter((file) => snapshot.stat(file)?.kind === 'file')
    .slice(0, 1)
    .map((file) => ({ init: 'upstart', weight: 36, text: `${file} is there`, file }));
}

/** inittab(5), by its first entry that tells: comments, and the default runlevel that other inits read there too, say nothing. */
function inittab(snapshot: Snapshot): readonly Clue[] {
  const file = '/etc/inittab';
  const text = snapshot.stat(file)?.kind === 'file' ? snapshot.read(file) : undefined;
  for (const [i, raw] of (text ?? '').split('\n').entries()) {
    const [, id = '', levels = '', action = '', process = ''] = /^\s*([^#:\s]*):([^:]*):([^:]+):(.*)$/.exec(raw) ?? [];
    if (action === '' || action === 'initdefault') continue;
    const at = { file, line: i + 1 };
    if (/(^|[\s/])openrc(\s|$)/.test(process))
      return [{ init: 'openrc', weight: 82, text: `/etc/inittab runs ${process.trim()}`, ...at }];
    // busybox knows no runlevels and takes a terminal for an id; procd reads the same form.
    if (id === '' && levels === '')
      return [
        { init: 'busybox', weight: 34, text: `/etc/inittab has entries of busybox's form (${raw.trim()})`, ...at },
      ];
    return [{ init: 'sysv', weight: 35, text: '/etc/inittab has entries', ...at }];
  }
  return [];
}

const OTHERS: readonly (readonly [path: string, init: Clue['init'], text: string])[] = [
  ['/etc/runit/2', 'runit', 'runit runs this at boot'],
  ['/etc/runit/runsvdir', 'runit', "runit's service folders are there"],
  ['/etc/s6-linux-init/current', 's6', "s6's boot scripts are there"],
  ['/etc/dinit.d/boot', 'dinit', "dinit's boot service is there"],
  ['/etc/finit.conf', 'finit', "Finit's settings are there"],
  ['/lib/preinit', 'procd', "OpenWrt's early boot scripts are there"],
  ['/gnu/store', 'shepherd', 'a store of Guix, whose init is the Shepherd'],
  ['/system/etc/init', 'android', "Android's init scripts are there"],
];

function others(snapshot: Snapshot): readonly Clue[] {
  const found: Clue[] = OTHERS.filter(([path]) => snapshot.stat(path) !== undefined).map(([file, init, text]) => ({
    init,
    weight: 35,
    text: `${file} is there: ${text}`,
    file,
  }));
  const levels = (snapshot.list('/etc/runlevels') ?? []).find(
    ({ name }) => (snapshot.list(`/etc/runlevels/${name}`) ?? []).length > 0,
  );
  if (levels !== undefined)
    found.push({
      init: 'openrc',
      weight: 32,
      text: `OpenRC's runlevels are there`,
      file: `/etc/runlevels/${levels.name}`,
    });
  return found;
}

function units(snapshot: Snapshot): readonly Clue[] {
  const vendor = vendorUnit(snapshot);
  const file = vendor ?? anyUnit(snapshot, [...VENDOR_FOLDERS, LOCAL_FOLDER]);
  if (file !== undefined)
    return [
      { init: 'systemd', weight: vendor === undefined ? UNITS_ALONE : 20, text: `${file} is there, a unit file`, file },
    ];
  const folder = ['2', '3', '5']
    .flatMap((level) => [`/etc/rc${level}.d`, `/etc/rc.d/rc${level}.d`, `/etc/init.d/rc${level}.d`])
    .find((dir) => (snapshot.list(dir) ?? []).some(({ name }) => /^S\d\d/.test(name)));
  return folder === undefined
    ? []
    : [{ init: 'sysv', weight: 8, text: `${folder} has links of runlevels, and no other init shows`, file: folder }];
}

/** Copies that bootscope does not explain: what they are, what they hold, and how to make one that it does. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Capture } from './capture.ts';
import { anyUnit, UNITS_ALONE, VENDOR_FOLDERS, vendorUnit } from './init-marks.ts';
import { OTHER_INITS, type OtherInit } from './init-program.ts';
import type { CopyKind } from './kind.ts';

/** Everything that a boot is explained from, in a few megabytes; run on the machine itself. Paths that it lacks are complained of, and left out. */
export const CAPTURE_COMMAND =
  "tar --ignore-failed-read --exclude=/lib/modules --exclude=/lib/firmware --exclude='/etc/shadow*' -czpf boot.tar.gz /etc /lib /lib64 /bin /sbin /usr/lib*/systemd /usr/lib/*/systemd /usr/local/lib/systemd /usr/lib/os-release /run/systemd /boot/loader /boot/grub /boot/grub2 /proc/cmdline /var/lib/dpkg/status /lib/apk/db";

export interface RefusalOptions {
  /** The user said which init it is. */
  readonly forced: boolean;
  /** The user said which version systemd has: where nothing else shows, systemd it is. */
  readonly versionGiven: boolean;
  /** Folders that are asked for in place of PID 1's own. */
  readonly unitFolders?: readonly string[] | undefined;
}

/** Why no boot can be explained from this copy; undefined: one can. */
export function refusalOf(snapshot: Snapshot, capture: Capture, options: RefusalOptions): string | undefined {
  const { kind, init } = capture;
  const store = options.forced ? undefined : withoutStore(snapshot);
  if (store !== undefined) return store;
  const folders = options.unitFolders;
  if (folders !== undefined && anyUnit(snapshot, folders) !== undefined) return undefined;
  const other = init.init !== undefined && Object.hasOwn(OTHER_INITS, init.init);
  if (other && !options.forced) return otherInit(capture, init.init as OtherInit);
  const said = options.forced || (options.versionGiven && capture.holdings.units.extent !== 'absent');
  const needed = said && kind !== 'nothing' ? undefined : NO_ROOT[kind];
  if (needed !== undefined && !explainedByEtc(capture)) {
    const parent = snapshot.tree.parentRoot?.();
    return parent !== undefined
      ? `${/(^|\/)(etc|usr)\/*$/.test(snapshot.label) ? needed.slice(0, needed.search(/\. Give /)) : 'it is a part of a root, and no root'}. Did you mean ${parent}?`
      : (several(snapshot, kind) ?? needed);
  }
  if (options.forced) return undefined;
  if (init.init === undefined || unitsOfPackagesAlone(snapshot, capture))
    return options.versionGiven ? undefined : noInit(snapshot, capture);
  if (init.init === 'systemd' && !said) return withoutUnits(snapshot, capture);
  return undefined;
}

const MAKE = `On the machine: ${CAPTURE_COMMAND}`;

/** What is no root, by its kind. */
const NO_ROOT: Readonly<Partial<Record<CopyKind, string>>> = {
  nothing: `it is empty: no root. Give the folder that holds a machine's /etc and /usr, or a tar of it. ${MAKE}`,
  part: `it holds no unit folder and no /etc: not a root. Give the folder that holds a machine's /etc and /usr, or a tar of it. ${MAKE}`,
  etc: `it is an /etc alone: what was enabled and changed there, without the units that vendors ship below /usr/lib/systemd, so what they start is not known. Give a copy that holds both. ${MAKE}`,
  usr: `it is a /usr alone: vendors' units, without the /etc that says which of them are enabled. Give the folder above it, or one that holds both as etc and usr. ${MAKE}`,
  supportconfig: `it is a supportconfig, and what is answered from, systemctl show of every unit, is not in it (systemd.txt; it was made without that part). ${MAKE}`,
  insights: `it is an archive of Red Hat Insights, which holds outputs and few files: no unit files, and of the running manager services and targets alone. Their times can be asked of another copy: --timings insights_commands/systemctl_show_.service. Make a sos report, or: ${CAPTURE_COMMAND}`,
  'must-gather': `it is a must-gather of OpenShift, which holds no node's root. For one node: oc debug node/NAME -- chroot /host sos report`,
};

/** Several roots side by side: none is taken for the one that is meant. */
function several(snapshot: Snapshot, kind: CopyKind): string | undefined {
  if (kind !== 'part') return undefined;
  const roots = (snapshot.list('/') ?? [])
    .filter(({ name, kind: of }) => of === 'dir' && snapshot.stat(`/${name}/etc`) !== undefined)
    .map(({ name }) => name);
  if (roots.length < 2) return undefined;
  const more = roots.length > 5 ? `, and ${roots.length - 5} more` : '';
  return `it holds several roots: ${roots.slice(0, 5).join(', ')}${more}. Give one of them.`;
}

/** For System V and Upstart, /etc has all: scripts, links, inittab, jobs. */
function explainedByEtc({ kind, init }: Capture): boolean {
  return kind === 'etc' && (init.init === 'sysv' || init.init === 'upstart');
}

/** Links of NixOS, and nothing that they lead to. */
function withoutStore(snapshot: Snapshot): string | undefined {
  const led = [
    '/etc/static',
    '/etc/systemd/system',
    '/etc/systemd',
    '/nix/var/nix/profiles/system',
    '/run/current-system',
  ];
  const into = led.find((path) =>
    /^\/nix\/store\/|^\/etc\/static\/|^system-\d+-link$/.test(snapshot.readlink(path) ?? ''),
  );
  if (into === undefined || snapshot.stat(into) !== undefined) return undefined;
  return `it is of NixOS, and ${into} leads into /nix/store, which is not in the copy: all units are there. On the machine: nix-store -qR /run/current-system | tar -czf boot.tar.gz -T - /etc /nix/var/nix/profiles /proc/cmdline`;
}

/** Packages bring units for whoever has systemd; of a root with programs and no init they say nothing. */
function unitsOfPackagesAlone(snapshot: Snapshot, { kind, init, holdings }: Capture): boolean {
  return (
    kind === 'root' &&
    init.init === 'systemd' &&
    (init.decided?.weight ?? 0) <= UNITS_ALONE &&
    holdings.programs.extent === 'complete' &&
    vendorUnit(snapshot) === undefined
  );
}

function noInit(snapshot: Snapshot, { kind }: Capture): string {
  if (kind === 'sosreport')
    return `it is a sosreport without unit files and without anything that says which init the machine has; was it made with plugins left out? ${MAKE}`;
  const name = /^PRETTY_NAME="?([^"\n]*)|^ID="?([^"\n]*)/m.exec(snapshot.read('/etc/os-release') ?? '');
  const of = name === null ? '' : ` of ${name[1] ?? name[2]}`;
  return `no init is in it: no /sbin/init, no systemd, ${anyUnit(snapshot, VENDOR_FOLDERS) === undefined ? 'no unit files' : 'no unit files but those of packages'}, no inittab. It is a container image${of}, which starts one program and no boot, or a part of a root. Give a whole root; --init says which init it is where you know better.`;
}

/** Where such an init keeps what it starts. */
const LOOK: Readonly<Partial<Record<OtherInit, string>>> = {
  openrc: 'What it starts stands in /etc/runlevels.',
  busybox: 'What it starts stands in /etc/inittab, and in the scripts that are named there.',
  runit: 'What it starts stands in /etc/runit and /etc/runit/runsvdir.',
  s6: 'What it starts stands in its compiled service database.',
  dinit: 'What it starts stands in /etc/dinit.d.',
  procd: 'What it starts stands in /etc/rc.d.',
  wsl: 'Units run only with systemd=true below [boot] in /etc/wsl.conf.',
  container: 'Such a container starts one program and no units.',
  script: 'It is an initramfs or a system of its own; follow the script.',
};

function otherInit({ init }: Capture, other: OtherInit): string {
  const seen = init.evidence
    .slice(0, 3)
    .map(({ text, file, line }) => {
      const at = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}`;
      return at === '' || text.includes(at) ? text : `${text} (${at})`;
    })
    .join('; ');
  return `PID 1 is ${OTHER_INITS[other]} here: ${seen}. bootscope explains systemd, Upstart and System V init only. ${LOOK[other] ?? ''} If that is not the init of this root, name it with --init.`.replaceAll(
    '  ',
    ' ',
  );
}

/** systemd is PID 1, and its units are not in the copy. */
function withoutUnits(snapshot: Snapshot, { kind, holdings }: Capture): string | undefined {
  const vendor = vendorUnit(snapshot) ?? anyUnit(snapshot, VENDOR_FOLDERS);
  if (vendor !== undefined) return undefined;
  const local = holdings.units.extent !== 'absent';
  const usr = (snapshot.list('/usr') ?? snapshot.list('/lib') ?? []).length > 0;
  if (local && usr && kind !== 'sosreport' && !hasDanglingLinks(snapshot)) return undefined;
  const mounted = /^[ \t]*[^#\s]\S*[ \t]+\/usr\s/m.test(snapshot.read('/etc/fstab') ?? '');
  const why =
    kind === 'sosreport'
      ? 'a sosreport copies units of /lib/systemd/system only, and this machine has them elsewhere or the plugin was left out'
      : mounted
        ? '/usr is a file system of its own (/etc/fstab) and was not copied with the rest'
        : "vendors' units, below /usr/lib/systemd/system or /lib/systemd/system, are not in it";
  return `systemd is PID 1 here, and ${local ? 'no unit file of the system is in the copy but local ones' : 'no unit file is in the copy'}: ${why}. ${MAKE}`;
}

/** Links of enabled units whose files were left out. */
function hasDanglingLinks(snapshot: Snapshot): boolean {
  const folder = '/etc/systemd/system';
  return (snapshot.list(folder) ?? []).some(({ name }) =>
    (name.endsWith('.wants') ? (snapshot.list(`${folder}/${name}`) ?? []) : []).some(
      ({ name: link }) => snapshot.stat(`${folder}/${name}/${link}`) === undefined,
    ),
  );
}

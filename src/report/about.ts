/** One sentence for who meets a boot for the first time: what a kind of unit is, and what the targets that every boot passes stand for. */

const KINDS: Readonly<Record<string, string>> = {
  service: 'A service is a program that the init starts and watches.',
  target: 'A target runs nothing itself: it is a name for a group of units, and a point that a boot passes.',
  socket: 'A socket listens in the place of its service, and starts it when somebody connects.',
  mount: 'A mount puts a file system into its place.',
  automount: 'An automount mounts its file system when somebody first looks into it.',
  swap: 'A swap unit turns swap space on.',
  timer: 'A timer starts its unit when its time comes.',
  path: 'A path unit watches a file or folder, and starts its unit when something happens there.',
  slice: 'A slice is a group of processes that share limits of processor and memory.',
  scope: 'A scope holds processes that something else than the init started.',
  device: 'A device stands for a piece of hardware that the kernel has found.',
  script: 'An init script is a shell script that starts and stops one service.',
  facility: 'A facility is a name that scripts provide and others wait for.',
  runlevel: 'A runlevel is a set of scripts that run together.',
  job: 'A job of Upstart is a program, and the events that start and stop it.',
  event: 'An event is something that happened; Upstart starts jobs on it.',
};

// systemd.special(7) has them all.
const NAMES: Readonly<Record<string, string>> = {
  'default.target': 'What the machine boots into, unless something else is asked for.',
  'graphical.target': 'The machine with its graphical login: all of multi-user.target, and a display.',
  'multi-user.target': 'The machine in its daily work, without a graphical login: here most services hang.',
  'basic.target': 'The groundwork is done: sockets, timers and paths are set up; from here on ordinary services start.',
  'sysinit.target': 'The system itself is set up: file systems, swap, kernel modules, random seed.',
  'local-fs.target': 'All local file systems of /etc/fstab are mounted.',
  'local-fs-pre.target': 'The point before any local file system is mounted.',
  'remote-fs.target': 'All file systems that need the network are mounted.',
  'remote-fs-pre.target': 'The point before any file system that needs the network is mounted.',
  'network.target': 'Network software is started. It does not say that the network is up.',
  'network-pre.target': 'The point before any interface is configured: firewalls belong here.',
  'network-online.target':
    'The network is up, as far as a service that waits for it can tell. Whatever waits for this starts late.',
  'nss-lookup.target': 'Names of hosts can be looked up.',
  'nss-user-lookup.target': 'Names of users can be looked up.',
  'time-set.target': 'The clock has been set to something plausible.',
  'time-sync.target': 'The clock agrees with a time server.',
  'getty.target': 'The logins on the text consoles.',
  'sockets.target': 'All sockets that are enabled listen.',
  'timers.target': 'All timers that are enabled run.',
  'paths.target': 'All paths that are enabled are watched.',
  'slices.target': 'The groups into which processes are sorted.',
  'swap.target': 'All swap space is on.',
  'cryptsetup.target': 'All encrypted volumes are open.',
  'veritysetup.target': 'All verified volumes are set up.',
  'integritysetup.target': 'All volumes with integrity protection are set up.',
  'rescue.target': 'A single root shell with the file systems mounted, for repairs.',
  'emergency.target': 'A single root shell and next to nothing else: where a boot ends that cannot go on.',
  'shutdown.target': 'Where everything is stopped. Each unit conflicts with it, so that it goes down in time.',
  'initrd.target': 'The early system in memory is done.',
  'remote-cryptsetup.target': 'All encrypted volumes that need the network are open.',
  'systemd-journald.service': 'The journal: where the messages of all units go.',
  'systemd-udevd.service': 'Watches the kernel’s hardware, and gives devices their names.',
  'dbus.service': 'The bus on which programs of this machine talk to each other.',
  'systemd-logind.service': 'Keeps track of who is logged in.',
  '-.mount': 'The root file system, mounted before the init began.',
  '-.slice': 'The group that holds all processes.',
  'system.slice': 'The group of all system services.',
  'init.scope': 'The init itself, process number 1.',
};

/** @param type of the node; @returns '' of what there is nothing to say */
export function about(id: string, type: string): string {
  if (Object.hasOwn(NAMES, id)) return NAMES[id] as string;
  return Object.hasOwn(KINDS, type) ? (KINDS[type] as string) : '';
}

/** What the picture’s columns and lines are. */
export const PICTURE = {
  wave: 'A column is a wave: a unit stands one column after the last of those that it waits for, so what stands in one column may start at the same time.',
  line: 'A line runs from a unit to one that waits for it. Point at it to see which line of which file says so.',
} as const;

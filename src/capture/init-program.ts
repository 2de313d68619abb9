/** Which init a program is: by the name of its file, links followed, or by what is in it. */
import type { InitSystem } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Inits that are known by name only: bootscope does not explain them. `none`: PID 1 is no init at all. */
export const OTHER_INITS = {
  openrc: 'OpenRC',
  busybox: "busybox's init",
  runit: 'runit',
  s6: 's6',
  dinit: 'dinit',
  finit: 'Finit',
  procd: "procd, OpenWrt's init,",
  shepherd: 'the Shepherd',
  android: "Android's init",
  wsl: "WSL's own init",
  script: 'a script',
  container: 'a program of its own, not an init,',
} as const;
export type OtherInit = keyof typeof OTHER_INITS;
export type AnyInit = InitSystem | OtherInit;

/** How much of an init binary is looked at for its marks. */
export const BINARY_LIMIT = 4 * 1024 * 1024;

/** Programs that are PID 1 in containers and hand everything on to one child. */
const CONTAINER_INIT = /^(tini|tini-static|dumb-init|docker-init|catatonit|pid1|su-exec|gosu|entrypoint(\.sh)?)$/;

const NAMES: readonly (readonly [RegExp, AnyInit])[] = [
  [/(^|\/)systemd$/, 'systemd'],
  [/(^|\/)upstart$/, 'upstart'],
  [/(^|\/)sysvinit(\/init)?$/, 'sysv'],
  [/(^|\/)openrc-init$/, 'openrc'],
  [/(^|\/)busybox(\.\w+)?$/, 'busybox'],
  [/(^|\/)runit(-init)?$/, 'runit'],
  [/(^|\/)(s6-linux-init|s6-svscan|s6-init)$/, 's6'],
  [/(^|\/)dinit(-init)?$/, 'dinit'],
  [/(^|\/)finit$/, 'finit'],
  [/(^|\/)procd$/, 'procd'],
  [/(^|\/)shepherd$/, 'shepherd'],
];

/** Text that only this init's program has, as it stands in the binary; the first that is found decides. */
const TEXTS: readonly (readonly [readonly string[], AnyInit])[] = [
  // Upstart names its own control socket; sysvinit its control FIFO.
  [['com/ubuntu/upstart'], 'upstart'],
  [['BusyBox'], 'busybox'],
  [['/initctl', '/etc/inittab'], 'sysv'],
  [['libsystemd-shared'], 'systemd'],
  [['systemd.unit='], 'systemd'],
  [['/etc/runit/1'], 'runit'],
  [['/sbin/procd'], 'procd'],
  [['openrc-init'], 'openrc'],
  [['s6-linux-init'], 's6'],
  [['dinitctl'], 'dinit'],
  [['/etc/finit.conf'], 'finit'],
];

/** undefined: the program is not there, or nothing tells what it is. */
export function initOfProgram(snapshot: Snapshot, path: string): AnyInit | undefined {
  const real = snapshot.realpath(path);
  const byName = initByName(real ?? path) ?? initByName(linkedName(snapshot, path) ?? '');
  if (byName !== undefined || real === undefined) return byName;
  const bytes = snapshot.readBytes(real, BINARY_LIMIT);
  if (bytes === undefined) return undefined;
  const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = TEXTS.find(([texts]) => texts.every((text) => content.includes(text)))?.[1];
  return found ?? (content[0] === 0x23 && content[1] === 0x21 ? 'script' : undefined);
}

/** By the name alone: of a program that a process list, a command line or a dangling link speaks of. */
export function initByName(path: string): AnyInit | undefined {
  return NAMES.find(([pattern]) => pattern.test(path))?.[1];
}

/** Whether a command that an image starts is no init: neither one by name, nor `init`, whose program decides. */
export function isContainerCommand(program: string): boolean {
  const name = program.slice(program.lastIndexOf('/') + 1);
  if (CONTAINER_INIT.test(name)) return true;
  return name !== 'init' && initByName(program) === undefined;
}

/** Where the last link of a chain leads whose end is not in the copy. */
function linkedName(snapshot: Snapshot, path: string): string | undefined {
  let at = path;
  let text: string | undefined;
  for (let hop = 0; hop < 40; hop++) {
    const next = snapshot.readlink(at);
    if (next === undefined) return text;
    text = next;
    at = next.startsWith('/') ? next : `${at.slice(0, at.lastIndexOf('/'))}/${next}`;
  }
  return text;
}

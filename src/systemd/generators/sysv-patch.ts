/** What distributions patch in systemd-sysv-generator: early scripts, and what facilities stand for. */
import type { SysvLayout } from '../../behaviours/sysv-layout.ts';
import type { GeneratorContext } from './context.ts';
import { mangleUnitName } from './unit-names.ts';

/** Facilities with a meaning of their own, with or without `$`; '' is dropped. Any other `$x` is x.target. */
const FACILITIES: Readonly<Record<string, string>> = {
  local_fs: '',
  syslog: '',
  network: 'network-online.target',
  named: 'nss-lookup.target',
  portmap: 'rpcbind.target',
  remote_fs: 'remote-fs.target',
  time: 'time-sync.target',
};
/** What Debian's patch of v229 and before made of some. */
const DEBIAN_FACILITIES: Readonly<Record<string, string>> = {
  ...FACILITIES,
  local_fs: 'local-fs.target',
  syslog: 'systemd-journald-dev-log.socket',
  'x-display-manager': 'display-manager.service',
  'mail-transport-agent': 'mail-transport-agent.target',
  cryptdisks: 'cryptsetup.target',
  mountall: 'local-fs.target',
  mountnfs: 'remote-fs.target',
  checkroot: 'systemd-remount-fs.service',
  dbus: 'dbus.socket',
};

/** SUSE's patch knows one more. */
const SUSE_FACILITIES: Readonly<Record<string, string>> = { ...FACILITIES, all: 'default.target' };

/**
 * Whose patch the generator has: Debian's of rcS.d, or SUSE's of boot.d (openSUSE/systemd, branches SLE12-SP2 and SLE15), which also
 * makes Required-Start a Wants= and drops `boot.` from names. SUSE left it with systemd 237; the program itself tells, where it is readable.
 */
export type SysvPatch = 'rcS.d' | 'boot.d' | undefined;

export function patchOf({ does }: GeneratorContext, layout: SysvLayout): SysvPatch {
  if (layout.generatorNamesBoot ?? does('sysv-suse-early')) return 'boot.d';
  return does('sysv-debian-early') ? 'rcS.d' : undefined;
}

/** What a facility stands for, with or without `$`; '' is dropped, undefined has no meaning of its own. */
export function knownFacility(patch: SysvPatch, name: string): string | undefined {
  const known = patch === undefined ? FACILITIES : patch === 'boot.d' ? SUSE_FACILITIES : DEBIAN_FACILITIES;
  return Object.hasOwn(known, name) ? known[name] : undefined;
}

/** Every unit that some version makes of a word of a header. */
export function unitsOfFacility(word: string): readonly string[] {
  const plain = word.replace(/^\$/, '');
  const own = word.startsWith('$') ? `${plain}.target` : mangleUnitName(plain.replace(/\.sh$/, ''));
  const known = [DEBIAN_FACILITIES, SUSE_FACILITIES].flatMap((table) =>
    Object.hasOwn(table, plain) ? table[plain] : own,
  );
  return [...known, ...(plain === 'network' ? ['network.target'] : [])].flatMap((name) => name || []);
}

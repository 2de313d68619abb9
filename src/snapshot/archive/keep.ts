/** How much of a file's content an archive's tree keeps: what an init or this program reads, of anything else the first bytes. */

/** Folders whose files are configuration, units or scripts: kept whole. */
const WHOLE = [
  'etc/',
  'run/systemd/',
  'lib/systemd/',
  'usr/lib/systemd/',
  'usr/local/lib/systemd/',
  'lib/init/',
  'lib/lsb/',
  'usr/share/insserv/',
  'usr/lib/sysctl.d/',
  'boot/grub/',
  'boot/grub2/',
  'boot/loader/',
  'var/lib/dpkg/status',
  'var/lib/dpkg/info/systemd',
  'lib/apk/db/',
  'usr/lib/os-release',
  'usr/share/dbus-1/system-services/',
  'proc/cmdline',
  'sos_commands/systemd/',
  'sos_commands/kernel/',
  'sos_commands/startup/',
  'sos_commands/boot/',
] as const;
/** Programs that could be PID 1: read for the marks of their kind (src/init/detect.ts). */
const INIT_BINARY = /(^|\/)s?bin\/(init|upstart)$|^(usr\/)?lib\/(sysvinit\/init|systemd\/systemd)$/;
const MAX_WHOLE = 16 * 1024 * 1024;
const INIT_HEAD = 4 * 1024 * 1024;
/** Enough for wrapper scripts and for a module's entry point; of what is no script, as much as tells that. */
const SCRIPT_HEAD = 4096;
const OTHER_HEAD = 512;
const PROGRAM_TEXT = 64 * 1024;

/** How many of the first bytes are read, and of what is no script how many are kept. */
export interface Keeping {
  readonly read: number;
  readonly unlessScript: number;
}

/** @param path without a leading slash, below the root or below a single top folder */
export function keeping(path: string, size: number): Keeping {
  const all = (bytes: number): Keeping => ({ read: bytes, unlessScript: bytes });
  // A sosreport, or a root packed with its folder, has one folder on top.
  const inner = path.slice(path.indexOf('/') + 1);
  for (const at of path === inner ? [path] : [path, inner]) {
    if (INIT_BINARY.test(at)) return all(Math.min(size, INIT_HEAD));
    if (WHOLE.some((prefix) => at.startsWith(prefix))) return all(size <= MAX_WHOLE ? size : 0);
  }
  if (path.endsWith('.py'))
    return all(size <= PROGRAM_TEXT && /\/cmd\/|\/bin\//.test(path) ? size : Math.min(size, OTHER_HEAD));
  return { read: Math.min(size, SCRIPT_HEAD), unlessScript: Math.min(size, OTHER_HEAD) };
}

/** Of what was read, what is worth its memory. */
export function kept(head: Uint8Array, { unlessScript }: Keeping): Uint8Array {
  const isScript = head[0] === 0x23 && head[1] === 0x21;
  return isScript || head.length <= unlessScript ? head : head.slice(0, unlessScript);
}

/** systemd's version, by what a copy shows, and the file that says so. */
import type { Snapshot } from '../snapshot/snapshot.ts';
import { BINARY_LIMIT } from './init-program.ts';
import type { InstalledPackage } from './packages.ts';

export interface VersionEvidence {
  /** Major version: 252. */
  readonly version: number;
  /** As the source has it: `252.39-1~deb12u1`, where it says more than the major version. */
  readonly full?: string;
  readonly file: string;
  readonly line?: number;
  /** The files of the machine, or the manager that ran on it: after an update without a restart they differ. */
  readonly of: 'files' | 'running';
}

/**
 * Everything in the copy that names a version, the best first: the library that PID 1 is made of (its file, or its name in a listing),
 * PID 1's own program, package databases and lists, a store's paths, then what the running manager said.
 */
export function versionEvidence(snapshot: Snapshot, packages: readonly InstalledPackage[]): readonly VersionEvidence[] {
  const ofPackage = new Map(
    packages.filter(({ name }) => name === 'systemd').map((p) => [p, majorOf(p.version)] as const),
  );
  const listed: VersionEvidence[] = [...ofPackage].flatMap(([{ version: full, file, line }, version]) =>
    version === undefined
      ? []
      : [{ version, full, file, ...(line === undefined ? {} : { line }), of: 'files' as const }],
  );
  const library = ofLibrary(snapshot);
  const own = library.length > 0 ? library : ofProgram(snapshot);
  return [...own, ...ofStore(snapshot), ...ofListing(snapshot), ...listed, ...ofManager(snapshot)];
}

/** Text to a version: only three digits or two are one of systemd's, `252`, `252.39`, `252~rc1`. */
export function majorOf(text: string): number | undefined {
  const major = /^v?(\d{2,3})(?![\d])/.exec(text)?.[1];
  return major === undefined ? undefined : Number(major);
}

const LIBRARY = /^libsystemd-shared-(\d{3})(?:[.~-][^/]*)?\.so$/;

function ofLibrary(snapshot: Snapshot): readonly VersionEvidence[] {
  for (const folder of libraryFolders(snapshot))
    for (const { name } of snapshot.list(folder) ?? []) {
      const version = LIBRARY.exec(name)?.[1];
      if (version === undefined) continue;
      const full = /^libsystemd-shared-(.*)\.so$/.exec(name)?.[1] as string;
      return [{ version: Number(version), full, file: `${folder}/${name}`, of: 'files' }];
    }
  return [];
}

function libraryFolders(snapshot: Snapshot): readonly string[] {
  const dirs: string[] = [];
  for (const lib of ['/usr/lib', '/lib', '/usr/lib64', '/lib64']) {
    dirs.push(`${lib}/systemd`);
    for (const { name } of snapshot.list(lib) ?? []) if (name.includes('-linux-')) dirs.push(`${lib}/${name}/systemd`);
    // Since 254 or so the library may lie beside all others.
    dirs.push(lib);
  }
  return dirs;
}

/** Nix has the version in the name of a package's folder; which of several is in force, the link says by which it is reached. */
function ofStore(snapshot: Snapshot): readonly VersionEvidence[] {
  const file = snapshot.realpath('/usr/lib/systemd') ?? '';
  const full = /^\/nix\/store\/[0-9a-z]{32}-systemd(?:-minimal)?-(\d[^/]*)\//.exec(file)?.[1];
  const version = full === undefined ? undefined : majorOf(full);
  return full === undefined || version === undefined ? [] : [{ version, full, file, of: 'files' }];
}

const PROGRAMS = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd', '/sbin/init'];

/** PID 1's own program says its version where it has no shared library (up to 229): `systemd 219`, `PACKAGE_STRING`. */
function ofProgram(snapshot: Snapshot): readonly VersionEvidence[] {
  for (const file of PROGRAMS) {
    const bytes = snapshot.readBytes(file, BINARY_LIMIT);
    if (bytes === undefined) continue;
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
    const version =
      /libsystemd-shared-(\d{3})(?:[.~-][^/\0]*)?\.so/.exec(text)?.[1] ??
      /(?:^|[^\w.-])systemd (\d{2,3})(?:[.~-][\w.~-]*)?(?![\w%])/.exec(text)?.[1];
    if (version !== undefined) return [{ version: Number(version), file, of: 'files' }];
  }
  return [];
}

/** What a support tool listed of /lib/systemd. */
function ofListing(snapshot: Snapshot): readonly VersionEvidence[] {
  const folder = '/sos_commands/systemd';
  for (const { name } of snapshot.list(folder) ?? []) {
    if (!/^ls_/.test(name)) continue;
    const file = `${folder}/${name}`;
    const lines = (snapshot.read(file) ?? '').split('\n');
    for (const [i, text] of lines.entries()) {
      const [, full, version] = /\blibsystemd-shared-((\d{3})(?:[.~-]\S*)?)\.so\b/.exec(text) ?? [];
      if (version !== undefined && full !== undefined)
        return [{ version: Number(version), full, file, line: i + 1, of: 'files' }];
    }
  }
  return [];
}

/** Words of the manager about itself: `systemctl show`, the head of a dump, the first message in the journal. */
const SAYINGS: readonly (readonly [folder: string, names: RegExp, says: RegExp])[] = [
  ['/sos_commands/systemd', /^systemctl_show(_--all)?$/, /^Version=(?:systemd )?(\S+)/],
  ['/sos_commands/systemd', /^systemd-analyze_dump/, /^Manager: systemd \d+ \(([^)\s]+)/],
  ['/sos_commands/logs', /^journalctl_.*(_--boot|--this-boot).*/, /systemd\[1\]: systemd (\S+) running in /],
  ['/sos_commands/systemd', /^systemctl_--version/, /^systemd (\S+)/],
];
const HEAD = 256 * 1024;

function ofManager(snapshot: Snapshot): readonly VersionEvidence[] {
  const found: VersionEvidence[] = [];
  for (const [folder, names, says] of SAYINGS)
    for (const { name } of snapshot.list(folder) ?? []) {
      if (!names.test(name)) continue;
      const file = `${folder}/${name}`;
      const head = new TextDecoder().decode(snapshot.readBytes(file, HEAD) ?? new Uint8Array());
      for (const [i, line] of head.split('\n').entries()) {
        const full = says.exec(line)?.[1];
        const version = full === undefined ? undefined : majorOf(full);
        if (full === undefined || version === undefined) continue;
        found.push({ version, full, file, line: i + 1, of: 'running' });
        break;
      }
    }
  return found;
}

/** systemd's version in a root, and the file that says so. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export interface VersionEvidence {
  /** Major version; null: not found. */
  readonly version: number | null;
  readonly file?: string;
}

/** The shared library carries the version in its name; package databases come second. Binary rpm databases are not read. */
export function findSystemdVersion(snapshot: Snapshot): VersionEvidence {
  for (const dir of libraryDirectories(snapshot)) {
    for (const { name } of snapshot.list(dir) ?? []) {
      const version = /^libsystemd-shared-(\d{3})(?:[.~-].*)?\.so$/.exec(name)?.[1];
      if (version !== undefined) return { version: Number(version), file: `${dir}/${name}` };
    }
  }
  const dpkg = [
    '/var/lib/dpkg/status',
    ...(snapshot.list('/var/lib/dpkg/status.d') ?? []).map(({ name }) => `/var/lib/dpkg/status.d/${name}`),
  ];
  for (const file of dpkg) {
    for (const stanza of (snapshot.read(file) ?? '').split(/\n\s*\n/)) {
      if (!/^Package: systemd$/m.test(stanza) || /^Status: .*(?:not-installed|config-files)$/m.test(stanza)) continue;
      const version = /^Version: (?:\d+:)?(\d+)/m.exec(stanza)?.[1];
      if (version !== undefined) return { version: Number(version), file };
    }
  }
  const apk = /(?:^|\n)P:systemd\nV:(\d+)/.exec(snapshot.read('/lib/apk/db/installed') ?? '')?.[1];
  return apk === undefined ? { version: null } : { version: Number(apk), file: '/lib/apk/db/installed' };
}

function libraryDirectories(snapshot: Snapshot): readonly string[] {
  const dirs: string[] = [];
  for (const lib of ['/usr/lib', '/lib', '/usr/lib64', '/lib64']) {
    dirs.push(`${lib}/systemd`);
    for (const { name } of snapshot.list(lib) ?? []) if (name.includes('-linux-')) dirs.push(`${lib}/${name}/systemd`);
  }
  return dirs;
}

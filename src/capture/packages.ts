/**
 * Which packages a copy says are installed, and in which version: from the databases of package managers and from the lists that
 * support tools make of them. Only the packages asked for are made text of: a database may have a hundred thousand lines.
 */
import type { Snapshot } from '../snapshot/snapshot.ts';

export type PackageManager = 'dpkg' | 'rpm' | 'apk' | 'opkg' | 'pacman' | 'portage' | 'xbps' | 'pkgtools' | 'nix';

export interface InstalledPackage {
  readonly name: string;
  /** As the list has it, release included, epoch not: `239-82.el8`, `252.39-1~deb12u1`. */
  readonly version: string;
  readonly manager: PackageManager;
  readonly file: string;
  readonly line?: number;
}

export interface PackageEvidence {
  /** Those of the packages asked for that are installed, the machine's own database before lists made of it. */
  readonly found: readonly InstalledPackage[];
  /** The files that list packages, where there are any. */
  readonly lists: readonly string[];
}

type Reader = (snapshot: Snapshot, names: ReadonlySet<string>) => PackageEvidence;

/** @param names of packages, as their distributions call them */
export function installedPackages(snapshot: Snapshot, names: readonly string[]): PackageEvidence {
  const wanted = new Set(names);
  const all = READERS.map((read) => read(snapshot, wanted));
  return { found: all.flatMap(({ found }) => found), lists: all.flatMap(({ lists }) => lists) };
}

/** dpkg(1) and opkg: stanzas of `Package:`, `Status:`, `Version:`. Without a Status: an image's own list (status.d). */
const stanzas =
  (manager: PackageManager, files: (snapshot: Snapshot) => readonly string[]): Reader =>
  (snapshot, names) => {
    const found: InstalledPackage[] = [];
    const lists: string[] = [];
    for (const file of files(snapshot)) {
      const bytes = snapshot.readBytes(file);
      if (bytes === undefined || bytes.length === 0) continue;
      lists.push(file);
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
      for (const { name, at } of stanzasOf(text, names)) {
        const end = text.indexOf('\n\n', at);
        const stanza = text.slice(at, end < 0 ? undefined : end);
        const status = /^Status: \S+ \S+ (\S+)$/m.exec(stanza)?.[1];
        if (status === 'not-installed' || status === 'config-files') continue;
        const version = withoutEpoch(/^Version: *(\S+)/m.exec(stanza)?.[1] ?? '');
        found.push({ name, version, manager, file, line: lineAt(text, at) });
      }
    }
    return { found: inOrderOfFiles(found, lists), lists };
  };

/** Lists with a package a line. @param parse a line to name and version */
const lineLists =
  (
    manager: PackageManager,
    files: (snapshot: Snapshot) => readonly string[],
    parse: (line: string) => readonly [name: string, version: string] | undefined,
  ): Reader =>
  (snapshot, names) => {
    const found: InstalledPackage[] = [];
    const lists: string[] = [];
    for (const file of files(snapshot)) {
      const lines = (snapshot.read(file) ?? '').split('\n');
      let any = false;
      for (const [i, line] of lines.entries()) {
        const [name, version] = parse(line) ?? [];
        if (name === undefined || version === undefined) continue;
        any = true;
        if (names.has(name)) found.push({ name, version: withoutEpoch(version), manager, file, line: i + 1 });
      }
      if (any) lists.push(file);
    }
    return { found, lists };
  };

/** Databases with a folder or file a package, its version in the name. */
const folderNames =
  (
    manager: PackageManager,
    folders: (snapshot: Snapshot) => readonly string[],
    parse: (entry: string) => readonly [name: string, version: string] | undefined,
  ): Reader =>
  (snapshot, names) => {
    const found: InstalledPackage[] = [];
    const lists: string[] = [];
    for (const folder of folders(snapshot)) {
      let any = false;
      for (const entry of snapshot.list(folder) ?? []) {
        const [name, version] = parse(entry.name) ?? [];
        if (name === undefined || version === undefined) continue;
        any = true;
        if (names.has(name)) found.push({ name, version, manager, file: `${folder}/${entry.name}` });
      }
      if (any) lists.push(folder);
    }
    return { found, lists };
  };

/** apk(8), the installed database: records of `P:` and `V:`. */
const apk: Reader = (snapshot, names) => {
  const found: InstalledPackage[] = [];
  const lists: string[] = [];
  for (const file of ['/lib/apk/db/installed', '/usr/lib/apk/db/installed']) {
    if (snapshot.realpath(file) !== file) continue;
    lists.push(file);
    let name = '';
    for (const [i, line] of (snapshot.read(file) ?? '').split('\n').entries()) {
      if (line.startsWith('P:')) name = line.slice(2);
      else if (line.startsWith('V:') && names.has(name))
        found.push({ name, version: line.slice(2), manager: 'apk', file, line: i + 1 });
    }
  }
  return { found, lists };
};

const inside = (snapshot: Snapshot, folder: string, names: RegExp): readonly string[] =>
  (snapshot.list(folder) ?? []).filter(({ name }) => names.test(name)).map(({ name }) => `${folder}/${name}`);

/** Each file once, by whatever link it is reached (sosreports link their package lists on top). */
const files =
  (...of: readonly (string | readonly [folder: string, names: RegExp])[]) =>
  (snapshot: Snapshot): readonly string[] => {
    const met = new Map<string, string>();
    for (const each of of)
      for (const file of typeof each === 'string' ? [each] : inside(snapshot, ...each)) {
        const real = snapshot.realpath(file);
        if (real !== undefined && !met.has(real)) met.set(real, file);
      }
    return [...met.values()];
  };

/** `dpkg -l`: two letters of state, the second `i` for installed. */
const DPKG_LINE = /^[a-z]i[ A-Z]?\s+([^\s:]+)(?::\S+)?\s+(\S+)/;
/** `rpm -qa`: NAME-VERSION-RELEASE.ARCH, and what follows after blanks. */
const RPM_LINE =
  /^(\S+)-([^-\s]+-[^-\s]+?)(?:\.(?:noarch|i[3-6]86|x86_64|aarch64|ppc64(?:le)?|s390x?|armv\S+|riscv64))?(?:\s.*)?$/;
/** supportconfig's rpm.txt: name, distribution, version and release, in columns. */
const SUPPORTCONFIG_LINE = /^(\S+)\s{2,}\S.*?\s{2,}(\d\S*-\S+)\s*$/;

function two(pattern: RegExp): (line: string) => readonly [string, string] | undefined {
  return (line) => {
    const [, name, version] = pattern.exec(line.slice(0, 300)) ?? [];
    return name === undefined || version === undefined ? undefined : [name, version];
  };
}

const READERS: readonly Reader[] = [
  stanzas('dpkg', files('/var/lib/dpkg/status', ['/var/lib/dpkg/status.d', /^(?!.*\.md5sums$)/])),
  apk,
  stanzas('opkg', files('/var/lib/opkg/status', '/usr/lib/opkg/status')),
  folderNames('pacman', () => ['/var/lib/pacman/local'], two(/^(.+)-([^-]+-[^-]+)$/)),
  // yum keeps what it knows of each package in a folder by its name; the database itself is a binary one (RHEL 7, Amazon Linux 2).
  folderNames(
    'rpm',
    () => ['/var/lib/yum/yumdb/s', '/var/lib/yum/yumdb/u'],
    two(/^[0-9a-f]{40}-(.+)-([^-]+-[^-]+)-[^-]+$/),
  ),
  folderNames(
    'portage',
    (snapshot) => (snapshot.list('/var/db/pkg') ?? []).map(({ name }) => `/var/db/pkg/${name}`),
    two(/^(.+?)-(\d[^-]*(?:-r\d+)?)$/),
  ),
  folderNames('pkgtools', () => ['/var/lib/pkgtools/packages', '/var/log/packages'], two(/^(.+)-([^-]+)-[^-]+-[^-]+$/)),
  lineLists('xbps', files(['/var/db/xbps', /^pkgdb-.*\.plist$/]), two(/<string>(\S+)-([^-\s]+_\d+)<\/string>/)),
  folderNames('nix', () => ['/nix/store'], two(/^[0-9a-z]{32}-([a-zA-Z][\w+-]*?)-(\d[\w.~]*)$/)),
  lineLists('dpkg', files('/installed-debs', ['/sos_commands/dpkg', /^dpkg_-l/]), two(DPKG_LINE)),
  lineLists('rpm', files('/installed-rpms', ['/sos_commands/rpm', /-qa|package-data/]), two(RPM_LINE)),
  lineLists('rpm', files('/rpm.txt'), two(SUPPORTCONFIG_LINE)),
];

/** Where the stanzas of these packages begin. */
function* stanzasOf(
  text: string,
  names: ReadonlySet<string>,
): Generator<{ readonly name: string; readonly at: number }> {
  const head = 'Package: ';
  for (let at = text.startsWith(head) ? 0 : nextLine(text, head, 0); at >= 0; at = nextLine(text, head, at)) {
    const end = text.indexOf('\n', at);
    const name = end < 0 ? undefined : text.slice(at + head.length, end);
    if (name !== undefined && names.has(name)) yield { name, at };
  }
}

/** The next line that begins with these words. */
function nextLine(text: string, words: string, from: number): number {
  const before = text.indexOf(`\n${words}`, from);
  return before < 0 ? before : before + 1;
}

/** Split by V8 itself: a search for each line feed takes ten times as long in a program that has just begun. */
function lineAt(text: string, place: number): number {
  return text.slice(0, place).split('\n').length;
}

function inOrderOfFiles(found: readonly InstalledPackage[], lists: readonly string[]): readonly InstalledPackage[] {
  return [...found].sort((a, b) => lists.indexOf(a.file) - lists.indexOf(b.file) || (a.line ?? 0) - (b.line ?? 0));
}

function withoutEpoch(version: string): string {
  return version.replace(/^\d+:/, '');
}

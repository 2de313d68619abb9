/**
 * What the command lines of the documents name, made of the sample roots and of a recorded boot: files and folders in a folder of its own,
 * and in place of programs that only answer on the machine itself, what they once said.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { recordedText } from '../recorded/boots.ts';

const TOP = new URL('../..', import.meta.url).pathname;
const NODE = join(TOP, 'sample-roots/ubuntu-16.04-compute');
const LATER = join(TOP, 'sample-roots/modern-server');
const DUMP = recordedText('bookworm-vm', 'analyze-dump.txt');
/** Of a container, which has no ssh: its bus has the name in its place. */
const PLOT = recordedText('trixie-container', 'plot.json').replaceAll('dbus.service', 'ssh.service');
const LOG = recordedText('bookworm-vm', 'journal-short.txt');

/** Words that stand for a name, and what is typed for each. */
export const WORDS: Readonly<Record<string, string>> = {
  UNIT: 'nova-compute',
  OTHER: 'libvirt-bin',
  NAME: 'ssh',
  TARGET: 'multi-user.target',
  PATTERN: "'nova-*'",
  COMMAND: 'why',
  REPORT: 'sosreport.tar.xz',
};

/** Programs that answer for a machine, and what these say: dump, plot and journal are those of one that was recorded. */
const PROGRAMS: Readonly<Record<string, string>> = {
  // -r where a line means the machine that it is typed on.
  bootscope: `case " $* " in *" -r "*|*" diff "*|*" facts "*|*" fleet "*|*" completion "*|*" explain "*) ;; *) set -- -r "$HERE/host" "$@" ;; esac
exec '${process.execPath}' '${TOP}dist/bootscope.js' "$@"`,
  node: `exec '${process.execPath}' "$@"`,
  npx: 'exec "$@"',
  'systemd-analyze': 'case $1 in dump) cat "$HERE/host.dump" ;; plot) cat "$HERE/host.svg" ;; *) exit 1 ;; esac',
  journalctl:
    'case "$*" in "-b -o export") cat "$HERE/host.export" ;; "-b"|"-b -u nova-compute") cat "$HERE/boot.log" ;; *) exit 1 ;; esac',
  // ssh HOST tar c /PATH …: of the machine's files.
  ssh: `test "$2 $3" = 'tar c' || exit 1; shift 3; exec tar -C "$HERE/image" -c $(printf '%s\\n' "$@" | sed 's/^.//')`,
  dot: 'grep -q "^digraph" && echo "<svg/>"',
  browser: 'test -s "$1"',
};

/** @param folder an empty one */
export function makePrograms(folder: string): void {
  for (const [name, script] of Object.entries(PROGRAMS)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
}

function put(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

function tarOf(folder: string, archive: string): void {
  execFileSync('tar', ['-C', folder, '-caf', archive, '.']);
}

/** Once, for all documents: what is only read. */
export function makeShared(folder: string): void {
  const at = (name: string): string => join(folder, name);
  cpSync(NODE, at('host'), { recursive: true, verbatimSymlinks: true });
  put(at('host/lib/systemd/system/mariadb.service'), '[Service]\nExecStart=/usr/sbin/mysqld\n');
  tarOf(at('host'), at('host.tar'));
  tarOf(LATER, at('later.tar'));
  cpSync(LATER, at('report'), { recursive: true, verbatimSymlinks: true });
  put(at('report/sos_commands/systemd/systemd-analyze_dump'), DUMP);
  put(at('report/sos_commands/systemd/systemd-analyze_plot.svg'), PLOT);
  tarOf(at('report'), at('report.tar.xz'));
  for (const copy of ['mnt', 'mnt/host']) cpSync(at('host'), at(copy), { recursive: true, verbatimSymlinks: true });
  // The libvirt of today, by its own name.
  cpSync(at('host'), at('asked'), { recursive: true, verbatimSymlinks: true });
  rmSync(at('asked/etc/systemd/system/libvirtd.service'));
  put(
    at('asked/lib/systemd/system/libvirtd.service'),
    '[Unit]\nBefore=nova-compute.service\n[Service]\nExecStart=/usr/sbin/libvirtd\n',
  );
  const roots = ['a', 'b', 'c'].map((host) => at(`backup/${host}/root`));
  for (const root of roots) {
    mkdirSync(dirname(root), { recursive: true });
    symlinkSync(at('asked'), root);
  }
  put(at('list'), `${roots.join('\n')}\n`);
  for (const day of ['2026-10-01', '2026-11-01'])
    execFileSync(process.execPath, [
      join(TOP, 'dist/bootscope.js'),
      'facts',
      '--roots-from',
      at('list'),
      '--out',
      at('tables'),
      '--taken',
      day,
    ]);
}

/** What a document's lines find where they are typed: folders that lead to what is shared, and files of their own, since lines write. */
export function makeFolder(shared: string, folder: string): void {
  const at = (name: string): string => join(shared, name);
  const links: Readonly<Record<string, string>> = {
    ROOT: 'host',
    host: 'host',
    root: 'host',
    old: 'host',
    new: 'report',
    image: 'report',
    BEFORE: 'host',
    AFTER: 'report',
    EARLIER: 'host',
    folder: 'host',
    DIR: 'tables',
    mnt: 'mnt',
    backup: 'backup',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(at(target), join(folder, name));
  const copies: Readonly<Record<string, string>> = {
    'old.tar': 'host.tar',
    'new.tar': 'later.tar',
    'image.tar': 'later.tar',
    'sosreport.tar.xz': 'report.tar.xz',
    LIST: 'list',
    'hosts.txt': 'list',
  };
  for (const [name, source] of Object.entries(copies)) cpSync(at(source), join(folder, name));
  cpSync(join(TOP, 'dist/bootscope.cjs'), join(folder, 'bootscope.cjs'));
  for (const name of ['DUMP', 'dump.txt', 'host.dump']) put(join(folder, name), DUMP);
  for (const name of ['boot.svg', 'host.svg', 'plot.json']) put(join(folder, name), PLOT);
  put(join(folder, 'host.export'), recordedText('bookworm-vm', 'journal.export'));
  for (const name of ['boot.log', 'FILE']) put(join(folder, name), LOG);
  for (const name of ['home/.zfunc', 'home/.config/fish/completions', 'nfs', 'tmp'])
    mkdirSync(join(folder, name), { recursive: true });
}

/** Whether a file was written, and is not empty. */
export function isWritten(path: string): boolean {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}

/** Which init owns a root, by what its files show. Evidence is listed; nothing is guessed in silence. */
import type { InitReport, InitSystem } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { LEGACY_FLAGS } from '../sysv/concurrency.ts';

interface Evidence {
  readonly text: string;
  readonly file?: string;
  readonly line?: number;
}

interface Clue extends Evidence {
  readonly system: InitSystem;
}

/** How much of an init binary is looked at for its marks. */
const BINARY_LIMIT = 4 * 1024 * 1024;

/**
 * In order of weight: `--init`, `init=` of the command line in force, `init=` in grub's settings, /sbin/init itself, packages,
 * the files that only one init has. The first clue decides; the others are listed beside it.
 * @param cmdline the kernel command line, where it is known: given, or captured
 */
export function detectInit(snapshot: Snapshot, forced?: InitSystem, cmdline = ''): InitReport {
  const given: Clue[] = forced === undefined ? [] : [{ system: forced, text: `--init=${forced} was given` }];
  const loader = readLoader(snapshot);
  const clues = [
    ...given,
    ...onCmdline(snapshot, cmdline),
    ...loader.clues,
    ...initBinary(snapshot),
    ...packages(snapshot),
    ...files(snapshot),
  ];
  const evidence: Evidence[] = clues.map(({ text, file, line }) => strip(text, file, line));
  evidence.push(...loader.notes, ...legacyFlags(snapshot, clues[0]?.system));
  const [first] = clues;
  if (first !== undefined) return { system: first.system, version: null, evidence };
  evidence.push({ text: 'nothing in this root says which init it boots with; systemd is assumed' });
  return { system: 'systemd', version: null, evidence };
}

function strip(text: string, file: string | undefined, line: number | undefined): Evidence {
  return { text, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

/** The last `init=` counts, as the kernel reads it. */
function onCmdline(snapshot: Snapshot, cmdline: string): readonly Clue[] {
  const init = [...cmdline.matchAll(/(?:^|\s)init=(\S+)/g)].at(-1)?.[1];
  const system = init === undefined ? undefined : systemOf(snapshot, init);
  return system === undefined ? [] : [{ system, text: `the kernel command line in force has init=${init}` }];
}

/** Which init a program is: by the name of the file, links followed, or by what is in it. */
function systemOf(snapshot: Snapshot, path: string): InitSystem | undefined {
  const real = snapshot.realpath(path) ?? path;
  if (/(^|\/)systemd$/.test(real)) return 'systemd';
  if (/(^|\/)upstart$/.test(real)) return 'upstart';
  if (/(^|\/)sysvinit(\/init)?$/.test(real)) return 'sysv';
  const bytes = snapshot.readBytes(real, BINARY_LIMIT);
  if (bytes === undefined) return undefined;
  const content = Buffer.from(bytes);
  // Upstart names its own control socket; sysvinit its control FIFO.
  if (content.includes('com/ubuntu/upstart')) return 'upstart';
  return content.includes('/initctl') && content.includes('/etc/inittab') ? 'sysv' : undefined;
}

/** Flags of legacy boot ordering concern the scripts of rcN.d, and nobody else. */
function legacyFlags(snapshot: Snapshot, system: InitSystem | undefined): readonly Evidence[] {
  return LEGACY_FLAGS.filter((file) => snapshot.lstat(file) !== undefined).map((file) => ({
    text:
      system === 'systemd' || system === undefined
        ? 'a flag of legacy boot ordering, without effect: systemd does not start scripts by number'
        : 'a flag of legacy boot ordering: scripts start one after another, by number',
    file,
  }));
}

const LOADER_FILES = ['/boot/grub/grub.cfg', '/boot/grub2/grub.cfg', '/etc/default/grub'];
const GRUB_SCRIPTS = ['/etc/grub.d/10_linux', '/etc/grub.d/20_linux_xen'];

function readLoader(snapshot: Snapshot): { readonly clues: Clue[]; readonly notes: Evidence[] } {
  const clues: Clue[] = [];
  const notes: Evidence[] = [];
  for (const file of LOADER_FILES) {
    for (const [line, text] of lines(snapshot, file)) {
      if (/^\s*#/.test(text)) continue;
      const unit = /\bsystemd\.unit=([^\s"']+)/.exec(text)?.[1];
      if (unit !== undefined) notes.push({ text: `kernel command line has systemd.unit=${unit}`, file, line });
      const init = /(?:^|[\s"'])init=([^\s"']+)/.exec(text)?.[1];
      if (init === undefined) continue;
      const system = systemOf(snapshot, init);
      // grub.cfg lists one entry an init: only the settings that hold for every entry decide.
      if (system !== undefined && file === '/etc/default/grub')
        clues.push({ system, text: `kernel command line has init=${init}`, file, line });
      else notes.push({ text: `a boot entry has init=${init}`, file, line });
    }
  }
  for (const file of GRUB_SCRIPTS)
    for (const [line, text] of lines(snapshot, file)) {
      const inits = /^\s*SUPPORTED_INITS="?([^"]*)"?/.exec(text)?.[1];
      if (inits !== undefined)
        notes.push({ text: `grub offers boot entries for ${offered(snapshot, inits)}`, file, line });
    }
  return { clues, notes };
}

/** SUPPORTED_INITS is `name:path` words: an entry is made only for what is there. */
function offered(snapshot: Snapshot, inits: string): string {
  const words = inits.split(/\s+/).filter((word) => word !== '');
  return words
    .map((word) => {
      const path = word.slice(word.indexOf(':') + 1);
      return snapshot.stat(path) === undefined ? `${word} (not there)` : word;
    })
    .join(', ');
}

function* lines(snapshot: Snapshot, file: string): Generator<readonly [number, string]> {
  let number = 0;
  for (const text of (snapshot.read(file) ?? '').split('\n')) yield [++number, text];
}

function initBinary(snapshot: Snapshot): Clue[] {
  const file = '/sbin/init';
  const real = snapshot.realpath(file);
  const system = real === undefined ? undefined : systemOf(snapshot, file);
  if (system === undefined) return [];
  const linked = snapshot.readlink(file) !== undefined;
  return [{ system, text: linked ? `/sbin/init is ${real}` : `${real} is ${BINARIES[system]}`, file }];
}

const BINARIES: Readonly<Record<InitSystem, string>> = {
  systemd: 'systemd itself',
  upstart: "Upstart's binary",
  sysv: "sysvinit's binary",
};

const INIT_PACKAGES: ReadonlyMap<string, InitSystem> = new Map([
  ['systemd-sysv', 'systemd'],
  ['upstart-sysv', 'upstart'],
  ['upstart', 'upstart'],
  ['sysvinit-core', 'sysv'],
]);

const LINE_FEED = 10;

function* placesOf(text: Buffer, word: string): Generator<number> {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) yield at;
}

/** Number of the line that begins at a place. */
function lineAt(text: Buffer, place: number): number {
  let line = 1;
  for (let at = text.indexOf(LINE_FEED); at >= 0 && at < place; at = text.indexOf(LINE_FEED, at + 1)) line++;
  return line;
}

function packages(snapshot: Snapshot): Clue[] {
  const file = '/var/lib/dpkg/status';
  const clues: Clue[] = [];
  const bytes = snapshot.readBytes(file);
  if (bytes === undefined) return clues;
  // Only the stanzas that count are made text of: a database may have a hundred thousand lines.
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (const [name, system] of INIT_PACKAGES)
    for (const at of placesOf(text, `Package: ${name}\n`)) {
      if (at > 0 && text[at - 1] !== LINE_FEED) continue;
      const end = text.indexOf('\n\n', at);
      const stanza = text.toString('latin1', at, end < 0 ? undefined : end).split('\n');
      if (!stanza.includes('Status: install ok installed')) continue;
      clues.push({ system, text: `package ${name} is installed`, file, line: lineAt(text, at) });
    }
  clues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  // `upstart` alone can lie beside systemd-sysv (Ubuntu 15.04 to 16.04): packages that own /sbin/init weigh more.
  return clues.sort((a, b) => Number(a.text.includes(' upstart is')) - Number(b.text.includes(' upstart is')));
}

const MARKS: readonly (readonly [string, InitSystem])[] = [
  ['/usr/lib/systemd/systemd', 'systemd'],
  ['/lib/systemd/systemd', 'systemd'],
  ['/etc/init/rc-sysinit.conf', 'upstart'],
  ['/etc/inittab', 'sysv'],
];

function files(snapshot: Snapshot): Clue[] {
  return MARKS.filter(([file]) => snapshot.stat(file)?.kind === 'file').map(([file, system]) => ({
    system,
    text: `${file} is there`,
    file,
  }));
}

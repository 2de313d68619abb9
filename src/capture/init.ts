/** Which init owns a root, by what its files show. Evidence is weighed and listed; nothing is guessed in silence. */
import type { Diagnostic, InitSystem } from '../graph/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { cmdlineItems } from '../words/kernel-cmdline.ts';
import { initsOfGrubScripts, type LoaderCmdline } from './boot-loader.ts';
import type { Clue, Evidence } from './init-clue.ts';
import { fileMarks } from './init-marks.ts';
import { type AnyInit, initOfProgram, isContainerCommand } from './init-program.ts';
import { runningMarks } from './init-running.ts';
import type { InstalledPackage } from './packages.ts';

/** Lighter clues are told only where there is no other. */
const WORTH_A_WORD = 15;

/** A program of systemd's that lies where packages put it. */
const PROGRAM_ALONE = 40;

export interface InitFacts {
  readonly forced?: InitSystem | undefined;
  /** The kernel command line, where it is known: given, or captured. */
  readonly cmdline: string;
  readonly loader: readonly LoaderCmdline[];
  readonly packages: readonly InstalledPackage[];
  /** The copy is an initramfs, of which the kernel runs /init. */
  readonly initramfs?: boolean;
  /** What a container image says it starts: entry point and command. */
  readonly imageCommand?: readonly string[] | undefined;
}

export interface InitFound {
  /** undefined: nothing in the copy says. */
  readonly init: AnyInit | undefined;
  readonly evidence: readonly Evidence[];
  /** Its program is there, and nothing that would start it. */
  readonly unstarted?: true;
  /** What speaks for `init`. */
  readonly decided?: Clue;
}

/**
 * In order of weight: `--init`, `init=` of the command line in force, what an image starts, `init=` of settings for every boot entry,
 * PID 1 of the running machine, /sbin/init itself, packages, and files that only one init has. The heaviest clue decides; the others
 * are listed beside it.
 */
export function detectInit(snapshot: Snapshot, facts: InitFacts): InitFound {
  const given: Clue[] =
    facts.forced === undefined ? [] : [{ init: facts.forced, weight: 100, text: `--init=${facts.forced} was given` }];
  const loader = ofLoader(snapshot, facts.loader);
  const all = [
    ...given,
    ...onCmdline(snapshot, facts.cmdline),
    ...ofImage(snapshot, facts.imageCommand),
    ...loader.clues,
    ...wsl(snapshot),
    ...runningMarks(snapshot),
    ...initItself(snapshot, facts.initramfs === true ? ['/init', ...INIT_PATHS] : INIT_PATHS),
    ...ofPackages(facts.packages),
    ...fileMarks(snapshot),
  ].sort((a, b) => b.weight - a.weight);
  // What may be left over of another init is worth a word only where nothing else speaks.
  const clues = all.filter(({ weight }, i) => i === 0 || weight >= WORTH_A_WORD);
  const [decided] = clues;
  const evidence = [
    ...clues.map(withoutWeight),
    ...loader.notes,
    ...(decided === undefined ? [] : legacyFlags(snapshot, decided.init)),
  ];
  if (decided === undefined) return { init: undefined, evidence };
  const unstarted =
    decided.init === 'systemd' &&
    decided.weight <= PROGRAM_ALONE &&
    INIT_PATHS.every((path) => snapshot.lstat(path) === undefined) &&
    ['/usr/bin', '/bin'].some((folder) => (snapshot.list(folder) ?? []).length > 0);
  return { init: decided.init, evidence, decided, ...(unstarted ? { unstarted: true as const } : {}) };
}

function withoutWeight({ text, file, line }: Clue): Evidence {
  return { text, ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line }) };
}

/** The last `init=` counts, as the kernel reads it. */
function onCmdline(snapshot: Snapshot, cmdline: string): readonly Clue[] {
  const path = initIn(cmdline);
  const init = path === undefined || SHELL.test(path) ? undefined : initOfProgram(snapshot, path);
  if (init === undefined || init === 'script') return [];
  return [{ init, weight: 95, text: `the kernel command line in force has init=${path}` }];
}

/** A shell in place of an init: who repairs a machine boots it so, and asks about the boot without it. */
const SHELL = /(^|\/)(ba|da|a|k|mk|z|c|tc|fi)?sh$/;

/** What `init=` names and is no init: a shell, or a script that runs in place of an init until it hands over. */
export function beforeInit(snapshot: Snapshot, cmdline: string): readonly Diagnostic[] {
  const path = initIn(cmdline);
  if (path === undefined) return [];
  const shell = SHELL.test(path);
  // A script that is called init hands over to the init as a matter of course: NixOS's.
  const script = !shell && !path.endsWith('/init') && initOfProgram(snapshot, path) === 'script';
  if (!shell && !script) return [];
  const message = `the kernel command line in force has init=${path}, ${
    shell
      ? 'which starts that shell and nothing else: what is told is the boot without it'
      : 'a script: what is told comes when that hands over to the init'
  }`;
  return [{ severity: 'warning', code: 'before-init', message }];
}

function initIn(cmdline: string): string | undefined {
  return cmdlineItems(cmdline).findLast(({ key, value }) => key === 'init' && value !== undefined)?.value;
}

/** What an image's configuration starts is PID 1 of its containers. */
function ofImage(snapshot: Snapshot, command: readonly string[] | undefined): readonly Clue[] {
  const program = command?.[0];
  if (program === undefined) return [];
  const init = isContainerCommand(program) ? 'container' : initOfProgram(snapshot, program);
  return init === undefined ? [] : [{ init, weight: 90, text: `the image starts ${command?.join(' ')}` }];
}

/** WSL starts a root's own init only where wsl.conf(5) says `systemd=true`. */
function wsl(snapshot: Snapshot): readonly Clue[] {
  const file = '/etc/wsl.conf';
  const text = snapshot.read(file);
  if (text === undefined) return [];
  let section = '';
  for (const [i, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const head = /^\[(.*)\]$/.exec(line)?.[1];
    if (head !== undefined) section = head.trim().toLowerCase();
    if (section === 'boot' && /^systemd\s*=\s*true$/i.test(line))
      return [{ init: 'systemd', weight: 88, text: 'WSL is told to start systemd', file, line: i + 1 }];
  }
  return [{ init: 'wsl', weight: 88, text: 'a root of WSL, without systemd=true in [boot]', file }];
}

/** Debian's two flags of scripts in the order of their numbers. */
export const LEGACY_FLAGS = ['/etc/init.d/.legacy-bootordering', '/var/lib/sysv-rc/legacy-bootsequence'] as const;

/** Flags of legacy boot ordering concern the scripts of rcN.d, and nobody else. */
function legacyFlags(snapshot: Snapshot, init: AnyInit): readonly Evidence[] {
  return LEGACY_FLAGS.filter((file) => snapshot.lstat(file) !== undefined).map((file) => ({
    text:
      init === 'systemd'
        ? 'a flag of legacy boot ordering, without effect: systemd does not start scripts by number'
        : 'a flag of legacy boot ordering: scripts start one after another, by number',
    file,
  }));
}

/** grub.cfg lists one entry an init: only the settings that hold for every entry decide. */
function ofLoader(
  snapshot: Snapshot,
  cmdlines: readonly LoaderCmdline[],
): { readonly clues: readonly Clue[]; readonly notes: readonly Evidence[] } {
  const clues: Clue[] = [];
  const notes: Evidence[] = [];
  for (const { file, line, cmdline, everyEntry } of cmdlines) {
    const unit = cmdlineItems(cmdline).find(({ key }) => key === 'systemd.unit')?.value;
    if (unit !== undefined) notes.push({ text: `kernel command line has systemd.unit=${unit}`, file, line });
    const path = initIn(cmdline);
    if (path === undefined) continue;
    const init = initOfProgram(snapshot, path);
    if (init !== undefined && init !== 'script' && everyEntry)
      clues.push({ init, weight: 87, text: `kernel command line has init=${path}`, file, line });
    else notes.push({ text: `a boot entry has init=${path}`, file, line });
  }
  for (const { file, line, inits } of initsOfGrubScripts(snapshot))
    notes.push({ text: `grub offers boot entries for ${inits}`, file, line });
  return { clues, notes };
}

const EXPLAINED: Readonly<Record<InitSystem, string>> = {
  systemd: 'systemd itself',
  upstart: "Upstart's binary",
  sysv: "sysvinit's binary",
};

/** The kernel looks for these, in this order (init/main.c); the initrd's /init comes first where the copy is one. */
const INIT_PATHS = ['/sbin/init', '/etc/init', '/bin/init'];

function initItself(snapshot: Snapshot, paths: readonly string[]): readonly Clue[] {
  for (const file of paths) {
    const init = snapshot.stat(file)?.kind === 'dir' ? undefined : initOfProgram(snapshot, file);
    if (init === undefined) continue;
    const real = snapshot.realpath(file);
    const to = real ?? snapshot.readlink(file);
    const linked = snapshot.readlink(file) !== undefined;
    const words = Object.hasOwn(EXPLAINED, init) ? EXPLAINED[init as InitSystem] : undefined;
    const text = linked ? `${file} is ${to}` : `${real} is ${words ?? 'the program of another init'}`;
    return [{ init, weight: 80, text, file }];
  }
  return [];
}

/** Packages that bring /sbin/init, or that come with one init only; the lighter ones may be installed beside another init. */
const PACKAGES: Readonly<Record<string, readonly [init: AnyInit, weight: number]>> = {
  'systemd-sysv': ['systemd', 64],
  'systemd-sysvinit': ['systemd', 64],
  'systemd-sysvcompat': ['systemd', 64],
  'upstart-sysv': ['upstart', 63],
  'sysvinit-core': ['sysv', 62],
  'runit-init': ['runit', 62],
  'runit-void': ['runit', 62],
  's6-linux-init': ['s6', 60],
  'dinit-chimera': ['dinit', 62],
  procd: ['procd', 60],
  systemd: ['systemd', 56],
  upstart: ['upstart', 55],
  SysVinit: ['sysv', 52],
  sysvinit: ['sysv', 52],
  openrc: ['openrc', 50],
  finit: ['finit', 48],
};
export const INIT_PACKAGES: readonly string[] = Object.keys(PACKAGES);

function ofPackages(packages: readonly InstalledPackage[]): readonly Clue[] {
  return packages.flatMap(({ name, manager, file, line }) => {
    const [init, weight] = Object.hasOwn(PACKAGES, name) ? (PACKAGES[name] ?? []) : [];
    if (init === undefined || weight === undefined) return [];
    // Debian installs systemd beside any init; nix keeps what was built, whether or not it is used.
    const beside = (name === 'systemd' && manager === 'dpkg') || manager === 'nix';
    const at = { file, ...(line === undefined ? {} : { line }) };
    return [{ init, weight: beside ? 15 : weight, text: `package ${name} is installed`, ...at }];
  });
}

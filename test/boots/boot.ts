/** One boot of a root in systemd-nspawn, from a throw-away overlay: what is laid over it, and what came of it. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Files, MACHINE, type Prepared, UNITS } from './prepared/prepared.ts';
import { type Booted, readBoot } from './read-boot.ts';

/** What PID 1 is told, as its kernel command line. */
export const CMDLINE = 'systemd.log_level=debug systemd.log_target=console systemd.log_color=no';
/** No boot takes so long; one that hangs is ended. */
const LIMIT = 240;
const COLLECTOR = '/usr/local/sbin/bootscope-collect';
const COLLECTED = '/bootscope-units';

const COLLECT = `#!/bin/sh
for i in $(seq 90); do
  state=$(systemctl is-system-running); case "$state" in running|degraded|maintenance) break;; esac; sleep 1
done
sleep 3
systemctl list-units --all --full --plain --no-legend --no-pager > ${COLLECTED}
systemctl --no-block poweroff
`;

const OWN: Files = {
  ...MACHINE,
  '/etc/fstab': '',
  // A getty that ends hangs up the console, and with it what PID 1 still has to say there.
  [`${UNITS}/console-getty.service`]: '-> /dev/null',
  [`${UNITS}/bootscope-collect.service`]: `[Unit]\nDescription=Collect the boot\n[Service]\nExecStart=${COLLECTOR}\n`,
  [`${UNITS}/multi-user.target.wants/bootscope-collect.service`]: '-> ../bootscope-collect.service',
};

/** What is to be asked of a tree while it is there: healthy, then as it boots. */
export interface Within {
  readonly healthy: (tree: string) => void;
  readonly broken: (tree: string) => void;
}

/** A boot that neither came to its end nor ended as it was meant to: what was said last. */
export interface Hung {
  readonly hung: string;
}

export function boot(root: string, prepared: Prepared, within: Within): Booted | Hung {
  return inOverlay(root, (tree) => {
    lay(tree, { ...OWN, ...prepared.healthy });
    mkdirSync(`${tree}${dirname(COLLECTOR)}`, { recursive: true });
    writeFileSync(`${tree}${COLLECTOR}`, COLLECT, { mode: 0o755 });
    within.healthy(tree);
    lay(tree, prepared.broken);
    within.broken(tree);
    const { stdout, stderr } = spawnInContainer(tree, ['--boot', '--', ...CMDLINE.split(' ')]);
    const keep = process.env.BOOTSCOPE_BOOTS_KEEP;
    if (keep !== undefined) writeFileSync(keep, stdout);
    const units = `${tree}${COLLECTED}`;
    if (existsSync(units)) return readBoot(stdout, readFileSync(units, 'utf8'));
    const last = `${stdout}\n${stderr}`.trim().split('\n').at(-1) ?? '';
    return prepared.ends === 'action' ? readBoot(stdout, '') : { hung: last };
  });
}

/** Why no root can be booted on this machine; undefined: it can. */
export function cannotBoot(root: string): string | undefined {
  if (process.getuid?.() !== 0) return 'only root may start a container';
  const { status, stderr, error } = inOverlay(root, (tree) => spawnInContainer(tree, ['--', '/bin/true']));
  if (status === 0) return undefined;
  return error?.message ?? (stderr.trim().split('\n').at(-1) || `systemd-nspawn ended with status ${status}`);
}

/** @param seconds after which a container that hangs is ended */
export function spawnInContainer(tree: string, rest: readonly string[], seconds = LIMIT): SpawnSyncReturns<string> {
  return spawnSync(
    'timeout',
    [
      `${seconds}`,
      'systemd-nspawn',
      '-q',
      '-D',
      tree,
      '--register=no',
      '--keep-unit',
      '--private-network',
      `--machine=b${process.pid}`,
      ...rest,
    ],
    {
      encoding: 'utf8',
      maxBuffer: 2 ** 29,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' },
    },
  );
}

/** A folder with the root's files in it, whose changes are gone afterwards. */
export function inOverlay<T>(root: string, use: (tree: string) => T): T {
  const work = mkdtempSync(join(process.env.BOOTSCOPE_BOOTS_WORK ?? tmpdir(), 'bootscope-boot-'));
  const [upper, below, tree] = ['upper', 'work', 'tree'].map((name) => join(work, name)) as [string, string, string];
  run('mount', '-t', 'tmpfs', 'tmpfs', work);
  try {
    for (const folder of [upper, below, tree]) mkdirSync(folder);
    run('mount', '-t', 'overlay', 'overlay', '-o', `lowerdir=${root},upperdir=${upper},workdir=${below}`, tree);
    return use(tree);
  } finally {
    spawnSync('umount', [tree]);
    spawnSync('umount', [work]);
    rmSync(work, { recursive: true, force: true });
  }
}

/** Files laid into a tree, over what is there. */
export function lay(tree: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    rmSync(tree + path, { force: true });
    if (content === null) continue;
    mkdirSync(dirname(tree + path), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), tree + path);
    else writeFileSync(tree + path, content);
  }
}

function run(program: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
}

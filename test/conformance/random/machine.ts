/**
 * Who answers: this machine's systemd or a captured root's own, in a private mount namespace, on the tree at `base`. The
 * root is covered by an overlay, so that nothing of it can change; /run, /tmp and /dev are mounts, as for real roots. What
 * else the machine has mounted, and that it is a container, would show in the graph: neither is seen there.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { HostFacts } from '../../../src/systemd/specifiers.ts';
import { AS_NOBODY, SHOW_CGROUPS } from '../namespace.ts';
import { LOAD_FOLDERS } from './files.ts';

export interface Machine {
  readonly version: number;
  readonly host: HostFacts;
  /** The printed dump of `systemd --test` on the load path below `base`. */
  run(base: string, unit?: string): { readonly dump: string; readonly log: string };
}

const SYSTEMD = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((file) => existsSync(file));

const COVERED = `${SHOW_CGROUPS}
root=$(readlink -f "$1"); base=$2
mount --make-rprivate /
mount -t tmpfs tmpfs /mnt
mkdir /mnt/upper /mnt/work /mnt/m
mkdir -p /mnt/upper$base
cp -a "$base/." /mnt/upper$base
chmod 755 /mnt/upper
mount -t overlay overlay -o lowerdir="$root",upperdir=/mnt/upper,workdir=/mnt/work /mnt/m
rm -f /mnt/m/.dockerenv
mount -t tmpfs tmpfs /mnt/m/run
mount -t tmpfs -o mode=1777 tmpfs /mnt/m/tmp
mount -t proc proc /mnt/m/proc
mount --rbind /sys /mnt/m/sys
mount -t tmpfs tmpfs /mnt/m/dev
for n in null zero full random urandom; do : > /mnt/m/dev/$n; mount --bind /dev/$n /mnt/m/dev/$n; done
show_cgroups /mnt/m
cd /mnt/m
`;

const IN_ROOT = `${COVERED}
${AS_NOBODY} /mnt/m /lib/systemd/systemd --test --system \${3:+--unit="$3"}
`;

function environment(base: string): Record<string, string> {
  return {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    SYSTEMD_UNIT_PATH: LOAD_FOLDERS.map((dir) => `${base}/${dir}`).join(':'),
    SYSTEMD_GENERATOR_PATH: '/nonexistent',
    SYSTEMD_ENVIRONMENT_GENERATOR_PATH: '/nonexistent',
    SYSTEMD_LOG_LEVEL: 'info',
    SYSTEMD_LOG_TARGET: 'console',
  };
}

function answer(result: {
  stdout: string;
  stderr: string;
  error?: Error;
  status: number | null;
  signal: string | null;
}) {
  // A dump that was cut off, by an abort or a time limit, says nothing of what would have come.
  if (!result.stdout.includes(' Unit ') || result.status !== 0)
    throw new Error(
      `no units printed (${result.status} ${result.signal}): ${result.error?.message ?? result.stderr.slice(-1500)}`,
    );
  return { dump: result.stdout, log: result.stderr };
}

/** undefined where this machine has no systemd, or we may make no mount namespace for it. */
export function thisMachine(): Machine | undefined {
  if (SYSTEMD === undefined || process.getuid?.() !== 0) return undefined;
  const told = spawnSync(SYSTEMD, ['--version'], { encoding: 'utf8' }).stdout;
  const version = Number(/^systemd (\d+)/.exec(told ?? '')?.[1]);
  if (!version) return undefined;
  const made = spawnSync('unshare', ['--mount', 'sh', '-ec', COVERED, 'sh', '/', '/etc/systemd']);
  return made.status === 0 ? rootMachine('/', version) : undefined;
}

export function rootMachine(root: string, version: number): Machine {
  return {
    version,
    host: hostFacts(root),
    run: (base, unit) =>
      answer(
        spawnSync('unshare', ['--mount', 'sh', '-ec', IN_ROOT, 'sh', root, base, unit ?? ''], {
          env: environment(base),
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
          maxBuffer: 2 ** 30,
          timeout: 120_000,
          killSignal: 'SIGKILL',
        }),
      ),
  };
}

function hostFacts(root: string): HostFacts {
  const read = (file: string): string => {
    try {
      return readFileSync(`${root}/${file}`, 'utf8');
    } catch {
      return '';
    }
  };
  const fields = read('etc/os-release')
    .split('\n')
    .map((line) => /^(\w+)="?([^"]*)"?$/.exec(line));
  return {
    hostname: hostname(),
    machineId: read('etc/machine-id').trim(),
    osRelease: new Map(fields.flatMap((m) => (m ? [[m[1] ?? '', m[2] ?? ''] as const] : []))),
  };
}

/** PID 1's own answer: `systemd --test` on a tree of unit files, or a captured root's own systemd. Changes nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export interface OracleAnswer {
  readonly dump: string;
  readonly log: string;
}

const SYSTEMD = ['/usr/lib/systemd/systemd', '/lib/systemd/systemd'].find((file) => existsSync(file));
/** As nobody: `systemd --test` refuses to run as root, and must not be able to change anything. */
const NOBODY = 65534;

/** Whether this machine can answer at all; where it cannot, recorded answers stand in. */
export function oracleAvailable(): boolean {
  return SYSTEMD !== undefined && process.getuid?.() === 0;
}

/** The machine's systemd on a load path of its own. The folders must be readable by nobody. */
export function runOnTree(unitPath: readonly string[], unit?: string): OracleAnswer {
  if (SYSTEMD === undefined) throw new Error('no systemd on this machine');
  const result = spawnSync(SYSTEMD, ['--test', '--system', ...(unit === undefined ? [] : [`--unit=${unit}`])], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
    env: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      SYSTEMD_UNIT_PATH: unitPath.join(':'),
      SYSTEMD_LOG_LEVEL: 'info',
      SYSTEMD_LOG_TARGET: 'console',
    },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 30,
    timeout: 120_000,
  });
  return answer(result, 'systemd --test');
}

/**
 * A captured root's own systemd in a private mount namespace: nothing is mounted on the host's side and the root's
 * folders /run, /tmp and /dev are covered by empty ones. systemd 262 knows only the unified cgroup hierarchy, so that
 * one is shown to it where the host has both. With `tree`, that folder replaces the load path (at /tmp/tree).
 */
export function runInRoot(
  root: string,
  options: { readonly unit?: string; readonly tree?: string } = {},
): OracleAnswer {
  const result = spawnSync(
    'unshare',
    ['--mount', 'sh', '-ec', NAMESPACE, 'sh', root, options.unit ?? '', options.tree ?? ''],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 2 ** 30, timeout: 120_000 },
  );
  return answer(result, `systemd --test in ${root}`);
}

const NAMESPACE = `
root=$(readlink -f "$1"); tree=\${3:+$(readlink -f "$3")}
mount --make-rprivate /
mount --bind "$root" /mnt
mount -t proc proc /mnt/proc
mount --rbind /sys /mnt/sys
[ ! -d /sys/fs/cgroup/unified ] || mount --bind /sys/fs/cgroup/unified /mnt/sys/fs/cgroup
mount -t tmpfs tmpfs /mnt/run
mount -t tmpfs -o mode=1777 tmpfs /mnt/tmp
if [ -n "$tree" ]; then mkdir /mnt/tmp/tree; mount --bind "$tree" /mnt/tmp/tree; fi
mount -t tmpfs tmpfs /mnt/dev
for n in null zero full random urandom; do : > /mnt/dev/$n; mount --bind /dev/$n /mnt/dev/$n; done
cd /mnt
exec env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_LOG_LEVEL=info SYSTEMD_LOG_TARGET=console \${tree:+SYSTEMD_UNIT_PATH=/tmp/tree} \\
  chroot /mnt setpriv --reuid=65534 --regid=65534 --clear-groups /lib/systemd/systemd --test --system \${2:+--unit="$2"}
`;

function answer(result: { stdout: string; stderr: string; error?: Error }, what: string): OracleAnswer {
  if (!result.stdout.includes(' Unit ')) {
    throw new Error(`${what} printed no units: ${result.error?.message ?? result.stderr.slice(-2000)}`);
  }
  return { dump: result.stdout, log: result.stderr };
}

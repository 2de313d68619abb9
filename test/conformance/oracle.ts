/** PID 1's own answer: `systemd --test` on a tree of unit files, or a captured root's own systemd. Changes nothing. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { AS_NOBODY, RUN_GENERATORS, SHOW_CGROUPS } from './namespace.ts';

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

/** The major version of the machine's systemd. */
export function oracleVersion(): number {
  if (SYSTEMD === undefined) throw new Error('no systemd on this machine');
  return Number(/^systemd (\d+)/.exec(spawnSync(SYSTEMD, ['--version'], { encoding: 'utf8' }).stdout)?.[1]);
}

/** The machine's systemd on a load path of its own. The folders must be readable by nobody. */
export function runOnTree(
  unitPath: readonly string[],
  unit?: string,
  as: 'system' | 'user' | 'initrd' = 'system',
): OracleAnswer {
  if (SYSTEMD === undefined) throw new Error('no systemd on this machine');
  const result = spawnSync(
    SYSTEMD,
    ['--test', as === 'user' ? '--user' : '--system', ...(unit === undefined ? [] : [`--unit=${unit}`])],
    {
      uid: NOBODY,
      gid: NOBODY,
      cwd: '/',
      env: {
        PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
        SYSTEMD_UNIT_PATH: unitPath.join(':'),
        ...(as === 'initrd' ? { SYSTEMD_IN_INITRD: '1' } : {}),
        // A user's manager asks for a home and for a folder of its own.
        ...(as === 'user' ? { HOME: '/nonexistent', XDG_RUNTIME_DIR: '/tmp' } : {}),
        SYSTEMD_LOG_LEVEL: 'info',
        SYSTEMD_LOG_TARGET: 'console',
      },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 30,
      timeout: 120_000,
    },
  );
  return answer(result, 'systemd --test');
}

export interface InRootOptions {
  /** Another anchor than default.target. */
  readonly unit?: string;
  /** A folder that replaces the load path (at /tmp/tree). */
  readonly tree?: string;
  /** A folder whose content is laid into /run/systemd/system. */
  readonly runtime?: string;
  /** A folder that receives what the root's generators wrote: generator, generator.early, generator.late, and with `runtime` in system. */
  readonly generated?: string;
}

/**
 * A captured root's own systemd in a private mount namespace: nothing is mounted on the host's side and the root's
 * folders /run, /tmp and /dev are covered by empty ones. The host name is the root's own: PID 1 sets it before it loads a
 * unit. What generators wrote is copied while systemd waits for its dump to be read: it removes them when it ends. Where
 * systemd runs none in test mode, they are run before it.
 */
export function runInRoot(root: string, options: InRootOptions = {}): OracleAnswer {
  const { unit = '', tree = '', runtime = '', generated = '' } = options;
  const result = spawnSync(
    'unshare',
    ['--mount', '--uts', 'sh', '-ec', NAMESPACE, 'sh', root, unit, tree, runtime, generated],
    {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 30,
      timeout: 120_000,
    },
  );
  const found = answer(result, `systemd --test in ${root}`);
  // In test mode the generators' folders are temporary ones.
  return { ...found, dump: found.dump.replaceAll(/\/tmp\/systemd-temporary-[A-Za-z0-9]+\//g, '/run/systemd/') };
}

/** A captured root at /mnt, for a shell in a mount namespace of its own; `$1` is the root, `$3` a folder to show at /tmp/tree. */
export const ROOT_NAMESPACE = `${SHOW_CGROUPS}
root=$(readlink -f "$1"); tree=\${3:+$(readlink -f "$3")}; runtime=\${4:+$(readlink -f "$4")}; generated=\${5:+$(readlink -f "$5")}
mount --make-rprivate /
mount --bind "$root" /mnt
name=$(sed -n '/^[^#]/{s/[[:space:]]*$//;p;q}' /mnt/etc/hostname 2>/dev/null || :)
[ -z "$name" ] || hostname "$name"
mount -t proc proc /mnt/proc
mount --rbind /sys /mnt/sys
show_cgroups /mnt
mount -t tmpfs tmpfs /mnt/run
mount -t tmpfs -o mode=1777 tmpfs /mnt/tmp
if [ -n "$tree" ]; then mkdir /mnt/tmp/tree; mount --bind "$tree" /mnt/tmp/tree; fi
if [ -n "$runtime" ]; then mkdir -p /mnt/run/systemd/system; cp -a "$runtime/." /mnt/run/systemd/system/; chmod 1777 /mnt/run/systemd /mnt/run/systemd/system; fi
mount -t tmpfs tmpfs /mnt/dev
for n in null zero full random urandom; do : > /mnt/dev/$n; mount --bind /dev/$n /mnt/dev/$n; done
cd /mnt
`;

const NAMESPACE = `${ROOT_NAMESPACE}${RUN_GENERATORS}
path=/tmp/tree
[ -n "$tree" ] || { run_generators /mnt; path=$generated_path; }
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin SYSTEMD_LOG_LEVEL=info SYSTEMD_LOG_TARGET=console \${path:+SYSTEMD_UNIT_PATH=$path} \\
  ${AS_NOBODY} /mnt /lib/systemd/systemd --test --system \${2:+--unit="$2"} | {
  IFS= read -r line
  if [ -n "$generated" ]; then for d in /mnt/tmp/systemd-temporary-*/ /mnt/run/systemd/generator*/; do
      case $d in */systemd-temporary-*/) to=.;; *) to=$(basename $d);; esac
      [ ! -d "$d" ] || { mkdir -p "$generated/$to"; cp -a "$d." "$generated/$to/"; }; done
    if [ -d /mnt/run/systemd/system ]; then cp -a /mnt/run/systemd/system "$generated/"; fi; fi
  printf '%s\\n' "$line"
  cat
}
`;

function answer(result: { stdout: string; stderr: string; error?: Error }, what: string): OracleAnswer {
  // What a time limit cut off says nothing of what would have come.
  if (result.error !== undefined || !result.stdout.includes(' Unit ')) {
    throw new Error(`${what} printed no units: ${result.error?.message ?? result.stderr.slice(-2000)}`);
  }
  return { dump: result.stdout, log: result.stderr };
}

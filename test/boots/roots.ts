/** Roots that are booted: built once with mmdebstrap and kept outside the repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.BOOTSCOPE_BOOTS_DIR ?? '/var/tmp/bootscope-boots';

/** Three versions of systemd, few megabytes, units of many kinds; and one with sysvinit as PID 1. */
const ROOTS: readonly (readonly [name: string, suite: string, packages: string])[] = [
  ['bookworm', 'bookworm', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,nginx-light,nfs-common,open-iscsi'],
  ['trixie', 'trixie', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,chrony,haproxy,postfix'],
  ['forky', 'forky', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,dnsmasq,nfs-kernel-server'],
  [
    'sysv',
    'bookworm',
    'sysvinit-core,sysv-rc,initscripts,insserv,startpar,cron,dbus,nginx-light,openssh-server,rsyslog',
  ],
];

export interface BootRoot {
  readonly name: string;
  readonly path: string;
}

/** What a root needs to boot by itself. */
const KERNEL = 'linux-image-cloud-amd64,initramfs-tools,zstd,e2fsprogs';

/**
 * Those that could be built. What the archive does not have today says nothing of bootscope: it is said and left out.
 * @param kernel with a kernel of their own, for QEMU
 */
export function* bootRoots(only: readonly string[], kernel = false): Generator<BootRoot> {
  install('mmdebstrap', 'mmdebstrap');
  if (kernel) install('qemu-system-x86_64', 'qemu-system-x86');
  else install('systemd-nspawn', 'systemd-container');
  mkdirSync(FOLDER, { recursive: true });
  for (const [name, suite, packages] of ROOTS) {
    if (only.length > 0 && !only.includes(name)) continue;
    if (kernel && name === 'sysv') continue;
    const path = join(FOLDER, kernel ? `${name}-vm` : name);
    const problem = existsSync(path) ? undefined : build(path, suite, kernel ? `${packages},${KERNEL}` : packages);
    if (problem === undefined) yield { name, path };
    else console.log(`${name} was not built, and not booted: ${problem}`);
  }
}

/** @returns what went wrong */
function build(path: string, suite: string, packages: string): string | undefined {
  const making = `${path}.${process.pid}`;
  const { status, stderr, error } = spawnSync(
    'mmdebstrap',
    [
      '--mode=root',
      '--variant=minbase',
      '--aptopt=Acquire::Check-Valid-Until "false"',
      `--include=${packages}`,
      suite,
      making,
    ],
    { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 26 },
  );
  if (status === 0) {
    renameSync(making, path);
    return undefined;
  }
  rmSync(making, { recursive: true, force: true });
  return error?.message ?? stderr.trim().split('\n').at(-1);
}

function install(program: string, name: string): void {
  if (existsSync(`/usr/bin/${program}`)) return;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]])
    spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

/** Roots that are booted: built once with mmdebstrap and kept outside the repository. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = process.env.BOOTSCOPE_BOOTS_DIR ?? '/var/tmp/bootscope-boots';

/** Suite and packages: three versions of systemd, few megabytes, units of many kinds. */
const ROOTS: readonly (readonly [suite: string, packages: string])[] = [
  ['bookworm', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,nginx-light,nfs-common,open-iscsi'],
  ['trixie', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,chrony,haproxy,postfix'],
  ['forky', 'systemd-sysv,dbus,udev,openssh-server,cron,rsyslog,dnsmasq,nfs-kernel-server'],
];

export interface BootRoot {
  readonly suite: string;
  readonly path: string;
}

/** Those that could be built. What the archive does not have today says nothing of bootscope: it is said and left out. */
export function* bootRoots(only: readonly string[]): Generator<BootRoot> {
  install('mmdebstrap', 'mmdebstrap');
  install('systemd-nspawn', 'systemd-container');
  mkdirSync(FOLDER, { recursive: true });
  for (const [suite, packages] of ROOTS) {
    if (only.length > 0 && !only.includes(suite)) continue;
    const path = join(FOLDER, suite);
    if (!existsSync(path)) {
      const making = `${path}.${process.pid}`;
      const built = spawnSync(
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
      if (built.status === 0) renameSync(making, path);
      else {
        rmSync(making, { recursive: true, force: true });
        console.log(`${suite} was not built, and not booted: ${built.stderr.trim().split('\n').at(-1)}`);
        continue;
      }
    }
    yield { suite, path };
  }
}

function install(program: string, name: string): void {
  if (existsSync(`/usr/bin/${program}`)) return;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', name]])
    spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

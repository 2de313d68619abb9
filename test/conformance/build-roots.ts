/** The roots that CI compares, built with mmdebstrap: four versions of systemd, package sets that differ in kind. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Suite → what is installed beside systemd, an init and dbus. Sets are chosen for many kinds of units in few megabytes. */
const ROOTS: readonly (readonly [name: string, suite: string, packages: string])[] = [
  ['bullseye-server', 'bullseye', 'openssh-server,cron,rsyslog,nginx-light,chrony,postfix,fail2ban'],
  ['bullseye-storage', 'bullseye', 'nfs-kernel-server,lvm2,mdadm,open-iscsi,cryptsetup,autofs'],
  [
    'bookworm-server',
    'bookworm',
    'openssh-server,cron,rsyslog,nginx-light,chrony,postfix,redis-server,unattended-upgrades',
  ],
  [
    'bookworm-storage',
    'bookworm',
    'nfs-kernel-server,lvm2,mdadm,multipath-tools,open-iscsi,cryptsetup,quota,btrfs-progs',
  ],
  ['trixie-server', 'trixie', 'openssh-server,cron,rsyslog,haproxy,ntpsec,postfix,keepalived,memcached'],
  [
    'trixie-desktop',
    'trixie',
    'network-manager,cups-daemon,bluez,avahi-daemon,anacron,systemd-container,systemd-oomd,tor',
  ],
  ['forky-server', 'forky', 'openssh-server,cron,rsyslog,apache2,chrony,postfix,dnsmasq,systemd-resolved'],
  ['forky-storage', 'forky', 'nfs-kernel-server,lvm2,mdadm,open-iscsi,systemd-cryptsetup,smartmontools'],
];

/** @returns paths of the roots; each is built below `work` in turn, and one that cannot be built is said and left out. */
export function* buildRoots(work: string): Generator<string> {
  installBuilder();
  for (const [name, suite, packages] of ROOTS) {
    const root = join(work, name);
    const result = spawnSync(
      'mmdebstrap',
      // Debian's testing release may have an index that is past its date.
      [
        '--mode=root',
        '--variant=important',
        '--aptopt=Acquire::Check-Valid-Until "false"',
        `--include=systemd-sysv,dbus,${packages}`,
        suite,
        root,
      ],
      { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'], maxBuffer: 2 ** 26 },
    );
    if (result.status === 0) yield root;
    else {
      console.error(`${name} was not built:\n${result.stderr.slice(-1500)}`);
      notBuilt.push(name);
    }
    rmSync(root, { recursive: true, force: true });
  }
}

/** Roots that could not be built: what the archive does not have today says nothing of bootscope. */
export const notBuilt: string[] = [];

/** Fewer than these of all are no comparison. */
export const ENOUGH_ROOTS = ROOTS.length / 2;

function installBuilder(): void {
  if (['/usr/bin/mmdebstrap', '/usr/local/bin/mmdebstrap'].some((file) => existsSync(file))) return;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'mmdebstrap']]) {
    const result = spawnSync('apt-get', args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
    if (result.status !== 0) throw new Error(`apt-get ${args[0]} failed: ${result.stderr}`);
  }
}

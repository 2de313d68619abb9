/** Local changes as administrators make them, applied to a copy of a root. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A string is a file's text, `{ link }` a symlink, `mode` its permissions; null: nothing is there any more. */
export type Change = string | null | { readonly link: string } | { readonly text: string; readonly mode: number };
/** By paths that start with `/etc` or `/usr`. */
export type Changes = Readonly<Record<string, Change>>;

const UNITS = '/etc/systemd/system';
const MASK = { link: '/dev/null' };

/** Paths, devices and timers of a server's own software. */
const OWN_UNITS: Changes = {
  [`${UNITS}/app.service`]: `[Unit]
Description=The application %p of %n
Documentation=https://example.org/
Requires=app-db.service
Wants=app-cache@main.service app-cache@%j.service \
# a comment inside a continued line
  app-metrics.socket
After=app-db.service network-online.target app-cache@main.service
Wants=network-online.target
BindsTo=app-lock.path
PartOf=app.target
Conflicts=app-maintenance.service
OnFailure=app-alert@%n.service
RequiresMountsFor=/srv/app/data /var/lib/app
PropagatesReloadTo=app-db.service
JoinsNamespaceOf=app-db.service
Upholds=app-watch.service
[Service]
Type=notify
ExecStart=/usr/bin/app
WorkingDirectory=-/srv/app
StateDirectory=app app/deep
LogsDirectory=app
RuntimeDirectory=app
PrivateTmp=yes
Slice=app-web.slice
[Install]
WantedBy=multi-user.target
Alias=application.service
`,
  [`${UNITS}/application.service`]: { link: 'app.service' },
  [`${UNITS}/multi-user.target.wants/app.service`]: { link: '../app.service' },
  [`${UNITS}/multi-user.target.wants/dangling.service`]: { link: '/nowhere/dangling.service' },
  [`${UNITS}/app-db.service`]: `[Unit]
Requisite=app-store.mount
After=app-store.mount
[Service]
ExecStart=/usr/bin/db
RootDirectory=/srv/app/root
ConfigurationDirectory=app
DynamicUser=yes
Slice=app.slice
StandardOutput=file:/var/log/db
StandardError=null
`,
  [`${UNITS}/app-cache@.service`]: `[Unit]
Description=Cache %i of %p
PartOf=app.service
After=app-cache@.socket
[Service]
ExecStart=/usr/bin/cache %I
LogNamespace=%i
CacheDirectory=cache/%i
`,
  [`${UNITS}/app-cache@.socket`]: `[Socket]
ListenStream=/run/app/cache-%i
ListenDatagram=9999
`,
  [`${UNITS}/app-cache@main.service.d/local.conf`]:
    '[Unit]\nWants=app-extra.service\n[Service]\nPrivateTmp=disconnected\n',
  [`${UNITS}/sockets.target.wants/app-cache@main.socket`]: { link: '../app-cache@.socket' },
  [`${UNITS}/app-metrics.socket`]: `[Socket]
ListenStream=127.0.0.1:9100
BindToDevice=eth0
Service=app-watch.service
ExecStartPre=/bin/true
`,
  [`${UNITS}/app-watch.service`]: '[Unit]\nDefaultDependencies=no\n[Service]\nExecStart=/bin/w\nPrivateTmp=yes\n',
  [`${UNITS}/app-lock.path`]:
    '[Path]\nPathExists=/run/app/lock\nDirectoryNotEmpty=/srv/app/queue\nUnit=app-watch.service\n',
  [`${UNITS}/app-alert@.service`]: '[Service]\nType=oneshot\nExecStart=/bin/alert %i\n',
  [`${UNITS}/app-report.timer`]: `[Timer]
OnCalendar=daily
Persistent=true
[Install]
WantedBy=timers.target
`,
  [`${UNITS}/app-report.service`]: '[Service]\nType=oneshot\nExecStart=/bin/r\nStandardInput=tty\n',
  [`${UNITS}/timers.target.wants/app-report.timer`]: { link: `${UNITS}/app-report.timer` },
  [`${UNITS}/app-boot.timer`]: '[Timer]\nOnBootSec=5min\nUnit=app-report.service\n',
  [`${UNITS}/timers.target.wants/app-boot.timer`]: { link: '../app-boot.timer' },
  [`${UNITS}/app.target`]: '[Unit]\nDescription=All of it\nWants=app.service\nAfter=basic.target\nAllowIsolate=yes\n',
  [`${UNITS}/app.target.requires/app-store.mount`]: { link: '../app-store.mount' },
  [`${UNITS}/app.target.upholds/app-watch.service`]: { link: '../app-watch.service' },
  [`${UNITS}/graphical.target.wants/app.target`]: { link: '../app.target' },
  [`${UNITS}/app-store.mount`]:
    '[Mount]\nWhat=/dev/disk/by-label/store\nWhere=/app/store\nType=xfs\nOptions=usrquota\n',
  [`${UNITS}/srv-app.mount`]: '[Mount]\nWhat=server:/export\nWhere=/srv/app\nType=nfs4\nOptions=soft\n',
  [`${UNITS}/srv-app.automount`]: '[Automount]\nWhere=/srv/app\n[Install]\nWantedBy=remote-fs.target\n',
  [`${UNITS}/remote-fs.target.wants/srv-app.automount`]: { link: '../srv-app.automount' },
  [`${UNITS}/var-lib-app.mount`]: '[Mount]\nWhat=/srv/bind\nWhere=/var/lib/app\nOptions=bind,nofail\n',
  [`${UNITS}/local-fs.target.wants/var-lib-app.mount`]: { link: '../var-lib-app.mount' },
  [`${UNITS}/swapfile.swap`]: '[Swap]\nWhat=/swapfile\n',
  [`${UNITS}/swap.target.wants/swapfile.swap`]: { link: '../swapfile.swap' },
  [`${UNITS}/app-web.slice`]: '[Slice]\nMemoryMax=1G\n',
  '/usr/local/lib/systemd/system/local-tool.service': '[Unit]\nBefore=app.service\n[Service]\nExecStart=/opt/tool\n',
  [`${UNITS}/multi-user.target.wants/local-tool.service`]: { link: '/usr/local/lib/systemd/system/local-tool.service' },
  '/opt/vendor/linked.service': '[Unit]\nAfter=application.service\n[Service]\nExecStart=/opt/linked\n',
  [`${UNITS}/linked.service`]: { link: '/opt/vendor/linked.service' },
  [`${UNITS}/multi-user.target.wants/linked.service`]: { link: '../linked.service' },
  [`${UNITS}/broken.service`]: '[Service]\nRestart=always\n',
  [`${UNITS}/multi-user.target.wants/broken.service`]: { link: '../broken.service' },
  [`${UNITS}/app-maintenance.service`]:
    '[Unit]\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/m\nRemainAfterExit=yes\n',
};

/** What an administrator changes of the distribution's units: masks, drop-ins of every level, replaced and disabled ones. */
const EDITS: Changes = {
  [`${UNITS}/apt-daily.timer`]: MASK,
  [`${UNITS}/systemd-timesyncd.service`]: MASK,
  [`${UNITS}/e2scrub_reap.service`]: '',
  [`${UNITS}/dev-hugepages.mount`]: MASK,
  [`${UNITS}/multi-user.target.wants/cron.service`]: MASK,
  [`${UNITS}/cron.service.d/10-order.conf`]:
    '[Unit]\nAfter=ssh.service remote-fs.target\nRequires=local-check.service\n',
  [`${UNITS}/cron.service.d/20-none.conf`]: MASK,
  '/usr/lib/systemd/system/cron.service.d/20-none.conf': '[Unit]\nWants=never.service\n',
  [`${UNITS}/local-check.service`]: '[Unit]\nBefore=cron.service\n[Service]\nType=oneshot\nExecStart=/bin/check\n',
  [`${UNITS}/service.d/all.conf`]: '[Unit]\nWants=local-marker.target\n',
  [`${UNITS}/local-marker.target`]: '[Unit]\nDefaultDependencies=no\n',
  [`${UNITS}/systemd-.service.d/prefix.conf`]: '[Unit]\nWants=systemd-tmpfiles-clean.timer\n',
  [`${UNITS}/getty@.service.d/override.conf`]:
    '[Service]\nExecStart=\nExecStart=-/sbin/agetty -a root %I\n[Unit]\nAfter=local-check.service\n',
  [`${UNITS}/getty@tty2.service.d/two.conf`]: '[Unit]\nConflicts=app-two.service\n',
  [`${UNITS}/getty.target.wants/getty@tty2.service`]: { link: '/lib/systemd/system/getty@.service' },
  [`${UNITS}/ssh.service`]:
    '[Unit]\nDescription=Own secure shell\nAfter=network.target nss-user-lookup.target\nConditionPathExists=!/etc/ssh/no\n[Service]\nExecStart=/usr/sbin/sshd -D\nRuntimeDirectory=sshd\nSlice=secure-remote.slice\n',
  [`${UNITS}/dbus.socket.d/more.conf`]: '[Socket]\nListenStream=/srv/bus/socket\n',
  [`${UNITS}/sysinit.target.d/late.conf`]: '[Unit]\nWants=local-marker.target\n',
  [`${UNITS}/multi-user.target.wants/local-check.service`]: { link: '../local-check.service' },
  [`${UNITS}/-.mount.d/root.conf`]: '[Unit]\nDescription=The root of it all\n',
  [`${UNITS}/system.slice.d/limits.conf`]: '[Slice]\nTasksMax=90%\n',
  '/etc/systemd/system.conf.d/output.conf':
    '[Manager]\nDefaultStandardOutput=journal+console\nDefaultStandardError=inherit\n',
};

const FILE_SYSTEMS: Changes = {
  '/etc/fstab': `# <file system> <mount point> <type> <options> <dump> <pass>
UUID=0b6a9a4e-6f0a-4c0e-9f0e-0a1b2c3d4e5f / ext4 errors=remount-ro 0 1
LABEL=boot /boot ext4 defaults 0 2
UUID=AAAA-BBBB /boot/efi vfat umask=0077,x-systemd.automount,x-systemd.idle-timeout=60 0 1
/dev/mapper/vault /home ext4 defaults,nofail,x-systemd.device-timeout=30 0 2
/dev/vg0/var /var xfs usrquota 0 0
/dev/vg0/swap none swap sw,pri=5 0 0
/swap/file none swap sw 0 0
server:/export /srv/nfs nfs _netdev,bg,x-systemd.requires=rpcbind.service 0 0
//nas/share /srv/cifs cifs credentials=/etc/cifs,noauto,x-systemd.automount 0 0
/var/data /srv/data none bind,x-systemd.requires-mounts-for=/var 0 0
tmpfs /tmp tmpfs mode=1777,size=1G 0 0
/dev/disk/by-label/media /mnt/media auto noauto,user 0 0
/dev/sdz1 /opt ext4 x-systemd.before=cron.service,x-systemd.after=network.target 0 2
overlay /merged overlay lowerdir=/a,upperdir=/b,workdir=/c 0 0
`,
  '/etc/crypttab': `vault UUID=11111111-2222-3333-4444-555555555555 none luks,discard
scratch /dev/sdx2 /dev/urandom swap,cipher=aes-xts-plain64
remote /dev/sdx3 /etc/keys/remote.key luks,_netdev,nofail
`,
  '/etc/rc.local': { text: '#!/bin/sh\nexit 0\n', mode: 0o755 },
};

export const VARIANTS: ReadonlyMap<string, Changes> = new Map([
  ['own-units', OWN_UNITS],
  ['edits', EDITS],
  ['file-systems', FILE_SYSTEMS],
]);

/** Runs `use` on the root, or on a copy (of hard links) with these changes, which is removed again. */
export function withChanges(
  root: string,
  changes: Changes | undefined,
  work: string,
  use: (root: string) => void,
): void {
  if (changes === undefined) {
    use(root);
    return;
  }
  const copy = join(mkdtempSync(join(work, 'copy-')), 'root');
  try {
    copyRoot(root, copy);
    for (const [path, change] of Object.entries(changes)) apply(join(copy, path), change);
    use(copy);
  } finally {
    rmSync(dirname(copy), { recursive: true, force: true });
  }
}

function copyRoot(root: string, copy: string): void {
  for (const how of ['-al', '-a']) {
    if (spawnSync('cp', [how, root, copy]).status === 0) return;
    rmSync(copy, { recursive: true, force: true });
  }
  throw new Error(`${root} cannot be copied to ${copy}`);
}

/** The old file is removed first: it is shared with the original root. */
function apply(path: string, change: Change): void {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  if (change === null) return;
  if (typeof change !== 'string' && 'link' in change) symlinkSync(change.link, path);
  else {
    writeFileSync(path, typeof change === 'string' ? change : change.text);
    chmodSync(path, typeof change === 'string' ? 0o644 : change.mode);
  }
}

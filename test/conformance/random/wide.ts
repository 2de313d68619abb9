/** More settings for the flavour `wide`: keys of newer versions, and what makes PID 1 refuse a unit or need more of it. */
import type { Dice } from './dice.ts';
import type { Names } from './names.ts';
import { DEPENDENCY_KEYS, unitWord } from './settings.ts';

/** Further units of the stock boot that built-in rules speak of, and mounts with rules of their own. */
export const WIDE_SHARED = [
  'etc.mount', 'usr.mount', 'boot.mount', 'boot.automount', 'var-lib.mount', 'var-lib-systemd.mount', 'var-log.mount', 'run-lock.mount',
  'sysroot.mount', 'run-nextroot.mount', 'run-initramfs.mount', 'sys-kernel-config.mount', 'dev-hugepages.mount',
  'proc-sys-fs-binfmt_misc.automount', 'time-set.target', 'network-pre.target', 'remote-fs-pre.target', 'systemd-udevd.service',
  'systemd-journald@.service', 'modprobe@.service', 'modprobe@loop.service', 'slices.target', 'system-getty.slice',
  'user.slice', 'initrd.target', 'blockdev@.target', 'dbus.service', 'systemd-exit.service',
] as const; // biome-ignore format: a table

type Draw = (d: Dice, n: Names) => string;
const of =
  (...words: readonly string[]): Draw =>
  (d) =>
    d.pick(words);
const YES = of('yes', 'yes', 'no', '', 'maybe', '1', 'off');
const PATHS: Draw = (d, n) =>
  d.pick([
    ...n.paths, '-/x', '+/x', '-+/x', 'x', '/x /y', '"/a b"', '/x:ro', '/dev/x', '/%i', '/%z', '"/x', '', '/x/../y', '~/x', '-', '+',
  ]); // biome-ignore format: a table

const EXEC: readonly (readonly [string, Draw])[] = [
  ['WorkingDirectory', of('/dev/x', '/proc', '-/sys/x', '~', '-~', '', '/dev', '/devx', '/run/x', '-rel', 'rel', '/dev/../x', '%z', '-%z')],
  ['WorkingDirectory', of('/dev/x', '/proc', '/sys')],
  ['ProtectSystem', of('yes', 'no', 'full', 'strict', 'bogus', '')],
  ['ProtectHome', of('yes', 'no', 'read-only', 'tmpfs', 'bogus', '')],
  ['ProtectProc', of('default', 'invisible', 'noaccess', 'ptraceable', 'bogus', '')],
  ['ProcSubset', of('all', 'pid', 'bogus', '')],
  ['MountFlags', of('shared', 'slave', 'private', '', 'bogus')],
  ['PrivateMounts', YES],
  ['PrivateNetwork', YES],
  ['NetworkNamespacePath', of('/run/netns/x', 'x', '', '/%z')],
  ['IPCNamespacePath', of('/run/ipc/x', 'x', '')],
  ['PrivateIPC', YES],
  ['PrivateDevices', YES],
  ['ProtectKernelTunables', YES],
  ['ProtectKernelModules', YES],
  ['ProtectKernelLogs', YES],
  ['ProtectControlGroups', of('yes', 'no', 'private', 'strict', 'bogus', '')],
  ['ProtectClock', YES],
  ['ProtectHostname', of('yes', 'no', 'private', 'private:x')],
  ['BindLogSockets', YES],
  ['PrivateBPF', YES],
  ['PrivatePIDs', of('yes', 'no', 'bogus', '')],
  ['PrivateTmp', of('yes', 'disconnected', 'connected', 'no', '')],
  ['PrivateTmp', of('yes', 'disconnected', 'connected', 'no', '')],
  ['MountAPIVFS', YES],
  ['RootDirectory', of('/', '/r', '/r/', '', '-/r')],
  ['RootMStack', of('/m', '', 'x')],
  ['RootImage', of('/i', '')],
  ['RootVerity', of('/v', 'v', '')],
  ['TemporaryFileSystem', of('/x', '/x:ro', 'x', ':ro', '', '"/a b:ro" y', '/x:', '%z:ro')],
  ['BindPaths', of('/a:/b', '/a:/b:rbind', '/a:/b:norbind', '/a:/b:bogus', 'a:/b', '/a:b', '/a:', ':/b', '-/a', '', '/a /b', '/a:/b /c', '/a:: /b', '-')],
  ['BindReadOnlyPaths', of('/a:/b', 'x', '', '-/a:/b:rbind')],
  ['ReadOnlyPaths', PATHS],
  ['ReadOnlyDirectories', PATHS],
  ['InaccessiblePaths', PATHS],
  ['ExecPaths', PATHS],
  ['NoExecPaths', PATHS],
  ['ExtensionDirectories', PATHS],
  ['MountImages', of('/i:/m', '/i', 'i:/m', '-/i:/m', '/i:/m:root:ro', '', '/i:m', ':/m', '/i:/m /j:/n')],
  ['ExtensionImages', of('/e', 'e', '-/e', '/e:root:ro', '', ':x')],
  ['DevicePolicy', of('closed', 'strict', 'auto', 'bogus', '')],
  ['DeviceAllow', of('/dev/null rw', 'char-* r', '', '/dev/x', 'bogus')],
  ['StateDirectory', of('a::ro', 'a:b:ro', 'a:b:rw', 'a b:c', 'a:b c:d', 'a/b:c/d', 'private/x', '"a b":c', 'a\\x20b', 'a\\:b', '%i', '')],
  ['CacheDirectory', of('a::ro', 'a', 'a:/b', '')],
  ['ConfigurationDirectory', of('a:b', 'a', 'a::ro', 'a:', '')],
  ['LogNamespace', of('ns', 'n.s', 'n/s', '%i', '', 'a b', '%p', 'n@s')],
  ['Group', of('nogroup', 'a b', '', '%z', '65535', '-1', '0', 'é')],
  ['SupplementaryGroups', of('a b', 'a :b', '', '%z', '%i')],
  ['SELinuxContext', of('x', '-x', '%z', '-%z', '')],
  ['AppArmorProfile', of('x', '%z', '')],
  ['SmackProcessLabel', of('x', '%z', '-%z')],
  ['ImportCredential', of('x', 'x*', '', 'x:y', '*')],
  ['LoadCredentialEncrypted', of('x:/y', 'x', '')],
  ['SetCredentialEncrypted', of('x: Yg==', 'x:y', '')],
  ['Personality', of('x86', 'bogus')],
  ['EnvironmentFile', of('/x', '-/x', 'x')],
  ['TTYPath', of('/dev/tty9', 'x')],
  ['StandardOutput', of('file:/x%i', 'append:/%z', 'truncate:/x', 'fd:a b', 'fd:', 'journal', 'null', 'tty')],
  ['DynamicUser', of('yes', 'no', 'bogus')],
  ['PAMName', of('login')],
  ['KillMode', of('process', 'mixed', 'control-group')],
  ['Slice', of('system.slice', 'user.slice', 'a-b.slice', '-.slice', '%i.slice', 'system-getty.slice')],
  ['ExecSearchPath', of('/x', 'x', '')],
  ['PrivateUsers', of('yes', 'identity', 'full')],
]; // biome-ignore format: a table

const COMMAND = of(
  '/bin/true', '/bin/true', '|/bin/true', '|', '@|/bin/true a', ':/bin/%i', '/bin/true ; ; /bin/true', '/bin/true \\; x', '/bin/a ;/bin/b',
  '"/bin/a b" c', "'/bin/true'", '/bin/tr"u"e', '$X', '/bin/$X', '${X}', '!/bin/true', '!!!/bin/true', '+!/bin/true', '::/bin/true', '-- /bin/true',
  '/bin/true "', '/bin/true \\x', '/bin/x*', '/bin/true\t;\t/bin/true', '/bin/./true', '//bin/true', '/bin/../true', 'a*', 'foo bar', '- /bin/true',
); // biome-ignore format: a table

const SECTIONS: Readonly<Record<string, readonly (readonly [string, Draw])[]>> = {
  Unit: [
    ['RequiresMountsFor', (d, n) => `${d.pick(n.paths)} "${d.pick(n.paths)}/a b" ${d.pick(['rel', '%z', '/var/%i', '/usr/x', '/etc', '/boot/x'])}`],
    ['WantsMountsFor', (d, n) => `${d.pick(n.paths)} ${d.pick(['/var/lib/x', '/sysroot/y', '/run/lock', '/', '//x//'])}`],
    ['RequiresMountsFor', of('/var/log/x', '/boot', '/run/initramfs/x', '/etc/x', '/dev/hugepages', '')],
    ['OnSuccess', unitWord],
    ['OnSuccessJobMode', of('isolate', 'fail', 'bogus', '')],
    ['OnFailureJobMode', of('isolate', 'flush', 'restart-dependencies', 'lenient', '')],
    ['FailureAction', of('reboot', 'soft-reboot', 'bogus', '')],
    ['SuccessAction', of('kexec', 'halt-force', 'soft-reboot-force', 'exit-force', 'none')],
    ['JobTimeoutAction', of('reboot', 'none')],
    ['CollectMode', of('inactive', 'bogus')],
    ['SurviveFinalKillSignal', YES],
    ['DefaultDependencies', of('yes', 'no', 'off', '', 'x')],
    ['JoinsNamespaceOf', unitWord],
    ['Documentation', of('man:a', 'bogus', '')],
    ['Description', of('%p of %i', '%y', '%d', '%D', '%E', '%V', '%T', '%L', '%C', '%g', '%G', '%A', '%B', '%M', '%o', '%w', '%W', 'a\\nb', '"q" %', '%% %%i')],
    ['Wants', of('', '""', '"a b.service"', '%%.service', '%d.service', '%P-%I.service', '%f.mount', '%j.target', '%N-x.service', '%E.service', 'x@%I.service')],
    ['After', (d, n) => `${d.pick(n.mentioned)},${d.pick(n.mentioned)}`],
    ['Before', (d, n) => `${d.pick(n.mentioned)};${d.pick(n.mentioned)} ${d.pick(WIDE_SHARED)}`],
    ['Wants', (d) => d.pick(WIDE_SHARED).replace('@.', '@%i.')],
    ['Upholds', (d, n) => `${d.pick(n.mentioned)} ${d.pick(n.mentioned)}`],
    ['Requires', (d, n) => `${d.pick(n.mentioned)} \\\n# comment\n ${d.pick(n.mentioned)}`],
  ],
  Service: [
    ['Type', of('notify-reload', 'exec', 'dbus', 'oneshot', 'idle', 'notify')],
    ['ExecStart', COMMAND],
    ['ExecStart', COMMAND],
    ['ExecStartPost', COMMAND],
    ['ExecStopPost', COMMAND],
    ['ExecReloadPost', COMMAND],
    ['ExecStop', COMMAND],
    ['Restart', of('on-abort', 'on-watchdog', 'on-abnormal', 'always')],
    ['SuccessExitStatus', of('1 2', 'SIGHUP', 'bogus')],
    ['RestartForceExitStatus', of('08', '0x10', 'TEMPFAIL', 'SIGRTMIN+3', '256')],
    ['OpenFile', of('/x', '/x:n:ro', 'x', '')],
    ['BusName', of('a.b', 'a', 'a..b', '%p.%i', '')],
    ['PIDFile', of('/run/%i.pid', 'x.pid', '/dev/x', '../x', '/x/../y', '%z', '', '/')],
    ['Sockets', (d, n) => d.some(n.mentioned, 2).join(' ')],
    ['RestartMode', of('direct', 'debug')],
    ['RefreshOnReload', of('yes', 'extensions', '~credentials')],
    ['NonBlocking', YES],
    ['ReloadSignal', of('SIGUSR1', 'x')],
    ['ManagedOOMPreference', of('avoid', 'x')],
    ...EXEC,
  ],
  Socket: [
    ['ListenStream', of('/run/a.sock', '/run/x/../y', '[::1]:3%%lo', '127.0.0.1:80%%lo', 'vsock-stream:2:3', 'vsock:-1:2', '080', '0x50', '+80', '@', '@%i', '/var/run/x', '/var/run', '/dev/log', '/proc/x', '//run//x')],
    ['ListenDatagram', of('/run/d', 'vsock-dgram::5', '[::]:1', 'vsock::5')],
    ['ListenFIFO', of('/run/f', '/dev/f', 'rel', '/var/run/f', '')],
    ['ListenSpecial', of('/dev/s', '/sys/x', 'rel', '')],
    ['ListenMessageQueue', of('/q', '/dev/q', '/q/r', 'q')],
    ['ListenUSBFunction', of('/run/usb', '/dev/usb-ffs/x', 'x')],
    ['ListenNetlink', of('route 1 2', 'audit 0x1', 'generic 010', 'route -1', 'sock-diag', 'inet-diag 1')],
    ['Symlinks', of('/a', '/a /b', 'a', '', '/a b')],
    ['Accept', YES],
    ['Service', (d, n) => d.pick([`${n.prefix}-t@i.service`, `${n.prefix}-t@.service`, `${n.prefix}-a.service`, '%p.service', '%N.service', `${n.prefix}.socket`, ''])],
    ['MaxConnections', of('0', '-1', '1', '2147483648', '4294967295', 'x')],
    ['MaxConnectionsPerSource', of('0', '1')],
    ['BindToDevice', of('eth0', '%i', 'lo', '*', '', 'a:b', 'default', '123', 'en\\x20', 'ü')],
    ['DeferTrigger', of('yes', 'no', 'patient', 'bogus')],
    ['PassFileDescriptorsToExec', YES],
    ['SocketUser', of('nobody', 'a b', '%z', '')],
    ['ExecStartPre', COMMAND],
    ['ExecStopPre', COMMAND],
    ['RemoveOnStop', YES],
    ...EXEC,
  ],
  Mount: [
    ['Where', (d, n) => `${d.pick(n.paths)}${d.pick(['', '/', '//', '/.', '/..'])}`],
    ['What', of('/dev/sda1', '/dev/disk/by-label/x', 'LABEL=x', 'PARTUUID=a', 'overlay', '/dev/fuse', '/dev/loop0', 'UUID="a b"', "LABEL='x'", 'UUID=', 'ID=x', '/dev/', '/dev/.', 'host:/x', '/srv/img', '//a/b', '', '/sys/fs/x', '/dev/mapper/a-b')],
    ['Type', of('overlay', 'none', 'nfs4', 'fuse', 'fuse.sshfs', 'cifs', 'ext4', 'xfs', 'btrfs', 'proc', 'rbind', 'bind', 'ocfs2', 'gfs2', 'pvfs2', 'tmpfs', 'ramfs', 'swap', '9p', 'virtiofs', 'beegfs')],
    ['Options', of('x-systemd.device-bound,nofail', 'x-systemd.device-bound=1', 'x-systemd.device-bound=', 'nofail,_netdev', 'loop,offset=1', 'rbind,ro', 'x-initrd.mount,nofail', 'quota,usrquota', 'usrquota,_netdev', 'grpjquota=a,jqfmt=x', 'noquota', 'fail,nofail', 'nofail ', 'NOFAIL', 'bind\\,x', 'x-systemd.automount,nofail', 'noauto,nofail', 'prjquota', 'defaults,bind', 'nobind')],
    ['LazyUnmount', YES],
    ...EXEC,
  ],
  Automount: [
    ['Where', (d, n) => `${d.pick(n.paths)}${d.pick(['', '/', '/.'])}`],
    ['ExtraOptions', of('pgrp', 'a,fd', 'indirect=1', 'minproto', 'ignore', 'maxproto=3,x')],
  ],
  Swap: [
    ['What', of('/dev/sda2', '/swap', 'LABEL=s', 'UUID=x', '/dev/../x', '/dev', '%z', '//swap')],
    ['Options', of('_netdev,x', 'nofail', 'pri=1')],
    ...EXEC,
  ],
  Timer: [
    ['OnCalendar', of('*-*-* *:*:00', 'Mon *-*-* 0/2:00', '2024-02-30', '12..14:10,20,30', '*-*~1', 'quarterly', 'semi-annually', '@0', '@x', '*:*:*.5', 'Mon,Tue', 'Foo', '2000-*-*', '1969-01-01', '*-13-*', '24:00', '10:10 Europe/Berlin', '10:10 Nowhere/x', 'minutely', 'weekly UTC', '*-*-1..7 18:00', 'Sat..Thu,Mon', '5/-1:00', '9999-1-1', '12:00..13:00', '*-*-*')],
    ['OnBootSec', of('1y', '2M', '3w 4d', '5us', '1.5', '1e3', '٣', '10 parsec', '1h1h', 'min', 'infinity', '-5', '5 m', '1month')],
    ['OnStartupSec', of('1', 'x')],
    ['OnUnitInactiveSec', of('1', '')],
    ['Persistent', YES],
    ['Unit', of('%p.service', '%i.service', 'x@.service', '%n', 'x.timer', '')],
    ['DeferReactivation', YES],
    ['RandomizedOffsetSec', of('1')],
  ],
  Path: [
    ['PathExists', of('/var/lib/x', '/usr/x', '/etc/%i', '%z', 'rel', '', '/dev/x', '/x/../y', '/a*')],
    ['PathExistsGlob', of('/var/*/x', '/*', '/usr/[a-z]/x', 'x*')],
    ['DirectoryNotEmpty', of('/boot', '')],
    ['Unit', of('%p.service', '%i.service', 'x@.service', '%n', '', 'x.path')],
    ['TriggerLimitBurst', of('1', 'x')],
  ],
  Slice: [
    ['ConcurrencyHardMax', of('1', 'infinity')],
    ['CPUWeight', of('1', 'x')],
  ],
}; // biome-ignore format: a table

/** Keys that stand in a section of another kind, where they mean nothing. */
const MISPLACED: Draw = (d, n) => `${d.pick(DEPENDENCY_KEYS)}=${d.pick(n.mentioned)}`;

export function wideLine(d: Dice, n: Names, section: string): string {
  const table = SECTIONS[section];
  if (table === undefined || d.chance(4)) return section === 'Unit' ? `Slice=${n.prefix}.slice` : MISPLACED(d, n);
  const [key, draw] = d.pick(table);
  return `${key}=${draw(d, n)}`;
}

/** Random assignments: for each section the keys that bear on the graph, with values good and bad. */
import type { Dice } from './dice.ts';
import { type Names, SHARED } from './names.ts';

export const DEPENDENCY_KEYS = [
  'Requires', 'Wants', 'After', 'Before', 'Conflicts', 'Requisite', 'BindsTo', 'BindTo', 'PartOf', 'Upholds',
  'OnSuccess', 'OnFailure', 'PropagatesReloadTo', 'PropagateReloadTo', 'ReloadPropagatedFrom', 'PropagateReloadFrom',
  'PropagatesStopTo', 'StopPropagatedFrom', 'JoinsNamespaceOf', 'RequiresOverridable', 'RequisiteOverridable',
]; // biome-ignore format: a table

const BOOLEANS = ['yes', 'no', 'true', 'false', '1', '0', 'on', 'off', 't', 'f', 'y', 'n', 'YES', 'No', 'maybe', ''];
const SPECIFIERS = [
  '%i',
  '%p',
  '%n',
  '%N',
  '%j',
  '%%',
  '%I',
  '%P',
  '%J',
  '%f',
  '%t',
  '%S',
  '%H',
  '%u',
  '%z',
  '%',
  '%U',
];

type Draw = (d: Dice, n: Names) => string;

const bool: Draw = (d) => d.pick(BOOLEANS);
const yesNo: Draw = (d) => d.pick(['yes', 'no']);

/** A unit name to write into a list: often right, at times odd. */
export function unitWord(d: Dice, n: Names): string {
  const roll = d.below(100);
  if (roll < 80) return d.pick(n.mentioned);
  if (roll < 87) return d.pick(SHARED);
  if (roll < 93)
    return d.pick([
      `${n.prefix}-t@%i.service`,
      `${n.prefix}-t@%p.service`,
      `${n.prefix}-t@%j.service`,
      `%p.service`,
      `%N.target`,
      `%n`,
      `${n.prefix}%i.service`,
      `${n.prefix}-t-u@%i.socket`,
      `${n.prefix}-${d.pick(SPECIFIERS)}.service`,
    ]);
  return d.pick([
    'no-suffix',
    `${n.prefix}.unknown`,
    `bad name.service`,
    `"${n.prefix}-a.service"`,
    `${n.prefix}\\x2da.service`,
    `@${n.prefix}.service`,
    `${n.prefix}/a.service`,
    '.service',
    `${n.prefix}@@.service`,
    `${n.prefix}é.service`,
    `/${n.prefix}/m`,
    `/dev/${n.prefix}s`,
    `${n.prefix}-${'z'.repeat(300)}.service`,
    `${n.prefix}*.service`,
    `${n.prefix}.`,
  ]);
}

const unitList: Draw = (d, n) => {
  const words = Array.from({ length: d.pick([1, 1, 1, 2, 3]) }, () => unitWord(d, n));
  return words.join(d.pick([' ', ' ', '  ', '\t']));
};

const path: Draw = (d, n) => {
  const roll = d.below(100);
  if (roll < 75) return d.pick(n.paths);
  if (roll < 85) return `${d.pick(n.paths)}/${d.pick(['x', '%i', '%n', '%p', '%%', '%z', 'a b', 'ü', 'x//y/', './x'])}`;
  return d.pick([
    'relative',
    `-/${n.prefix}/m`,
    '~',
    '""',
    `"/${n.prefix}/m"`,
    `/${n.prefix}/../m`,
    '%t/x',
    '%S/y',
    '/..',
    '//',
    `/${n.prefix}/${'p'.repeat(260)}`,
    '/x\\x20y',
    '/proc/x',
    '/dev/x',
    '/sys/y',
  ]);
};
const paths: Draw = (d, n) => Array.from({ length: d.pick([1, 1, 2]) }, () => path(d, n)).join(' ');

const command: Draw = (d, n) =>
  d.pick([
    '/bin/true',
    '/bin/true',
    '/bin/true',
    '/bin/true',
    '/bin/sh -c "echo x"',
    '-/bin/true',
    '@/bin/true name',
    'true',
    '/bin/a ; /bin/b',
    '',
    'relative/path',
    '/bin/x%i',
    '/bin/x%z',
    '"/bin/true" x',
    '"unbalanced',
    '/bin/true \\',
    '+/bin/true',
    '!!/bin/true',
    ':/bin/true $X',
    '@/bin/true',
    '-',
    '; ;',
    '/bin/',
    '|/bin/true',
    `/bin/true ${n.prefix} \\x41`,
    "/bin/true 'a",
    '/',
    '-@+!/bin/true a',
    'tr/ue',
    '/bin/true \\q',
    '/bin/..',
  ]);

const name: Draw = (d, n) =>
  d.pick([
    n.prefix,
    'x',
    'a/b',
    'a b',
    '../x',
    '/abs',
    '',
    '%i',
    'x:y',
    'x:y z',
    'a//b',
    './a',
    '%p',
    'ns-1',
    'private',
    '"q r"',
    'x:',
    ':y',
    'a/../b',
  ]);
const directories: Draw = (d, n) => d.pick([n.prefix, `${n.prefix} ${n.prefix}2`, name(d, n), name(d, n)]);
const stream: Draw = (d) =>
  d.pick([
    'null',
    'journal',
    'inherit',
    'tty',
    'tty-force',
    'socket',
    'kmsg',
    'kmsg+console',
    'journal+console',
    'syslog',
    'syslog+console',
    'file:/x/y',
    'append:/x',
    'truncate:/x',
    'fd:in',
    'fd',
    'data',
    'bogus',
    '',
    'file:rel',
    'tty-fail',
    'console',
    'fd:',
    'file:/%i',
    'null ',
  ]);
const unitOfType =
  (types: readonly string[]): Draw =>
  (d, n) => {
    const right = n.mentioned.filter((unit) => types.includes(unit.slice(unit.lastIndexOf('.') + 1)));
    return right.length > 0 && d.chance(80) ? d.pick(right) : unitWord(d, n);
  };
const sliceName: Draw = (d, n) =>
  d.chance(70)
    ? d.pick([
        `${n.prefix}.slice`,
        `${n.prefix}-a.slice`,
        `${n.prefix}-a-b.slice`,
        'system.slice',
        '-.slice',
        `system-${n.prefix}.slice`,
      ])
    : d.pick([
        `${n.prefix}-a`,
        `${n.prefix}.service`,
        `-${n.prefix}.slice`,
        `${n.prefix}-.slice`,
        `${n.prefix}--a.slice`,
        '',
        '%p.slice',
        `${n.prefix}-%i.slice`,
        `${n.prefix}@x.slice`,
        `${n.prefix}@.slice`,
      ]);

const EXEC: readonly (readonly [string, Draw])[] = [
  ['WorkingDirectory', path],
  ['RootDirectory', path],
  ['RootImage', path],
  ['StateDirectory', directories],
  ['CacheDirectory', directories],
  ['LogsDirectory', directories],
  ['RuntimeDirectory', directories],
  ['ConfigurationDirectory', directories],
  ['PrivateTmp', (d) => d.pick(['yes', 'yes', 'no', 'disconnected', 'connected', 'bogus', ''])],
  ['DynamicUser', bool],
  ['LogNamespace', name],
  ['StandardOutput', stream],
  ['StandardError', stream],
  ['StandardInput', stream],
  ['StandardInputText', (d) => d.pick(['hello', '', '%z', 'a\\n'])],
  ['StandardInputData', (d) => d.pick(['aGVsbG8=', '', '?'])],
  ['LoadCredential', (d) => d.pick(['x:/y', 'x', 'a:b', '', '%i:/x', 'x/y:/z'])],
  ['SetCredential', (d) => d.pick(['x:y', 'x', ''])],
  ['BindPaths', paths],
  ['BindReadOnlyPaths', paths],
  ['ReadWritePaths', paths],
  ['PAMName', (d) => d.pick(['login', '', 'x%i'])],
  ['KillMode', (d) => d.pick(['process', 'mixed', 'none', 'control-group', 'bogus', ''])],
  ['User', (d) => d.pick(['nobody', '%i', ''])],
  ['Slice', sliceName],
  ['Slice', sliceName],
  ['TTYPath', path],
  ['MountImages', paths],
  ['ExtensionImages', paths],
  ['PrivateUsers', bool],
  ['MountAPIVFS', bool],
  ['Delegate', bool],
]; // biome-ignore format: a table

const SECTIONS: Readonly<Record<string, readonly (readonly [string, Draw])[]>> = {
  Unit: [
    ['DefaultDependencies', (d, n) => (d.chance(60) ? 'no' : bool(d, n))],
    ['RequiresMountsFor', paths],
    ['RequiresMountsFor', paths],
    ['WantsMountsFor', paths],
    [
      'Description',
      (d) =>
        d.pick([
          'Plain',
          '',
          'With %i and %p',
          '%z',
          '%n %N %j %J %f',
          ' "quoted" ',
          'a \\\\ b',
          '%H',
          '100%',
          'ünïcode',
          '%%',
        ]),
    ],
    ['SuccessAction', (d) => d.pick(['reboot', 'none', 'exit', 'bogus', 'poweroff-force', ''])],
    ['AllowIsolate', bool],
    ['OnFailureJobMode', (d) => d.pick(['isolate', 'replace', 'fail', 'bogus'])],
    ['OnSuccessJobMode', (d) => d.pick(['isolate', 'fail'])],
    ['OnFailureIsolate', bool],
    ['SourcePath', path],
    ['ConditionPathExists', path],
    ['AssertPathExists', path],
    ['IgnoreOnIsolate', bool],
    ['RefuseManualStart', bool],
    ['JobTimeoutSec', (d) => d.pick(['10', 'x', ''])],
    ['X-Own', (d) => d.pick(['a', ''])],
    ['UnknownKey', (d) => d.pick(['a', ''])],
    ['StopWhenUnneeded', bool],
  ],
  Service: [
    [
      'Type',
      (d) =>
        d.pick([
          'simple',
          'oneshot',
          'oneshot',
          'forking',
          'dbus',
          'notify',
          'idle',
          'exec',
          'notify-reload',
          'bogus',
          '',
        ]),
    ],
    ['ExecStart', command],
    ['ExecStart', command],
    ['ExecStop', command],
    ['ExecStartPre', command],
    ['ExecReload', command],
    ['ExecCondition', command],
    [
      'BusName',
      (d, n) =>
        d.pick([`org.example.${n.prefix}`, 'bad', '', `org.${n.prefix}.%i`, '.x.y', `a.${n.prefix}`, ':1.2', 'org.%p']),
    ],
    ['Sockets', unitOfType(['socket'])],
    ['Restart', (d) => d.pick(['always', 'on-success', 'on-failure', 'no', 'bogus', ''])],
    ['RestartForceExitStatus', (d) => d.pick(['1', 'SIGTERM', '', 'bogus', '0 2', '300'])],
    ['RestartMode', (d) => d.pick(['direct', 'normal', 'debug'])],
    ['RemainAfterExit', bool],
    ['ExitType', (d) => d.pick(['cgroup', 'main', 'x'])],
    ['PrivatePIDs', bool],
    ['GuessMainPID', bool],
    ['PIDFile', path],
    ['USBFunctionDescriptors', path],
    ['TimeoutSec', (d) => d.pick(['infinity', '5', 'x'])],
    ['RootDirectoryStartOnly', bool],
    ['NotifyAccess', (d) => d.pick(['all', 'bogus'])],
    ...EXEC,
  ],
  Socket: [
    [
      'ListenStream',
      (d, n) =>
        d.pick([
          '80',
          `/run/${n.prefix}.sock`,
          path(d, n),
          '[::1]:80',
          '127.0.0.1:1',
          '@abstract',
          'bogus',
          '',
          '%t/x',
          'vsock::5',
          '0',
          '65536',
          '/run/%i.sock',
          'vsock:2:x',
          `@${'a'.repeat(120)}`,
          `/${'a'.repeat(120)}`,
          '%z',
          '::1',
          '1.2.3.4',
          '[fe80::1%%lo]:3',
          '-1',
          '80 ',
        ]),
    ],
    ['ListenDatagram', (d, n) => d.pick(['53', path(d, n), ''])],
    ['ListenSequentialPacket', path],
    ['ListenFIFO', path],
    ['ListenSpecial', path],
    ['ListenNetlink', (d) => d.pick(['kobject-uevent 1', 'route', 'bogus', 'audit x', 'audit', ''])],
    ['ListenMessageQueue', (d) => d.pick(['/mq', 'mq', '/a/b', ''])],
    ['ListenUSBFunction', path],
    ['Accept', bool],
    ['Accept', yesNo],
    ['Service', unitOfType(['service'])],
    ['MaxConnections', (d) => d.pick(['0', '1', '-1', '', 'x'])],
    ['BindToDevice', (d) => d.pick(['eth0', 'lo', '', 'en%i', 'a/b', 'x'.repeat(20), 'br-lan', 'all', 'v.1'])],
    ['ExecStartPre', command],
    ['ExecStopPost', command],
    ['ExecStartPost', command],
    ['Symlinks', paths],
    ['DeferTrigger', (d) => d.pick(['yes', 'no', 'patient', ''])],
    ['SocketProtocol', (d) => d.pick(['udplite', 'sctp', 'mptcp', 'x'])],
    ['FileDescriptorName', (d) => d.pick(['x', 'a:b', ''])],
    ...EXEC,
  ],
  Mount: [
    [
      'What',
      (d, n) =>
        d.pick([
          `/dev/${n.prefix}s`,
          '/dev/root',
          '/dev/nfs',
          'tmpfs',
          'host:/x',
          path(d, n),
          '',
          '%z',
          '/sys/x',
          `/dev/disk/by-uuid/${n.prefix}-1`,
          'UUID=12-34',
          'LABEL="a b"',
          '/dev/%i',
          `//host/${n.prefix}`,
          '/dev',
          `/dev/../x`,
          'PARTLABEL=x',
        ]),
    ],
    ['Where', path],
    [
      'Type',
      (d) =>
        d.pick([
          'ext4',
          'tmpfs',
          'nfs',
          'nfs4',
          'cifs',
          'bind',
          'fuse.sshfs',
          'fuse.glusterfs',
          'overlay',
          '',
          'auto',
          'sshfs',
          '9p',
          'ncp',
          'smb3',
          'ceph',
          'fuse.ceph',
          'lustre',
          'davfs',
        ]),
    ],
    [
      'Options',
      (d) =>
        d.pick([
          '_netdev',
          'nofail',
          'bind',
          'rbind',
          'loop',
          'x-systemd.automount',
          'comment=systemd.automount',
          'usrquota',
          'grpquota',
          'prjquota',
          'usrjquota=a',
          'grpjquota=x',
          'quota',
          'x-systemd.device-bound',
          'x-systemd.device-bound=no',
          'x-systemd.device-bound=yes',
          'x-initrd.mount',
          'ro,nofail,_netdev',
          'defaults',
          '',
          'fail',
          'nofail,fail',
          'x-bind',
          'loop=/dev/loop0',
          'ro, nofail',
          '%i',
          'x-systemd.device-bound=maybe',
          'bind,_netdev',
          'loop,_netdev',
          'uquota',
          'noauto',
        ]),
    ],
    ['DirectoryMode', (d) => d.pick(['0755', 'x'])],
    ['ForceUnmount', bool],
    ...EXEC,
  ],
  Automount: [
    ['Where', path],
    ['ExtraOptions', (d) => d.pick(['fd', 'pgrp=3', 'x', 'direct', 'a,indirect', 'fd=1,minproto=2', ''])],
    ['TimeoutIdleSec', (d) => d.pick(['1', 'x'])],
  ],
  Swap: [
    [
      'What',
      (d, n) =>
        d.pick([
          `/dev/${n.prefix}s`,
          `/${n.prefix}/swapfile`,
          path(d, n),
          '',
          'UUID=1',
          `/dev/disk/by-uuid/${n.prefix}`,
          `dev/${n.prefix}s`,
        ]),
    ],
    ['Options', (d) => d.pick(['nofail', '_netdev', 'x-systemd.device-bound', 'discard'])],
    ['Priority', (d) => d.pick(['1', 'x', '-1'])],
    ...EXEC,
  ],
  Timer: [
    [
      'OnCalendar',
      (d) =>
        d.pick([
          'daily',
          '*-*-* 01:02:03',
          'bogus',
          '',
          'Mon..Fri 10:00',
          '%i',
          'hourly',
          '2020-01-01',
          '*:0/5',
          '2020-13-01',
          'daily UTC',
          'Mon 25:00',
        ]),
    ],
    ['OnBootSec', (d) => d.pick(['5min', 'x', '', '1h 3s', '-1', '0'])],
    ['OnUnitActiveSec', (d) => d.pick(['1d', ''])],
    ['OnActiveSec', (d) => d.pick(['5', 'infinity', '5 5', '1.5h', '10parsec'])],
    ['OnClockChange', bool],
    ['OnTimezoneChange', bool],
    ['Persistent', bool],
    ['Unit', unitOfType(['service', 'target', 'mount'])],
    ['RandomizedDelaySec', (d) => d.pick(['1', 'x'])],
  ],
  Path: [
    ['PathExists', path],
    ['PathExistsGlob', (d, n) => d.pick([path(d, n), `/${n.prefix}/m/*`, `/${n.prefix}/m/n/x?`, `/${n.prefix}/[a]/b`])],
    ['PathChanged', path],
    ['PathModified', path],
    ['DirectoryNotEmpty', path],
    ['Unit', unitOfType(['service', 'target', 'path'])],
    ['MakeDirectory', bool],
  ],
  Slice: [
    ['MemoryMax', (d) => d.pick(['1G', 'x'])],
    ['Slice', sliceName],
  ],
  Install: [
    ['WantedBy', (d, n) => d.pick(n.mentioned)],
    ['Alias', (d, n) => d.pick(n.mentioned)],
    ['Also', (d, n) => d.pick(n.mentioned)],
  ],
  Target: [['X-Nothing', () => 'x']],
  Scope: [['RuntimeMaxSec', () => '5']],
};

/** One random line for a section. */
export function settingLine(d: Dice, n: Names, section: string): string {
  const table = SECTIONS[section];
  if (section === 'Unit' && d.chance(72)) return `${d.pick(DEPENDENCY_KEYS)}=${unitList(d, n)}`;
  if (table === undefined) return `X-Key=${d.below(9)}`;
  const [key, draw] = d.pick(table);
  return `${key}=${draw(d, n)}`;
}

/** Lines that make a unit of this type load, as its file would have them. */
export function usualLines(d: Dice, n: Names, unit: string): string[] {
  const type = unit.slice(unit.lastIndexOf('.') + 1);
  const stem = unit.slice(0, unit.lastIndexOf('.'));
  const place = `/${stem.replaceAll('-', '/').replaceAll('\\x2d', '-')}`;
  switch (type) {
    case 'service':
      return [
        ...(d.chance(30) ? ['Type=oneshot'] : []),
        'ExecStart=/bin/true',
        ...(d.chance(10) ? [`BusName=org.example.${n.prefix}`] : []),
      ];
    case 'socket':
      return [d.pick(['ListenStream=80', `ListenStream=/run/${n.prefix}`, `ListenFIFO=/${n.prefix}/m/f`])];
    case 'timer':
      return [d.pick(['OnBootSec=1', 'OnCalendar=daily'])];
    case 'path':
      return [`PathExists=${d.pick(n.paths)}`];
    case 'mount':
      return [
        `What=${d.pick([`/dev/${n.prefix}s`, 'tmpfs', 'host:/export', '/srv/x'])}`,
        ...(d.chance(80) ? [`Where=${place}`] : []),
        ...(d.chance(60) ? [`Type=${d.pick(['ext4', 'tmpfs', 'nfs', 'none'])}`] : []),
      ];
    case 'automount':
      return d.chance(80) ? [`Where=${place}`] : [];
    case 'swap':
      return [`What=${place}`];
    default:
      return [];
  }
}

export const SECTION_OF: Readonly<Record<string, string>> = {
  service: 'Service',
  socket: 'Socket',
  mount: 'Mount',
  automount: 'Automount',
  swap: 'Swap',
  timer: 'Timer',
  path: 'Path',
  slice: 'Slice',
  target: 'Target',
  scope: 'Scope',
  device: 'Device',
};

/** Random fstab files: every option that means something, every kind of device, good lines and broken ones. */
import type { CaseFile, GeneratorCase } from './case.ts';
import type { Random } from './random.ts';

const WHAT = [
  ...['/dev/sda1', '/dev/sda2', '/dev/mapper/vg-home', 'UUID=1234-abcd', 'LABEL=My Data', 'LABEL="quo/ted"', 'tmpfs'],
  ...[
    'PARTUUID=0f0f-1',
    'PARTLABEL=a b',
    'none',
    'server:/export',
    '//server/share',
    '/srv/source',
    '/dev/disk/by-id/x--y',
  ],
  ...[
    '/swapfile',
    '/dev/zvol/tank/swap',
    'overlay',
    'LABEL=ünïcödé',
    '/dev',
    '/dev/',
    '/dev/./sdb',
    '/sys/x',
    'sysfs',
    'pct%20',
  ],
  ...['/dev/../x', 'ID=foo', '/srv/a\\040b', '/dev/a\\134b', 'host:/v\\011x'],
];
const WHERE = [
  ...[
    '/',
    '/usr',
    '/home',
    '/home',
    '/srv',
    '/srv/deep/er',
    '/boot',
    '/boot/efi',
    '/var',
    '/tmp',
    '/mnt/a\\040b',
    'none',
  ],
  ...[
    'swap',
    '/proc',
    '/dev/shm',
    '/sys/fs/cgroup/x',
    '/run',
    '/run/user',
    '/run/host/x',
    '/var/lib/x-y',
    '/srv/',
    '//srv//x',
  ],
  ...[
    '/./data',
    '/srv/../opt',
    '/missing/../x',
    '/bin',
    '/lib/x',
    'relative/path',
    '/etc',
    '/.hidden',
    '/link',
    '/dangling',
    '/link/sub',
  ],
  ...['/ünï', '/pct%h', '/var/run', '/a\\134x', '/etc/passwd/x', '/loop', '/data/\\011tab'],
];
const TYPE = [
  ...[
    'ext4',
    'ext4',
    'ext3',
    'xfs',
    'btrfs',
    'vfat',
    'auto',
    'swap',
    'swap',
    'nfs',
    'nfs4',
    'cifs',
    'tmpfs',
    'none',
    'autofs',
  ],
  ...[
    'fuse.sshfs',
    'sshfs',
    'glusterfs',
    'fuse',
    'iso9660',
    'squashfs',
    '9p',
    'overlay',
    'proc',
    'sysfs',
    'orangefs',
    'ext4%',
  ],
  ...['ext2', 'f2fs', 'zfs', 'erofs', 'cramfs', 'bind', 'fuse.glusterfs', 'ramfs', 'davfs', 'ext4,xfs'],
];
const OPTIONS = [
  ...[
    'defaults',
    'defaults',
    'noauto',
    'auto',
    'nofail',
    'fail',
    '_netdev',
    'ro',
    'rw',
    'bind',
    'rbind',
    'bg',
    'fg',
    'errors=remount-ro',
  ],
  ...[
    'x-systemd.automount',
    'comment=systemd.automount',
    'x-systemd.automount=1',
    'x-systemd.idle-timeout=1min',
    'x-systemd.idle-timeout=0',
  ],
  ...[
    'x-systemd.device-timeout=10',
    'x-systemd.device-timeout=1h 30min',
    'x-systemd.device-timeout=0',
    'x-systemd.device-timeout=bad',
  ],
  ...[
    'x-systemd.mount-timeout=90s',
    'x-systemd.mount-timeout=1.5h',
    'comment=systemd.device-timeout=5',
    'x-systemd.mount-timeout=infinity',
  ],
  ...[
    'x-systemd.requires=foo.service',
    'x-systemd.requires=/srv',
    'x-systemd.requires=/dev/sdz',
    'x-systemd.requires=bar',
    'x-systemd.requires=',
  ],
  ...[
    'x-systemd.after=a.service',
    'x-systemd.before=b.target',
    'x-systemd.before=we ird',
    'x-systemd.wants=w.service',
    'x-systemd.after=x@.y',
  ],
  ...['x-systemd.requires-mounts-for=/var/x', 'x-systemd.requires-mounts-for=/a%b', 'x-systemd.wants-mounts-for=/opt'],
  ...[
    'x-systemd.wanted-by=multi-user.target',
    'x-systemd.required-by=foo.service',
    'x-systemd.wanted-by=',
    'x-systemd.wanted-by',
    'x-systemd.upheld-by=u.service',
  ],
  ...[
    'x-systemd.makefs',
    'x-systemd.growfs',
    'x-systemd.pcrfs',
    'x-systemd.validatefs',
    'x-systemd.rw-only',
    'usrquota',
    'grpquota',
  ],
  ...[
    'x-initrd.mount',
    'size=10%',
    'pri=5',
    'discard',
    'loop',
    'user',
    'a\\,b',
    'x\\\\y',
    'nofail=x',
    'subvol=@home',
    'x-systemd.makefs=1',
    'users',
    'prjquota',
  ],
];
/** Kills systemd's generator where it stands: kept apart, so that other lines are seen too. */
const DEADLY = ['x-systemd.device-timeout', 'x-systemd.mount-timeout', 'x-systemd.idle-timeout'];
const CMDLINE = [
  ...[
    'quiet',
    'ro',
    'rw',
    'root=/dev/sda1',
    'rootflags=x',
    'fstab=0',
    'fstab=yes',
    'rd.fstab=0',
    'fstab',
    'systemd.swap=0',
    'systemd.swap',
    'systemd.swap=maybe',
  ],
  ...[
    'systemd.volatile=state',
    'systemd.volatile',
    'systemd.volatile=no',
    'mount.usr=/dev/sdu',
    'systemd.mount-extra=/dev/sdx:/extra:ext4:nofail',
  ],
  ...[
    'systemd.mount-extra=LABEL=x:/e2',
    'systemd.mount-extra=bad',
    'systemd.mount-extra=a:b:c:d:e',
    'systemd.mount-extra=/srv/x:/e3::bind',
  ],
  ...[
    'systemd.swap-extra=/dev/sdsw:nofail',
    'systemd.swap-extra=UUID=5',
    'rd.systemd.mount-extra=/dev/q:/q',
    'systemd.mount-extra=/dev/sdx:none:swap',
  ],
];

export function fstabCase(random: Random): GeneratorCase {
  const lines: string[] = [];
  const deadly = random.chance(0.03);
  for (let n = random.below(7); n >= 0; n--) lines.push(fstabLine(random, deadly));
  const end = random.chance(0.9) ? '\n' : '';
  const files = new Map<string, CaseFile>([
    ['/etc/fstab', { content: lines.join('\n') + end }],
    ['/link', { link: '/srv' }],
    ['/dangling', { link: 'nowhere/else' }],
    ['/loop', { link: 'loop' }],
    ['/data', { link: '../mnt' }],
  ]);
  const words = random.chance(0.5) ? [] : random.some(CMDLINE, 4);
  return { files, cmdline: words.join(' ') };
}

function fstabLine(random: Random, deadly: boolean): string {
  if (random.chance(0.04))
    return random.pick(['', '# comment', '   # indented', '\t', 'one', 'two fields', ' lead /x ext4', 'a b swap']);
  const gap = (): string => random.pick([' ', ' ', '\t', '  \t ']);
  const pool = deadly && random.chance(0.3) ? DEADLY : OPTIONS;
  const options = random.chance(0.25)
    ? 'defaults'
    : [random.pick(pool), ...random.some(OPTIONS, 4)].join(random.chance(0.05) ? ',,' : ',');
  const fields = [random.pick(WHAT), random.pick(WHERE), random.pick(TYPE), options.replaceAll(' ', '\\040')];
  const numbers = random.pick([
    '0 0',
    '0 1',
    '0 2',
    '1 2',
    '',
    '0',
    '0 2 extra',
    'x 2',
    '0 2 # c',
    '0 -1',
    '0 x',
    '0 2 ',
  ]);
  if (numbers !== '') fields.push(...numbers.split(' '));
  const cut = random.chance(0.03) ? random.below(4) + 1 : fields.length;
  return fields.slice(0, cut).reduce((line, field) => line + gap() + field);
}

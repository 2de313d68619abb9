/** What mountall would mount and which event each file system keeps from coming (mountall.c: mount_policy, tag_mount). */
import type { Snapshot } from '../../snapshot/snapshot.ts';

export type MountClass = 'virtual' | 'local' | 'remote' | 'swap' | 'nowait';

export interface Mount {
  readonly device: string;
  readonly point: string;
  readonly type: string;
  readonly options: string;
  readonly class: MountClass;
  readonly file: string;
  /** undefined: built into mountall. */
  readonly line?: number;
}

/** mountall's own table lies here, where it is captured. */
const BUILTIN = '/lib/init/fstab';
const FSTAB = '/etc/fstab';

/** Kernel file systems that every Ubuntu of the time mounts, for roots without mountall's table. */
const USUAL: readonly (readonly [point: string, type: string])[] = [
  ['/', 'rootfs'],
  ['/proc', 'proc'],
  ['/sys', 'sysfs'],
  ['/sys/fs/fuse/connections', 'fusectl'],
  ['/sys/kernel/debug', 'debugfs'],
  ['/sys/kernel/security', 'securityfs'],
  ['/dev', 'devtmpfs'],
  ['/dev/pts', 'devpts'],
  ['/run', 'tmpfs'],
  ['/run/lock', 'tmpfs'],
  ['/run/shm', 'tmpfs'],
  ['/run/user', 'tmpfs'],
];

const NODEV = new Set(
  'rootfs proc sysfs devtmpfs devpts tmpfs ramfs debugfs securityfs fusectl cgroup pstore efivarfs configfs hugetlbfs mqueue binfmt_misc usbfs none bind overlay aufs'.split(
    ' ',
  ),
);
const REMOTE = new Set(
  'nfs nfs4 smbfs cifs coda ncp ncpfs ocfs2 gfs gfs2 ceph cephfs glusterfs sshfs davfs'.split(' '),
);

/** In the order in which mountall comes to them: kernel file systems, then /etc/fstab's, parents before children. */
export function readMounts(snapshot: Snapshot): Mount[] {
  const mounts = new Map<string, Mount>();
  const builtin = snapshot.read(BUILTIN);
  if (builtin === undefined)
    for (const [point, type] of USUAL) mounts.set(point, make('none', point, type, 'defaults', { file: BUILTIN }));
  for (const file of builtin === undefined ? [FSTAB] : [BUILTIN, FSTAB])
    for (const mount of parseFstab(snapshot.read(file) ?? '', file)) {
      const key = mount.type === 'swap' ? `swap ${mount.device}` : mount.point;
      // A line of fstab for a built-in mount point changes it where it stands.
      mounts.set(key, mount);
    }
  const all = [...mounts.values()].filter(
    ({ options, type }) => type !== 'ignore' && !/(^|,)noauto(,|$)/.test(options),
  );
  return all
    .map((mount, index) => ({ mount, index }))
    .sort((a, b) => RANK[a.mount.class] - RANK[b.mount.class] || a.index - b.index)
    .map(({ mount }) => mount);
}

const RANK: Readonly<Record<MountClass, number>> = { virtual: 0, swap: 1, local: 2, nowait: 3, remote: 4 };

function parseFstab(text: string, file: string): Mount[] {
  return text.split('\n').flatMap((raw, index) => {
    const [device, point, type, options = 'defaults'] = raw.trim().split(/\s+/);
    if (!device || device.startsWith('#') || !point || !type) return [];
    return [make(unescapeOctal(device), unescapeOctal(point), type, options, { file, line: index + 1 })];
  });
}

/** getmntent(3): blanks are written in octal. */
function unescapeOctal(text: string): string {
  return text.replace(/\\(040|011|012|134)/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function make(
  device: string,
  point: string,
  type: string,
  options: string,
  at: { readonly file: string; readonly line?: number },
): Mount {
  return { device, point, type, options, class: classOf(device, point, type, options), ...at };
}

function classOf(device: string, point: string, type: string, options: string): MountClass {
  const has = (option: string) => options.split(',').includes(option);
  if (type === 'swap') return 'swap';
  if (point === '/') return 'local';
  if (REMOTE.has(type) || has('_netdev'))
    return /^\/(usr|var)(\/|$)/.test(point) || has('bootwait') ? 'remote' : 'nowait';
  if (has('nobootwait')) return 'nowait';
  return NODEV.has(type) || device === 'none' ? 'virtual' : 'local';
}

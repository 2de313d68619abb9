/** What kinds of file systems there are (src/basic/mountpoint-util.c, src/basic/filesystems.c). */
import type { GeneratorContext } from './context.ts';

const NETWORK = new Set(
  'afs ceph cifs davfs gfs gfs2 glusterfs lustre ncp ncpfs nfs nfs4 ocfs2 pvfs2 smb3 smbfs sshfs'.split(' '),
);
const API = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue ' +
    'proc pstore ramfs rpc_pipefs securityfs sysfs tmpfs tracefs'
  ).split(' '),
);
const READ_ONLY = new Set(['DM_verity_hash', 'cramfs', 'erofs', 'iso9660', 'squashfs']);
const NEEDS_QUOTA = new Set(['ext2', 'ext3', 'ext4', 'reiserfs', 'jfs', 'f2fs']);

/** Mount points of PID 1's own making. */
const API_PATHS = new Set([
  ...['/dev', '/dev/pts', '/dev/shm', '/proc', '/run', '/sys', '/sys/firmware/efi/efivars', '/sys/fs/bpf'],
  ...['/sys/fs/cgroup', '/sys/fs/pstore', '/sys/fs/smackfs', '/sys/kernel/security'],
  ...['/dev/console', '/proc/kmsg', '/proc/sys', '/proc/sys/kernel/random/boot_id', '/sys/fs/selinux'],
]);

/** fstype_is_network: `fuse.sshfs` counts as `sshfs`. */
export function isNetworkType(context: GeneratorContext, type: string): boolean {
  const name = type.replace(/^fuse\./, '');
  if (/^(pvfs2|ocfs2|lustre)$/.test(name)) return context.does('cluster-types-are-network');
  if (/^(ceph|smb3|davfs)$/.test(name)) return context.does('ceph-is-network');
  return NETWORK.has(name) || (name === 'orangefs' && context.does('orangefs-is-network'));
}

/** fstype_is_blockdev_backed, and not fstype_is_ro. */
export function mayNeedFsck(context: GeneratorContext, type: string): boolean {
  if (READ_ONLY.has(type)) return false;
  const name = type.replace(/^fuse\./, '');
  if (name === '9p' || (name === 'overlay' && context.does('fsck-skips-overlay'))) return false;
  return !isNetworkType(context, name) && !API.has(name);
}

/** fstype_needs_quota. */
export function needsQuota(type: string): boolean {
  return NEEDS_QUOTA.has(type);
}

/** mount_point_is_api, mount_point_ignore. @param path simplified */
export function isApiMount(context: GeneratorContext, path: string): boolean {
  if (path === '/run/host' || path.startsWith('/run/host/')) return context.does('run-host-is-api');
  return API_PATHS.has(path) || path.startsWith('/sys/fs/cgroup/');
}

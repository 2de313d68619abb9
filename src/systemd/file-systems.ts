/**
 * What PID 1 and the generators both know of file systems: the same functions of the same library
 * (src/basic/mountpoint-util.c, src/shared/mount-setup.c, src/shared/quota-util.c).
 */
import type { BehaviourName, Does } from '../behaviours/does.ts';

const NETWORK = new Set('cifs gfs gfs2 glusterfs ncp ncpfs nfs nfs4 smbfs'.split(' '));
/** Those that are network file systems from some version on. */
const LATER_NETWORK = new Set<string>([
  'afs',
  'ceph',
  'davfs',
  'lustre',
  'ocfs2',
  'orangefs',
  'pvfs2',
  'smb3',
  'sshfs',
] satisfies (BehaviourName extends `${infer T}-is-network` ? T : string)[]);
const NEEDS_QUOTA = new Set(['ext2', 'ext3', 'ext4', 'reiserfs', 'jfs', 'f2fs']);

/** Mount points of PID 1's own making, and those that it leaves to whoever made them. */
const API_PATHS = new Set([
  ...['/dev', '/dev/pts', '/dev/shm', '/proc', '/run', '/sys', '/sys/firmware/efi/efivars', '/sys/fs/bpf'],
  ...['/sys/fs/cgroup', '/sys/fs/pstore', '/sys/fs/smackfs', '/sys/kernel/security'],
  ...['/dev/console', '/proc/kmsg', '/proc/sys', '/proc/sys/kernel/random/boot_id', '/sys/fs/selinux'],
]);

/** fstype_is_network: `fuse.sshfs` counts as `sshfs`. */
export function isNetworkType(type: string, does: Does): boolean {
  const name = type.replace(/^fuse\./, '');
  return NETWORK.has(name) || (LATER_NETWORK.has(name) && does(`${name}-is-network` as BehaviourName));
}

/** fstype_needs_quota: file systems on which quotas must be switched on. */
export function needsQuota(type: string): boolean {
  return NEEDS_QUOTA.has(type);
}

/** mount_point_is_api, mount_point_ignore: no unit may mount there. @param path simplified */
export function isApiMount(path: string, does: Does): boolean {
  if (path === '/run/lock') return does('debian-run-lock-is-api');
  if (path === '/run/host' || path.startsWith('/run/host/')) return does('run-host-is-api');
  return API_PATHS.has(path) || path.startsWith('/sys/fs/cgroup/');
}

/** Which file systems fsck has nothing to do for (src/basic/mountpoint-util.c). */
import { isNetworkType } from '../file-systems.ts';
import type { GeneratorContext } from './context.ts';

const API = new Set(
  (
    'autofs binfmt_misc bpf cgroup cgroup2 configfs cpuset debugfs devpts devtmpfs efivarfs fusectl hugetlbfs mqueue ' +
    'proc pstore ramfs rpc_pipefs securityfs sysfs tmpfs tracefs'
  ).split(' '),
);
const READ_ONLY = new Set(['DM_verity_hash', 'cramfs', 'erofs', 'iso9660', 'squashfs']);

/** fstype_is_blockdev_backed, and not fstype_is_ro. */
export function mayNeedFsck(context: GeneratorContext, type: string): boolean {
  if (READ_ONLY.has(type)) return false;
  const name = type.replace(/^fuse\./, '');
  if (name === '9p' || (name === 'overlay' && context.does('fsck-skips-overlay'))) return false;
  return !isNetworkType(name, context.does) && !API.has(name);
}

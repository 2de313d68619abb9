/** File systems that PID 1 meets in /proc/self/mountinfo when it starts (mount_load_proc_self_mountinfo of src/core/mount.c). */

/** One of them besides `/` and the API file systems, for which /proc makes no unit. */
export interface MountedAtStart {
  readonly path: string;
  readonly fsType: string;
}

/**
 * Where nobody says: nothing on /tmp, and a device node that is a mount of its own, as a container's PID 1 and a mount namespace have them.
 * On hardware there is none, and edges to `-.mount` say their setting's origin beside `path`: see docs/measurements/surroundings.md.
 */
export const MOUNTED_BY_DEFAULT: readonly MountedAtStart[] = [{ path: '/dev/null', fsType: 'devtmpfs' }];

/** A tmpfs comes after this, as PID 1 has it where one is mounted, whatever its file says (mount_add_default_dependencies). */
export const MOUNTED_TMPFS_FOLLOWS = 'swap.target';

/** mount_is_extrinsic: what is mounted there, such as a container's device nodes, is none of PID 1's to order. */
export function isBelowDev({ path }: MountedAtStart): boolean {
  return path.startsWith('/dev/');
}

/** @returns the units that its default dependencies name, in the order in which they are mentioned */
export function mentionsOfMounted({ fsType }: MountedAtStart): readonly string[] {
  const after = fsType === 'tmpfs' ? [MOUNTED_TMPFS_FOLLOWS] : [];
  return ['local-fs.target', 'local-fs-pre.target', 'umount.target', ...after];
}

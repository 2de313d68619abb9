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

/** What it comes after, as PID 1 has it from /proc, whatever a file says (mount_add_default_dependencies). */
export function mountedFollows({ fsType }: MountedAtStart): readonly string[] {
  return fsType === 'tmpfs' ? ['local-fs-pre.target', 'swap.target'] : ['local-fs-pre.target'];
}

/** mount_is_extrinsic: what is mounted there, such as a container's device nodes, is none of PID 1's to order. */
export function isBelowDev({ path }: MountedAtStart): boolean {
  return path.startsWith('/dev/');
}

/** @returns the units that its default dependencies name, in the order in which they are mentioned */
export function mentionsOfMounted(mounted: MountedAtStart): readonly string[] {
  const [pre = '', ...after] = mountedFollows(mounted);
  return ['local-fs.target', pre, 'umount.target', ...after];
}

/** Where a program without a slash in its name is looked for: DEFAULT_PATH of src/basic/path-util.h. */
import type { Snapshot } from '../snapshot/snapshot.ts';

export const EXEC_PATH: readonly string[] = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

/** NixOS's init gives PID 1, and so generators, a PATH of the packages that file systems need; they are in the system's own folder, too. */
export const NIX_SYSTEM_PATH: readonly string[] = ['/run/current-system/sw/bin', '/run/current-system/sw/sbin'];

/** Whether a file of this name is in one of these folders. */
export function isInstalled(snapshot: Snapshot, name: string): boolean {
  return EXEC_PATH.some((folder) => snapshot.stat(`${folder}/${name}`) !== undefined);
}

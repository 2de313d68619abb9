/** Where PID 1 looks for unit files: systemd.unit(5), "Unit File Load Path"; lookup_paths_init (path-lookup.c). */
import type { Does } from '../behaviours/does.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** The files of systemd's package, as dpkg knows them: under which names it was built to be. */
export const BUILD_RECORD = '/var/lib/dpkg/info/systemd.list';

const NIX_PROFILE = '/nix/var/nix/profiles/default/lib/systemd/system';

/** Where this systemd looks in this root. */
export function loadPathOf(snapshot: Snapshot, does: Does): readonly string[] {
  return systemLoadPath(isSplitUsr(snapshot, does), does('nix-profile-units'));
}

/**
 * Folders, highest priority first.
 * @param splitUsr whether this systemd was built for a split /usr
 * @param nix whether it was built by nixpkgs; the folder of its own package is shown as /usr/lib/systemd (capture/nixos.ts)
 */
export function systemLoadPath(splitUsr: boolean, nix = false): readonly string[] {
  const vendor = splitUsr ? ['/lib/systemd/system', '/usr/lib/systemd/system'] : ['/usr/lib/systemd/system'];
  return [
    '/etc/systemd/system.control',
    '/run/systemd/system.control',
    '/run/systemd/transient',
    '/run/systemd/generator.early',
    '/etc/systemd/system',
    ...(nix ? [NIX_PROFILE] : []),
    '/etc/systemd/system.attached',
    '/run/systemd/system',
    '/run/systemd/system.attached',
    '/run/systemd/generator',
    ...(nix ? [] : ['/usr/local/lib/systemd/system']),
    ...vendor,
    '/run/systemd/generator.late',
  ];
}

/**
 * Where a user's manager looks: systemd.unit(5), "Unit Load Path When Running in User Mode". What lies in a home folder
 * counts only where the user is known.
 * @param home the user's home folder within the root
 */
export function userLoadPath(home?: string): readonly string[] {
  const own = (path: string): readonly string[] => (home === undefined ? [] : [`${home}/${path}`]);
  return [
    ...own('.config/systemd/user.control'),
    ...own('.config/systemd/user'),
    '/etc/xdg/systemd/user',
    '/etc/systemd/user',
    '/run/systemd/user',
    ...own('.local/share/systemd/user'),
    '/usr/local/share/systemd/user',
    '/usr/share/systemd/user',
    '/usr/local/lib/systemd/user',
    '/usr/lib/systemd/user',
  ];
}

/**
 * Where systemctl makes links, and where an administrator's own files go (lookup_paths_init: persistent_config). Of users' managers it is
 * the folder of all of them, as of `systemctl --global`, unless one user is known.
 */
export function configFolder(user?: { readonly home?: string }): string {
  if (user === undefined) return '/etc/systemd/system';
  return user.home === undefined ? '/etc/systemd/user' : `${user.home}/.config/systemd/user`;
}

/**
 * Whether the root's systemd has /lib/systemd/system in its load path: it was configured with split-usr, which ended
 * with v255. dpkg knows under which name it installed PID 1; without dpkg's files (a sosreport has none) its builder decides, or that
 * /lib is a folder of its own.
 */
export function isSplitUsr(snapshot: Snapshot, does: Does): boolean {
  if (!does('split-usr')) return false;
  const owned = snapshot.read(BUILD_RECORD);
  if (owned !== undefined) return /^\/lib\/systemd\/systemd$/m.test(owned);
  if (snapshot.stat('/lib/systemd/system')?.kind !== 'dir') return false;
  return does('split-usr-though-merged') || snapshot.lstat('/lib')?.kind === 'dir';
}

/** Files of /etc that a package brought, by dpkg's own record. */
import type { Snapshot } from '../snapshot/snapshot.ts';

/** Paths that stand below `Conffiles:` in dpkg's status (deb-conffiles(5)); none without dpkg. */
export function packagedConfiguration(snapshot: Snapshot): ReadonlySet<string> {
  const paths = new Set<string>();
  for (const line of (snapshot.read('/var/lib/dpkg/status') ?? '').split('\n')) {
    const path = /^ (\/etc\/\S+) [0-9a-f]{32}( |$)/.exec(line)?.[1];
    if (path !== undefined) paths.add(path);
  }
  return paths;
}

/** Which distribution a copy is of, and whose systemd it has: what behaviours are asked for. */
import { type Distribution, distributionOf } from '../behaviours/distribution.ts';
import { parseVersion, type SystemdBuild } from '../behaviours/version.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { HostFacts } from './machine.ts';
import type { VersionEvidence } from './version.ts';

export function distributionIn(snapshot: Snapshot, { osRelease }: HostFacts): Distribution {
  return distributionOf({
    osRelease,
    redhatRelease: snapshot.read('/etc/redhat-release') ?? snapshot.read('/etc/system-release'),
    suseRelease: snapshot.read('/etc/SuSE-release'),
    debianVersion: snapshot.read('/etc/debian_version'),
  });
}

/**
 * The build that the best evidence names, with the point or release that other evidence of the same version adds: a library is often
 * called by its number alone. Undefined where nothing says.
 */
export function buildIn(versions: readonly VersionEvidence[], { family }: Distribution): SystemdBuild | undefined {
  const [best] = versions;
  if (best === undefined) return undefined;
  const builds = versions
    .filter(({ version }) => version === best.version)
    .flatMap(({ full }) => (full === undefined ? [] : (parseVersion(full, family) ?? [])));
  return (
    builds.find(({ point, release }) => point !== undefined || release !== undefined) ?? {
      major: best.version,
      ...(family === undefined ? {} : { builder: family }),
    }
  );
}

/** Whose systemd a copy has, of which version: what behaviours are asked for. */
import type { Distribution } from '../behaviours/distribution.ts';
import { parseVersion, type SystemdBuild } from '../behaviours/version.ts';
import type { VersionEvidence } from './version.ts';

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

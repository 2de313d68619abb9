/** Which assignments a later one made void: systemd.syntax(7), and each key's parser in load-fragment.c. */
import type { Setting } from '../graph/model.ts';

/** Lists that an empty assignment does not reset (config_parse_unit_deps, config_parse_unit_mounts_for). */
const NEVER_RESET =
  /^(Requires|Requisite|Wants|BindsTo|BindTo|PartOf|Upholds|Conflicts|Before|After|OnSuccess|OnFailure|PropagatesReloadTo|ReloadPropagatedFrom|PropagatesStopTo|StopPropagatedFrom|JoinsNamespaceOf|RequiresMountsFor|WantsMountsFor|Sockets)$/;

/** Lists that grow, and that an empty assignment empties. */
const LIST =
  /^(Exec(Start|Stop|Reload|Condition)(Pre|Post)?|Listen.+|Environment|EnvironmentFile|PassEnvironment|UnsetEnvironment|Condition.+|Assert.+|Documentation|On(Active|Boot|Startup|UnitActive|UnitInactive)Sec|OnCalendar|Path(Exists|ExistsGlob|Changed|Modified)|DirectoryNotEmpty|(Runtime|State|Cache|Logs|Configuration)Directory|WantedBy|RequiredBy|UpheldBy|Also|Alias|(ReadWrite|ReadOnly|Inaccessible|Exec|NoExec)Paths|Bind(ReadOnly)?Paths|TemporaryFileSystem|SupplementaryGroups|SystemCallFilter|SystemCallArchitectures|RestrictAddressFamilies|CapabilityBoundingSet|AmbientCapabilities|DeviceAllow|IPAddress(Allow|Deny)|IO.+|BlockIO.+|LoadCredential.*|SetCredential.*|Symlinks|RestartPreventExitStatus|RestartForceExitStatus|SuccessExitStatus|OpenFile|LogExtraFields|LogFilterPatterns)$/;

/** The same settings; those that have no effect any more are marked. */
export function markOverridden(settings: readonly Setting[]): readonly Setting[] {
  const standing = new Map<string, number[]>();
  const dead = new Set<number>();
  settings.forEach(({ section, key, value }, at) => {
    const name = `${section} ${key}`;
    const known = standing.get(name);
    if (known === undefined) {
      standing.set(name, [at]);
      return;
    }
    if (NEVER_RESET.test(key)) return;
    if (value === '' || !LIST.test(key)) for (const earlier of known.splice(0)) dead.add(earlier);
    known.push(at);
  });
  return dead.size === 0 ? settings : settings.map((s, at) => (dead.has(at) ? { ...s, overridden: true } : s));
}

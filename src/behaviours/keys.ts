/** Every key of unit files: which systemd knows it, in which sections, and whether it is a list. */
import { KEY_TABLE } from './key-table.ts';
import { MODELLED, majorOf, type Version } from './version.ts';

/** Sections of a unit file that PID 1 or `systemctl` reads, beside those named X-…. */
export const SECTIONS = [
  'Unit',
  'Install',
  'Service',
  'Socket',
  'Timer',
  'Path',
  'Mount',
  'Automount',
  'Swap',
  'Slice',
  'Scope',
] as const;

export type KeyKnowledge = 'known' | 'unknown-key' | 'too-new' | 'gone' | 'not-claimed';

interface Span {
  readonly since: number;
  readonly until: number | undefined;
}

const SPANS = new Map<string, Span>(
  KEY_TABLE.flatMap(([since, until, sections, keys]) =>
    sections
      .split(' ')
      .flatMap((section) => keys.split(/\s+/).map((key) => [`${section}.${key}`, { since, until }] as const)),
  ),
);

/**
 * Whether a version of systemd knows a key of a section.
 * @returns `too-new`: a later version does; `gone`: an earlier one did; `not-claimed`: the version is later than the table
 */
export function keyKnowledge(section: string, key: string, version: Version): KeyKnowledge {
  const span = SPANS.get(`${section}.${key}`);
  const major = majorOf(version);
  if (span === undefined) return major > MODELLED.last ? 'not-claimed' : 'unknown-key';
  if (Math.max(major, MODELLED.first) < span.since) return 'too-new';
  return span.until !== undefined && major >= span.until ? 'gone' : 'known';
}

/** The first tag that knows the key. */
export function knownSince(section: string, key: string): number | undefined {
  return SPANS.get(`${section}.${key}`)?.since;
}

/** Other sections that do know the key, for one that is misplaced. */
export function sectionsOf(key: string): readonly string[] {
  return SECTIONS.filter((section) => SPANS.has(`${section}.${key}`));
}

/** The keys of each section, in any version. */
export const KEYS_BY_SECTION: ReadonlyMap<string, readonly string[]> = new Map(
  SECTIONS.map((section) => [
    section,
    [...SPANS.keys()].filter((name) => name.startsWith(`${section}.`)).map((name) => name.slice(section.length + 1)),
  ]),
);

/** Lists that an empty assignment does not reset (config_parse_unit_deps, config_parse_unit_mounts_for). */
const NEVER_RESET =
  /^(Requires|Requisite|Wants|BindsTo|BindTo|PartOf|Upholds|Conflicts|Before|After|OnSuccess|OnFailure|PropagatesReloadTo|ReloadPropagatedFrom|PropagatesStopTo|StopPropagatedFrom|JoinsNamespaceOf|RequiresMountsFor|WantsMountsFor|Sockets)$/;

/** Lists that grow, and that an empty assignment empties. */
const LIST =
  /^(Exec(Start|Stop|Reload|Condition)(Pre|Post)?|Listen.+|Environment|EnvironmentFile|PassEnvironment|UnsetEnvironment|Condition.+|Assert.+|Documentation|On(Active|Boot|Startup|UnitActive|UnitInactive)Sec|OnCalendar|Path(Exists|ExistsGlob|Changed|Modified)|DirectoryNotEmpty|(Runtime|State|Cache|Logs|Configuration)Directory|WantedBy|RequiredBy|UpheldBy|Also|Alias|(ReadWrite|ReadOnly|Inaccessible|Exec|NoExec)Paths|Bind(ReadOnly)?Paths|TemporaryFileSystem|SupplementaryGroups|SystemCallFilter|SystemCallArchitectures|RestrictAddressFamilies|CapabilityBoundingSet|AmbientCapabilities|DeviceAllow|IPAddress(Allow|Deny)|IO.+|BlockIO.+|LoadCredential.*|SetCredential.*|Symlinks|RestartPreventExitStatus|RestartForceExitStatus|SuccessExitStatus|OpenFile|LogExtraFields|LogFilterPatterns)$/;

/** Whether each assignment adds to what stands, and an empty one takes nothing away. */
export function isEndlessList(key: string): boolean {
  return NEVER_RESET.test(key);
}

/** Whether an assignment adds to those before it; an empty one takes them all away. */
export function isList(key: string): boolean {
  return LIST.test(key);
}

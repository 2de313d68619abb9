/** Every key of unit files: which systemd knows it, in which sections, whether it is a list, and what kind of value it takes. */
import { KEY_TABLE, type KeyShape, type ValueKind } from './key-table.ts';
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

interface Key {
  readonly since: number;
  readonly until: number | undefined;
  readonly shape: KeyShape;
  readonly kind: ValueKind;
}

const KEYS: ReadonlyMap<string, Key> = new Map(
  KEY_TABLE.flatMap(([since, until, sections, shape, kind, keys]) =>
    sections
      .split(' ')
      .flatMap((section) =>
        keys.split(/\s+/).map((key) => [`${section}.${key}`, { since, until, shape, kind }] as const),
      ),
  ),
);

/**
 * Whether a version of systemd knows a key of a section.
 * @returns `too-new`: a later version does; `gone`: an earlier one did; `not-claimed`: the version is later than the table
 */
export function keyKnowledge(section: string, key: string, version: Version): KeyKnowledge {
  const known = KEYS.get(`${section}.${key}`);
  const major = majorOf(version);
  if (known === undefined) return major > MODELLED.last ? 'not-claimed' : 'unknown-key';
  if (Math.max(major, MODELLED.first) < known.since) return 'too-new';
  return known.until !== undefined && major >= known.until ? 'gone' : 'known';
}

/** The first tag that knows the key. */
export function knownSince(section: string, key: string): number | undefined {
  return KEYS.get(`${section}.${key}`)?.since;
}

/** Other sections that do know the key, for one that is misplaced. */
export function sectionsOf(key: string): readonly string[] {
  return SECTIONS.filter((section) => KEYS.has(`${section}.${key}`));
}

/** The keys of each section, in any version. */
export const KEYS_BY_SECTION: ReadonlyMap<string, readonly string[]> = new Map(
  SECTIONS.map((section) => [
    section,
    [...KEYS.keys()].filter((name) => name.startsWith(`${section}.`)).map((name) => name.slice(section.length + 1)),
  ]),
);

/** Whether an assignment adds to those before it, and what an empty one does; one that is not known is taken for a scalar. */
export function keyShape(section: string, key: string): KeyShape {
  return KEYS.get(`${section}.${key}`)?.shape ?? 'scalar';
}

/** What kind of value the key takes; undefined where the section has no such key. */
export function valueKind(section: string, key: string): ValueKind | undefined {
  return KEYS.get(`${section}.${key}`)?.kind;
}

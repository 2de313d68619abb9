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

/** By section, then by key: every setting of a root is looked up, and no name is to be put together for that. */
const KEYS: ReadonlyMap<string, ReadonlyMap<string, Key>> = bySection();

function bySection(): Map<string, Map<string, Key>> {
  const found = new Map<string, Map<string, Key>>();
  for (const [since, until, sections, shape, kind, keys] of KEY_TABLE) {
    const row = { since, until, shape, kind };
    const names = keys.split(/\s+/);
    for (const section of sections.split(' ')) {
      const known = found.get(section) ?? new Map<string, Key>();
      found.set(section, known);
      for (const name of names) known.set(name, row);
    }
  }
  return found;
}

/**
 * Whether a version of systemd knows a key of a section.
 * @returns `too-new`: a later version does; `gone`: an earlier one did; `not-claimed`: the version is later than the table
 */
export function keyKnowledge(section: string, key: string, version: Version): KeyKnowledge {
  const known = KEYS.get(section)?.get(key);
  const major = majorOf(version);
  if (known === undefined) return major > MODELLED.last ? 'not-claimed' : 'unknown-key';
  if (Math.max(major, MODELLED.first) < known.since) return 'too-new';
  return known.until !== undefined && major >= known.until ? 'gone' : 'known';
}

/** The first tag that knows the key. */
export function knownSince(section: string, key: string): number | undefined {
  return KEYS.get(section)?.get(key)?.since;
}

/** Other sections that do know the key, for one that is misplaced. */
export function sectionsOf(key: string): readonly string[] {
  return SECTIONS.filter((section) => KEYS.get(section)?.has(key));
}

const NAMES = new Map<string, readonly string[]>();

/** The keys of a section, in any version; the same list each time. */
export function keysOf(section: string): readonly string[] {
  const known = KEYS.get(section);
  if (known === undefined) return [];
  const names = NAMES.get(section) ?? [...known.keys()];
  NAMES.set(section, names);
  return names;
}

/** Whether an assignment adds to those before it, and what an empty one does; one that is not known is taken for a scalar. */
export function keyShape(section: string, key: string): KeyShape {
  return KEYS.get(section)?.get(key)?.shape ?? 'scalar';
}

/** What kind of value the key takes; undefined where the section has no such key. */
export function valueKind(section: string, key: string): ValueKind | undefined {
  return KEYS.get(section)?.get(key)?.kind;
}

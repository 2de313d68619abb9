/** The settings of units that stand in a section of their own kind: what rules on keys look at. */
import { type KeyKnowledge, keyKnowledge } from '../behaviours/keys.ts';
import type { Version } from '../behaviours/version.ts';
import type { BootNode, NodeType, Setting } from '../graph/model.ts';

/** [Unit], [Install] and the section of the type; that of devices and targets has no keys, but is there. */
export function isOwnSection(section: string, type: NodeType): boolean {
  return (
    section === 'Unit' ||
    section === 'Install' ||
    (section.toLowerCase() === type && section[0] === section[0]?.toUpperCase())
  );
}

export interface KeyInPlace {
  readonly unit: BootNode;
  readonly setting: Setting;
  /** What this root's systemd knows of it. */
  readonly knowledge: KeyKnowledge;
}

/** Of every unit that reads it. Keys named X-… are notes, and are passed over; so is what a generator wrote, which nobody can mend in its place. */
export function keysOf(units: readonly BootNode[], version: Version): readonly KeyInPlace[] {
  return units.flatMap((unit) => {
    const own = new Map<string, boolean>();
    const isOwn = (section: string): boolean => {
      const known = own.get(section) ?? isOwnSection(section, unit.type);
      own.set(section, known);
      return known;
    };
    return unit.settings
      .filter(
        ({ section, key, file }) =>
          isOwn(section) && !key.startsWith('X-') && !file.startsWith('/run/systemd/generator'),
      )
      .map((setting) => ({ unit, setting, knowledge: keyKnowledge(setting.section, setting.key, version) }));
  });
}

/** A line read by many units (of a template, of a type-level drop-in) counts once, for the first of them. */
export function oncePerLine(keys: readonly KeyInPlace[]): readonly KeyInPlace[] {
  const seen = new Map<string, Set<number>>();
  return keys.filter(({ setting: { file, line } }) => {
    const lines = seen.get(file);
    if (lines === undefined) seen.set(file, new Set([line]));
    else if (lines.has(line)) return false;
    else lines.add(line);
    return true;
  });
}

/** The settings of units that stand in a section of their own kind, once a file: what rules on keys look at. */
import type { BootNode, NodeType, Setting } from '../graph/model.ts';

/** [Unit], [Install] and the section of the type; that of devices and targets has no keys, but is there. */
export function isOwnSection(section: string, type: NodeType): boolean {
  return (
    section === 'Unit' ||
    section === 'Install' ||
    (section.toLowerCase() === type && section[0] === section[0]?.toUpperCase())
  );
}

/**
 * A file read by many units (a template, a type-level drop-in) counts once. Keys named X-… are notes, and are passed over;
 * so is what a generator wrote, which nobody can mend in its place.
 */
export function* keysInPlace(
  units: readonly BootNode[],
): Generator<{ readonly unit: BootNode; readonly setting: Setting }> {
  const seen = new Set<string>();
  for (const unit of units)
    for (const setting of unit.settings) {
      if (!isOwnSection(setting.section, unit.type) || setting.key.startsWith('X-')) continue;
      if (setting.file.startsWith('/run/systemd/generator')) continue;
      const place = `${setting.file}:${setting.line}`;
      if (seen.has(place)) continue;
      seen.add(place);
      yield { unit, setting };
    }
}

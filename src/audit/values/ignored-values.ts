/** Goes through the settings of units and tells which values systemd passes over. */

import { behaviours, type Does } from '../../behaviours/does.ts';
import type { Version } from '../../behaviours/version.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import { expandSpecifiers, type HostFacts } from '../../systemd/specifiers.ts';
import type { KeyInPlace } from '../written-keys.ts';
import type { Ignored } from './check.ts';
import { checkFor } from './table.ts';

export interface IgnoredValue extends Ignored {
  readonly unit: BootNode;
  readonly setting: Setting;
}

/** The first unit that a line is read for tells of it; what its specifiers mean may differ from instance to instance. */
export function* ignoredValues(
  keys: readonly KeyInPlace[],
  version: Version,
  host: HostFacts,
): Generator<IgnoredValue> {
  const told = new Set<string>();
  const does = behaviours(version);
  for (const { unit, setting, knowledge } of keys) {
    if (knowledge !== 'known' && knowledge !== 'not-claimed') continue;
    const found = ignoredIn(unit, setting, does, host);
    if (found === undefined) continue;
    const place = `${setting.file}:${setting.line}`;
    if (told.has(place)) continue;
    told.add(place);
    yield { ...found, unit, setting };
  }
}

/** Whether systemd takes the value whole. */
export function isTaken(unit: BootNode, setting: Setting, version: Version, host: HostFacts): boolean {
  return ignoredIn(unit, setting, behaviours(version), host) === undefined;
}

function ignoredIn(unit: BootNode, setting: Setting, does: Does, host: HostFacts): Ignored | undefined {
  return checkFor(setting.section, setting.key)?.(setting.value, {
    unit,
    setting,
    does,
    expand: (text, scope) => expandSpecifiers(text, unit.id, { ...host, fragment: unit.fragment }, scope),
  });
}

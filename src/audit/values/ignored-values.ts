/** Goes through the settings of units and tells which values systemd passes over. */

import { behaviours } from '../../behaviours/does.ts';
import { keyKnowledge } from '../../behaviours/keys.ts';
import type { Version } from '../../behaviours/version.ts';
import type { BootNode, Setting } from '../../graph/model.ts';
import { expandSpecifiers, type HostFacts } from '../../systemd/specifiers.ts';
import { keysInPlace } from '../written-keys.ts';
import type { Ignored } from './check.ts';
import { checkFor } from './table.ts';

export interface IgnoredValue extends Ignored {
  readonly unit: BootNode;
  readonly setting: Setting;
}

/** The first unit that a line is read for tells of it; what its specifiers mean may differ from instance to instance. */
export function* ignoredValues(units: readonly BootNode[], version: Version, host: HostFacts): Generator<IgnoredValue> {
  const seen = new Set<string>();
  for (const unit of units)
    for (const { setting } of keysInPlace([unit])) {
      const place = `${setting.file}:${setting.line}`;
      if (seen.has(place)) continue;
      const knowledge = keyKnowledge(setting.section, setting.key, version);
      if (knowledge !== 'known' && knowledge !== 'not-claimed') continue;
      const found = ignoredIn(unit, setting, version, host);
      if (found === undefined) continue;
      seen.add(place);
      yield { ...found, unit, setting };
    }
}

/** Whether systemd takes the value whole. */
export function isTaken(unit: BootNode, setting: Setting, version: Version, host: HostFacts): boolean {
  return ignoredIn(unit, setting, version, host) === undefined;
}

function ignoredIn(unit: BootNode, setting: Setting, version: Version, host: HostFacts): Ignored | undefined {
  return checkFor(setting.section, setting.key)?.(setting.value, {
    unit,
    setting,
    does: behaviours(version),
    expand: (text, scope) => expandSpecifiers(text, unit.id, { ...host, fragment: unit.fragment }, scope),
  });
}

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

/** Of lines that say all by themselves: units read them again, and files that many hosts have are parsed once. */
const VERDICTS = new WeakMap<Setting, { readonly does: Does; readonly found: Ignored | undefined }>();

function ignoredIn(unit: BootNode, setting: Setting, does: Does, host: HostFacts): Ignored | undefined {
  const before = VERDICTS.get(setting);
  if (before?.does === does) return before.found;
  // A check that asks for the unit, or for what a specifier means, is asked again for each.
  let alone = true;
  const found = checkFor(setting.section, setting.key)?.(setting.value, {
    get unit() {
      alone = false;
      return unit;
    },
    setting,
    does,
    expand(text, scope) {
      if (text.includes('%')) alone = false;
      return expandSpecifiers(text, unit.id, { ...host, fragment: unit.fragment }, scope);
    },
  });
  if (alone) VERDICTS.set(setting, { does, found });
  return found;
}

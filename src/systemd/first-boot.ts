/** The links that PID 1 makes at a machine's first boot before it loads units: what the presets enable (manager.c: manager_preset_all). */
import type { Version } from '../behaviours/version.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { inStore, installRoot } from './install/context.ts';
import { presetAtFirstBoot } from './install/preset.ts';
import type { GeneratedFile } from './unit-source.ts';

/** Who made them, in the proof of an edge. */
export const FIRST_BOOT_MAKER = 'PID 1 at the first boot';

/** @param snapshot with what generators wrote: they have run by then */
export function firstBootLinks(snapshot: Snapshot, build: Version): readonly GeneratedFile[] {
  const root = installRoot(snapshot, build);
  // PID 1 tells that it cannot write there, and goes on (main.c: Failed to populate /etc with preset unit settings, ignoring).
  if (inStore(snapshot.realpath(root.config))) return [];
  const { changes, rules } = presetAtFirstBoot(root);
  return changes.flatMap(({ path, target }) => {
    if (target === null) return [];
    const unit = target.slice(target.lastIndexOf('/') + 1);
    const place = rules.get(path.slice(path.lastIndexOf('/') + 1)) ?? rules.get(unit);
    const source = place === undefined ? {} : { source: { file: place.file, line: place.line } };
    return [{ path, linkTarget: target, from: { generator: FIRST_BOOT_MAKER, ...source } }];
  });
}

/** Which line systemd's refusal of a whole unit speaks of. */
import type { BootNode, Setting } from '../graph/model.ts';

/**
 * The line that has one of the keys that the refusal names: that of a drop-in, which is what changed a unit that was in order, else the
 * unit's own last one. undefined: the refusal names no key, or the unit has none of them.
 */
export function refusedBy({ loadError, fragment, settings }: BootNode): Setting | undefined {
  const keys = new Set([...(loadError?.message ?? '').matchAll(/\b([A-Z][A-Za-z]+)=/g)].map(([, key]) => key));
  const named = settings.filter(({ key }) => keys.has(key));
  return named.findLast(({ file }) => file !== fragment) ?? named.at(-1);
}

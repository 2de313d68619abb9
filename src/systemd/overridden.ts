/** Which assignments a later one made void: systemd.syntax(7), and each key's parser in load-fragment.c. */
import { keyShape } from '../behaviours/keys.ts';
import type { Setting } from '../graph/model.ts';

/** The same settings; those that have no effect any more are marked. */
export function markOverridden(settings: readonly Setting[]): readonly Setting[] {
  if (!anyTwice(settings)) return settings;
  const standing = new Map<string, number[]>();
  const dead = new Set<number>();
  settings.forEach(({ section, key, value }, at) => {
    const name = `${section} ${key}`;
    const known = standing.get(name);
    if (known === undefined) {
      standing.set(name, [at]);
      return;
    }
    const shape = keyShape(section, key);
    if (shape === 'endless') return;
    if (value === '' || shape === 'scalar') for (const earlier of known.splice(0)) dead.add(earlier);
    known.push(at);
  });
  return dead.size === 0 ? settings : settings.map((s, at) => (dead.has(at) ? { ...s, overridden: true } : s));
}

/** Most units say each key once. */
function anyTwice(settings: readonly Setting[]): boolean {
  return new Set(settings.map(({ key }) => key)).size < settings.length;
}

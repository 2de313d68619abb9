/**
 * What systemd does differently from build to build: the one table of it, in parts. Everything else asks `does(name)` and never
 * compares a version number, nor asks which distribution it is.
 *
 * `since` and `until` are upstream's first tags with the code and without it; what a stable branch or a vendor's package has
 * earlier stands beside them. Looked up in the sources of 208 to 262; what was measured on real builds (229 and 237 of Ubuntu,
 * 245, 247, 249, 252, 254, 255, 257, 259, 262) beats a tag.
 */
import { type Behaviour, holds } from './behaviour.ts';
import { DEPENDENCIES } from './dependencies.ts';
import { GENERATORS } from './generators.ts';
import { LOADING } from './loading.ts';
import { SYSTEMCTL } from './systemctl.ts';
import { TRANSACTION } from './transaction.ts';
import { VALUES } from './values.ts';
import type { Version } from './version.ts';

export const PARTS = { DEPENDENCIES, GENERATORS, LOADING, SYSTEMCTL, TRANSACTION, VALUES };

export const BEHAVIOURS = { ...DEPENDENCIES, ...GENERATORS, ...LOADING, ...SYSTEMCTL, ...TRANSACTION, ...VALUES };

export type BehaviourName = keyof typeof BEHAVIOURS;

/** Whether a systemd behaves so: what every room asks in place of comparing version numbers. */
export type Does = (name: BehaviourName) => boolean;

/** What one build's manager, generators and tools do. @param whose PID 1's, or those of the manager that each user has. */
export function behaviours(version: Version, whose: 'system' | 'user' = 'system'): Does {
  const key = `${whose} ${JSON.stringify(version)}`;
  const known = ANSWERED.get(key);
  if (known !== undefined) return known;
  const holding = new Set<string>();
  for (const [name, behaviour] of Object.entries<Behaviour>(BEHAVIOURS))
    if (holds(behaviour, version, whose)) holding.add(name);
  const does: Does = (name) => holding.has(name);
  ANSWERED.set(key, does);
  return does;
}

/** Asked again for every setting of a root, and always the same. */
const ANSWERED = new Map<string, Does>();

/** The first tag that behaves so, for words that say from when on something is the case; undefined: always, or vendors' alone. */
export function sinceTag(name: BehaviourName): number | undefined {
  const { since }: Behaviour = BEHAVIOURS[name];
  return since === 'backports' ? undefined : since;
}

/** The first tag that no longer does. */
export function untilTag(name: BehaviourName): number | undefined {
  const { until }: Behaviour = BEHAVIOURS[name];
  return until;
}

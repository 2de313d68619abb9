/** What an audit finds in one root and not in another. */
import type { OpenedRoot } from '../open.ts';
import { audit } from './audit.ts';
import { fingerprint } from './baseline.ts';
import type { Finding } from './rule.ts';

export interface FindingsBetween {
  readonly added: readonly Finding[];
  readonly mended: readonly Finding[];
}

/** Those that are worth telling: `info` is left out. */
export function findingsBetween(before: OpenedRoot, after: OpenedRoot): FindingsBetween {
  const told = (opened: OpenedRoot) => audit(opened).filter(({ severity }) => severity !== 'info');
  const [old, now] = [told(before), told(after)];
  const known = new Set(old.map(fingerprint));
  const left = new Set(now.map(fingerprint));
  return {
    added: now.filter((finding) => !known.has(fingerprint(finding))),
    mended: old.filter((finding) => !left.has(fingerprint(finding))),
  };
}

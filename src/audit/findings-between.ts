/** What an audit finds in one root and not in another. */
import type { OpenedRoot } from '../open.ts';
import { audit } from './audit.ts';
import { findingChanges } from './finding-changes.ts';
import type { Finding } from './rule.ts';

export interface FindingsBetween {
  readonly added: readonly Finding[];
  readonly mended: readonly Finding[];
}

/** Those that are worth telling: `info` is left out. */
export function findingsBetween(before: OpenedRoot, after: OpenedRoot): FindingsBetween {
  return findingChanges(audit(before), audit(after));
}

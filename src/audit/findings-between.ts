/** What an audit finds in one root and not in another. */
import type { OpenedRoot } from '../open.ts';
import { audit, rank } from './audit.ts';
import { fingerprint } from './baseline.ts';
import type { Finding } from './rule.ts';

export interface FindingsBetween {
  readonly added: readonly Finding[];
  readonly mended: readonly Finding[];
}

/** Those that are worth telling: `info` is left out. */
export function findingsBetween(before: OpenedRoot, after: OpenedRoot): FindingsBetween {
  const findings = (opened: OpenedRoot) => audit(opened).filter(({ severity }) => severity !== 'info');
  const [old, now] = [findings(before), findings(after)];
  const known = new Set(old.map(fingerprint));
  const left = new Set(now.map(fingerprint));
  const added = now.filter((finding) => !known.has(fingerprint(finding)));
  const mended = old.filter((finding) => !left.has(fingerprint(finding)));
  // The same rule at the same place in other words is one finding that stayed; worth a word only where it grew.
  return {
    added: added.filter((finding) => {
      const before = mended.find((other) => sameSpot(finding, other));
      return before === undefined || rank(finding.severity) < rank(before.severity);
    }),
    mended: mended.filter((finding) => !added.some((other) => sameSpot(finding, other))),
  };
}

function sameSpot(a: Finding, b: Finding): boolean {
  return a.rule === b.rule && a.file === b.file && a.line === b.line && a.unit === b.unit;
}

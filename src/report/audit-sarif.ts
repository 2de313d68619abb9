/** SARIF 2.1.0 (OASIS), as code scanning services read it: rules with their words, results with region and fingerprint. */
import { type AcceptedFinding, fingerprint } from '../audit/baseline.ts';
import type { Finding, FindingSeverity, Rule } from '../audit/rule.ts';
import { fileFor } from './audit-place.ts';

const LEVELS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
  info: 'note',
};

/** GitHub refuses a run with more results ("SARIF support for code scanning"). */
const MOST = 25_000;

/** What a code host needs beside findings. */
export interface SarifContext {
  /** The folder that paths are relative to, as a file: URI with a slash at its end; absent: an archive, which is no folder. */
  readonly root?: string;
  /** Where a rule's page is published, if it is. */
  readonly helpUri?: (rule: string) => string;
  /** Findings that are waived: told as suppressed, so that a host closes them and does not forget them. */
  readonly held?: readonly AcceptedFinding[];
  /** Sentences on what the findings rest on: notifications of the run. */
  readonly basis?: readonly string[];
}

export function auditSarif(
  findings: readonly Finding[],
  rules: readonly Rule[],
  version: string,
  { root, helpUri, held = [], basis = [] }: SarifContext = {},
): unknown {
  const seen = new Map<string, number>();
  // Two of one fingerprint would be one to a host.
  const numbered = (print: string): string => {
    const n = (seen.get(print) ?? 0) + 1;
    seen.set(print, n);
    return `${print}:${n}`;
  };
  const resultOf = (finding: Finding) => ({
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: `${finding.message} ${finding.mend}` },
    locations: [locationOf(finding)],
    partialFingerprints: {
      'bootscope/v1': fingerprint(finding),
      // Where the files lie beside it, a host works it out by itself.
      ...(root === undefined ? { primaryLocationLineHash: numbered(fingerprint(finding)) } : {}),
    },
  });
  const told = findings.slice(0, MOST);
  const cut = findings.length + held.length - MOST;
  const notes =
    cut > 0 ? [...basis, `${cut} findings more than a code host takes are left out, the least grave.`] : basis;
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'bootscope',
            version,
            rules: rules.map(({ id, severity, statement, why, mend }) => ({
              id,
              shortDescription: { text: statement },
              fullDescription: { text: why },
              help: { text: mend },
              ...(helpUri === undefined ? {} : { helpUri: helpUri(id) }),
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        ...(notes.length === 0
          ? {}
          : {
              invocations: [
                {
                  executionSuccessful: true,
                  toolExecutionNotifications: notes.map((text) => ({ level: 'warning', message: { text } })),
                },
              ],
            }),
        originalUriBaseIds: {
          ROOT: { ...(root === undefined ? {} : { uri: root }), description: { text: 'The root that was looked at.' } },
        },
        results: [
          // A host that asks for this key once wants it everywhere: [] is "not suppressed".
          ...told.map((finding) => ({ ...resultOf(finding), suppressions: [] as const })),
          ...held.slice(0, MOST - told.length).map(({ finding, reason }) => ({
            ...resultOf(finding),
            suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
          })),
        ],
      },
    ],
  };
}

/** Relative to the root: where that is on a disk is not the finding's business. A result without a region is shown at its first line. */
function locationOf(finding: Finding): unknown {
  const { line, unit } = finding;
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(fileFor(finding).slice(1)), uriBaseId: 'ROOT' },
      region: { startLine: line ?? 1 },
    },
    ...(unit === undefined ? {} : { logicalLocations: [{ name: unit, kind: 'object' }] }),
  };
}

/** A relative reference of RFC 3986: `#` and `?` of a file's name begin nothing. */
function uriOf(path: string): string {
  const wellFormed = path.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  return encodeURI(wellFormed).replace(/[#?]/g, encodeURIComponent);
}

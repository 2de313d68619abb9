/** SARIF 2.1.0 (OASIS), as code scanning services read it: rules with their words, results with region and fingerprint. */
import { type AcceptedFinding, fingerprint } from '../audit/baseline.ts';
import type { Finding, FindingSeverity, Rule } from '../audit/rule.ts';

const LEVELS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
  info: 'none',
};

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
  const resultOf = (finding: Finding) => ({
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    message: { text: `${finding.message} ${finding.mend}` },
    locations: locationsOf(finding),
    partialFingerprints: { 'bootscope/v1': fingerprint(finding) },
  });
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
        ...(basis.length === 0
          ? {}
          : {
              invocations: [
                {
                  executionSuccessful: true,
                  toolExecutionNotifications: basis.map((text) => ({ level: 'warning', message: { text } })),
                },
              ],
            }),
        originalUriBaseIds: {
          ROOT: { ...(root === undefined ? {} : { uri: root }), description: { text: 'The root that was looked at.' } },
        },
        results: [
          // A host that asks for this key once wants it everywhere: [] is "not suppressed".
          ...findings.map((finding) => ({ ...resultOf(finding), suppressions: [] as const })),
          ...held.map(({ finding, reason }) => ({
            ...resultOf(finding),
            suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
          })),
        ],
      },
    ],
  };
}

function locationsOf({ file, line, unit }: Finding): readonly unknown[] {
  const logical = unit === undefined ? {} : { logicalLocations: [{ name: unit, kind: 'object' }] };
  if (file === undefined) return unit === undefined ? [] : [logical];
  return [
    {
      // Relative to the root: where that is on a disk is not the finding's business.
      physicalLocation: {
        artifactLocation: { uri: encodeURI(file.slice(1)), uriBaseId: 'ROOT' },
        ...(line === undefined ? {} : { region: { startLine: line } }),
      },
      ...logical,
    },
  ];
}

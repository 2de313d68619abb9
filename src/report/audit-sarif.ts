/** SARIF 2.1.0 (OASIS), as code scanning services read it: rules with their words, results with region and fingerprint. */
import { fingerprint } from '../audit/baseline.ts';
import type { Finding, FindingSeverity, Rule } from '../audit/rule.ts';

const LEVELS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'note',
  info: 'none',
};

export function auditSarif(findings: readonly Finding[], rules: readonly Rule[], version: string): unknown {
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
              defaultConfiguration: { level: LEVELS[severity] },
            })),
          },
        },
        results: findings.map((finding) => ({
          ruleId: finding.rule,
          ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
          level: LEVELS[finding.severity],
          message: { text: `${finding.message} ${finding.mend}` },
          locations: locationsOf(finding),
          partialFingerprints: { 'bootscope/v1': fingerprint(finding) },
        })),
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

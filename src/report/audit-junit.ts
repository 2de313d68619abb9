/** JUnit's XML, one test case a rule: what CI systems show without a plug-in. */
import type { Finding, Rule } from '../audit/rule.ts';
import { place } from './words.ts';

/**
 * @param fails whether a finding counts as a failure
 * @param basis sentences on what the findings rest on: the suite's standard error
 */
export function auditJunit(
  findings: readonly Finding[],
  rules: readonly Rule[],
  fails: (finding: Finding) => boolean,
  basis: readonly string[] = [],
): string {
  const cases = rules.map((rule) => {
    const own = findings.filter((finding) => finding.rule === rule.id);
    const failed = own.filter(fails);
    const body = failed.map(
      (finding) =>
        `<failure message="${xml(`${whereOf(finding)}: ${finding.message}`)}" type="${finding.severity}">${xml(finding.mend)}</failure>`,
    );
    // What is no failure is kept as the case's output: JUnit knows no warning.
    const kept = own.filter((finding) => !fails(finding)).map(outputLine);
    if (kept.length > 0) body.push(`<system-out>${xml(kept.join('\n'))}</system-out>`);
    return {
      text: `    <testcase classname="bootscope" name="${xml(rule.id)}" time="0">${body.join('')}</testcase>`,
      failed: failed.length > 0,
    };
  });
  const failures = cases.filter(({ failed }) => failed).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="bootscope audit" tests="${cases.length}" failures="${failures}" errors="0" skipped="0" time="0">`,
    ...cases.map(({ text }) => text),
    ...(basis.length === 0 ? [] : [`    <system-err>${xml(basis.join('\n'))}</system-err>`]),
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function whereOf(finding: Finding): string {
  return place(finding) || (finding.unit ?? '');
}

function outputLine(finding: Finding): string {
  return `${finding.severity}: ${whereOf(finding)}: ${finding.message} ${finding.mend}`;
}

/** Escaped for XML 1.0, which has no way at all to write most control characters: those are replaced. */
function xml(text: string): string {
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}

/** Workflow commands of GitHub Actions: each finding is an annotation of the run, at its file and line. */
import type { Finding, FindingSeverity } from '../audit/rule.ts';

const LEVELS: Readonly<Record<FindingSeverity, string>> = {
  error: 'error',
  warning: 'warning',
  notice: 'notice',
  info: 'notice',
};

/**
 * A run with no finding has one line for its log, which is no annotation.
 * @param folder of the root within the repository, so that a file is found there; '' where the root is no part of it
 * @param basis sentences on what the findings rest on: a notice each
 */
export function auditGithub(findings: readonly Finding[], folder: string, basis: readonly string[] = []): string {
  const notes = basis.map((sentence) => `::notice title=bootscope::${data(sentence)}`);
  if (findings.length === 0) return ['bootscope: nothing found.', ...notes].join('\n');
  const annotations = findings.map(({ severity, rule, file, line, unit, message, mend }) => {
    const properties = {
      ...(file === undefined ? {} : { file: `${folder}${file}`.replace(/^\//, '') }),
      ...(file === undefined || line === undefined ? {} : { line: String(line) }),
      title: `bootscope ${rule}`,
    };
    const written = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
    const at = file === undefined && unit !== undefined ? `${unit}: ` : '';
    return `::${LEVELS[severity]} ${written.join(',')}::${data(`${at}${message} ${mend}`)}`;
  });
  return [...annotations, ...notes].join('\n');
}

/** As actions/toolkit escapes what follows the second colons (escapeData). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** … and the value of a property (escapeProperty). */
function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

import type { Finding } from '../audit/rule.ts';
import type { Mask } from './mask.ts';
import type { Row } from './tables.ts';

/** @param messages whether the words are kept: they may quote what only the host's owner should read */
export function findingRows(
  of: { readonly n: number; readonly host: string },
  findings: readonly Finding[],
  mask: Mask,
  messages: boolean,
): readonly Row<'findings'>[] {
  return findings.map(({ rule, severity, unit, file, line, message }) => ({
    ...of,
    rule,
    severity,
    unit: unit === undefined ? null : mask.of(unit),
    file: file === undefined ? null : mask.of(file),
    line: line ?? null,
    message: messages ? message : null,
  }));
}

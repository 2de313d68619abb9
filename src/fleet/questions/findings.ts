/** What the audit found on how many hosts. */
import type { Ask } from '../ask.ts';

export interface FindingKind {
  readonly rule: string;
  readonly severity: string;
  readonly hosts: number;
  /** Findings, of all those hosts together. */
  readonly findings: number;
  /** The place that most of these hosts share. */
  readonly unit: string | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly there: number;
  readonly message: string | null;
  readonly example: string;
}

export interface FleetFindings {
  readonly taken: string;
  readonly hosts: number;
  /** Without the audit, facts know no findings. */
  readonly audited: number;
  readonly findings: readonly FindingKind[];
}

/** By rule and place: the same finding on many hosts is one line. */
const KINDS = `
WITH places AS (
  SELECT rule, severity, unit, file, line, count(DISTINCT n)::INT AS there, count(*)::INT AS findings, min(n) AS n, arg_min(host, n) AS host,
    arg_min(message, n) AS message
  FROM findings WHERE taken = ? GROUP BY rule, severity, unit, file, line),
rules AS (SELECT rule, severity, count(DISTINCT n)::INT AS hosts, count(*)::INT AS findings FROM findings WHERE taken = ? GROUP BY ALL)
SELECT r.rule, r.severity, r.hosts, r.findings, p.unit, p.file, p.line, p.there, p.message, p.host AS example
FROM rules r JOIN places p USING (rule, severity)
QUALIFY row_number() OVER (PARTITION BY r.rule, r.severity ORDER BY p.there DESC, p.n, p.file, p.line, p.unit) = 1
ORDER BY CASE r.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 WHEN 'notice' THEN 2 ELSE 3 END, r.hosts DESC, r.rule`;

/** One rule, place by place. */
const OF_RULE = `
SELECT rule, severity, count(DISTINCT n)::INT AS hosts, count(*)::INT AS findings, unit, file, line, count(DISTINCT n)::INT AS there,
  arg_min(message, n) AS message, arg_min(host, n) AS example
FROM findings WHERE taken = ? AND rule = ? GROUP BY rule, severity, unit, file, line ORDER BY hosts DESC, file, line, unit`;

/** @param rule all rules, a line each, where it is undefined */
export async function fleetFindings(ask: Ask, taken: string, rule?: string): Promise<FleetFindings> {
  const found =
    rule === undefined ? await ask<FindingKind>(KINDS, [taken, taken]) : await ask<FindingKind>(OF_RULE, [taken, rule]);
  const [all] = await ask<{ readonly hosts: number; readonly audited: number }>(
    "SELECT count(*)::INT AS hosts, count(findings)::INT AS audited FROM hosts WHERE taken = ? AND status = 'read'",
    [taken],
  );
  return { taken, hosts: all?.hosts ?? 0, audited: all?.audited ?? 0, findings: found };
}

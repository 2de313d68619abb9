/** Findings that are known and accepted: a baseline (all of one day), and waivers (each with its reason). */
import { createHash } from 'node:crypto';
import type { Finding } from './rule.ts';

/** Stays the same while lines move: rule, place without its line, and words. */
export function fingerprint({ rule, file, unit, message }: Finding): string {
  return createHash('sha256')
    .update([rule, file ?? '', unit ?? '', message].join('\0'))
    .digest('hex')
    .slice(0, 32);
}

/** `bootscope/baseline@1`, with enough words to review a change of it. */
export function baselineJson(findings: readonly Finding[]): string {
  const known = findings.map((finding) => ({
    fingerprint: fingerprint(finding),
    rule: finding.rule,
    where: finding.file ?? finding.unit ?? '',
    message: finding.message,
  }));
  return `${JSON.stringify({ format: 'bootscope/baseline@1', findings: known }, null, 2)}\n`;
}

export interface Waiver {
  /** A rule's id, or a pattern: `*` stands for any text. */
  readonly rule: string;
  readonly unit?: string;
  readonly file?: string;
  /** Why it is accepted; there is no waiver without. */
  readonly reason: string;
}

/** @returns fingerprints, or what is wrong with the text */
export function readBaseline(text: string): ReadonlySet<string> | string {
  const read = parse(text) as { format?: unknown; findings?: unknown } | undefined;
  if (read?.format !== 'bootscope/baseline@1' || !Array.isArray(read.findings))
    return 'not a baseline that bootscope audit --write-baseline wrote';
  const known = new Set<string>();
  for (const [i, finding] of (read.findings as ({ readonly fingerprint?: unknown } | null)[]).entries()) {
    if (typeof finding?.fingerprint !== 'string') return `finding ${i + 1} has no fingerprint; write the baseline anew`;
    known.add(finding.fingerprint);
  }
  return known;
}

/** `{"waive": [{"rule", "unit"?, "file"?, "reason"}]}`. @returns waivers, or what is wrong with the text */
export function readWaivers(text: string): readonly Waiver[] | string {
  const read = parse(text) as { waive?: unknown } | undefined;
  if (!Array.isArray(read?.waive)) return 'no list called "waive"; write {"waive": [{"rule": "…", "reason": "…"}]}';
  for (const [i, waiver] of (read.waive as Partial<Waiver>[]).entries()) {
    if (typeof waiver?.rule !== 'string') return `waiver ${i + 1} names no rule`;
    if (typeof waiver.reason !== 'string' || waiver.reason.trim() === '')
      return `waiver ${i + 1} (${waiver.rule}) gives no reason`;
    for (const key of ['unit', 'file'] as const)
      if (waiver[key] !== undefined && typeof waiver[key] !== 'string')
        return `waiver ${i + 1} (${waiver.rule}): "${key}" is no text`;
  }
  return read.waive as Waiver[];
}

export function isWaived(finding: Finding, waivers: readonly Waiver[]): boolean {
  return waivers.some(
    ({ rule, unit, file }) =>
      matches(rule, finding.rule) &&
      (unit === undefined || matches(unit, finding.unit ?? '')) &&
      (file === undefined || matches(file, finding.file ?? '')),
  );
}

/** `*` is any text, all else stands for itself. Linear: parts are searched from left to right. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  const last = rest.pop();
  if (last === undefined) return text === pattern;
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Findings that are known and accepted: a baseline (all of one day), and waivers (each with its reason). */
import { createHash } from 'node:crypto';
import { nearestNames } from '../words/nearest-names.ts';
import { wordsOf } from './finding-changes.ts';
import type { Finding } from './rule.ts';

/** Stays the same while lines move. */
export function fingerprint(finding: Finding): string {
  return createHash('sha256').update(wordsOf(finding)).digest('hex').slice(0, 32);
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

/** A finding that is known: enough of it to find it again, and to name it where it is gone. */
export interface Known {
  readonly fingerprint: string;
  readonly rule: string;
  readonly where: string;
}

/** @returns what was known on the day, or what is wrong with the text */
export function readBaseline(text: string): readonly Known[] | string {
  const read = parse(text) as { format?: unknown; findings?: unknown } | undefined;
  if (read?.format !== 'bootscope/baseline@1' || !Array.isArray(read.findings))
    return 'not a baseline that bootscope audit --write-baseline wrote';
  const known: Known[] = [];
  for (const [i, finding] of (read.findings as (Readonly<Record<string, unknown>> | null)[]).entries()) {
    if (typeof finding?.fingerprint !== 'string') return `finding ${i + 1} has no fingerprint; write the baseline anew`;
    const textOf = (key: string): string => (typeof finding[key] === 'string' ? finding[key] : '');
    known.push({ fingerprint: finding.fingerprint, rule: textOf('rule'), where: textOf('where') });
  }
  return known;
}

const KEYS: readonly string[] = ['rule', 'unit', 'file', 'reason'];

/**
 * `{"waive": [{"rule", "unit"?, "file"?, "reason"}]}`: whatever else stands there would make a waiver wider than it was written.
 * @param rules ids of all rules. @returns waivers, or what is wrong with the text
 */
export function readWaivers(text: string, rules: readonly string[]): readonly Waiver[] | string {
  const read = parse(text) as { waive?: unknown } | undefined;
  if (!Array.isArray(read?.waive)) return 'no list called "waive"; write {"waive": [{"rule": "…", "reason": "…"}]}';
  const other = Object.keys(read).find((key) => key !== 'waive');
  if (other !== undefined) return `"${other}" is no key here; the file holds "waive" and nothing else`;
  for (const [i, waiver] of (read.waive as Partial<Waiver>[]).entries()) {
    if (typeof waiver?.rule !== 'string') return `waiver ${i + 1} names no rule`;
    const { rule } = waiver;
    if (!rules.some((id) => matches(rule, id))) {
      const near = nearestNames(rule, rules);
      return `waiver ${i + 1}: no rule called "${rule}"${near.length > 0 ? `; did you mean ${near.join(', ')}?` : '; bootscope explain lists them'}`;
    }
    const unknown = Object.keys(waiver).find((key) => !KEYS.includes(key));
    if (unknown !== undefined)
      return `waiver ${i + 1} (${rule}): "${unknown}" is no key of a waiver; it has ${KEYS.join(', ')}`;
    if (typeof waiver.reason !== 'string' || waiver.reason.trim() === '')
      return `waiver ${i + 1} (${waiver.rule}) gives no reason`;
    for (const key of ['unit', 'file'] as const)
      if (waiver[key] !== undefined && typeof waiver[key] !== 'string')
        return `waiver ${i + 1} (${waiver.rule}): "${key}" is no text`;
  }
  return read.waive as Waiver[];
}

function meets({ rule, unit, file }: Waiver, finding: Finding): boolean {
  return (
    matches(rule, finding.rule) &&
    (unit === undefined || matches(unit, finding.unit ?? '')) &&
    (file === undefined || matches(file, finding.file ?? ''))
  );
}

/** Findings that are accepted, and the entries that accept nothing any more. */
export interface Accepted {
  readonly open: readonly Finding[];
  /** In words: `waiver ordering-cycle (unit a.service)`. */
  readonly unmet: readonly string[];
}

/** @param checked ids of the rules that were run: an entry for another says nothing */
export function accept(
  findings: readonly Finding[],
  known: readonly Known[],
  waivers: readonly Waiver[],
  checked: readonly string[],
): Accepted {
  const accepted = new Set(acceptedFindings(findings, known, waivers).map(({ finding }) => finding));
  const found = new Set(findings.map(fingerprint));
  const unmetWaivers = waivers.filter(
    (waiver) => checked.some((id) => matches(waiver.rule, id)) && !findings.some((one) => meets(waiver, one)),
  );
  return {
    open: findings.filter((one) => !accepted.has(one)),
    unmet: [
      ...unmetWaivers.map(({ rule, unit, file }) => `waiver ${[rule, unit, file].filter(Boolean).join(' ')}`),
      ...known
        .filter((one) => !found.has(one.fingerprint) && checked.includes(one.rule))
        .map(({ rule, where }) => `baseline ${rule} ${where}`),
    ],
  };
}

/** A finding that was accepted, and why: the waiver's reason, or that a baseline knows it. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** The findings that `accept` leaves out, each with its reason. */
export function acceptedFindings(
  findings: readonly Finding[],
  known: readonly Known[],
  waivers: readonly Waiver[],
): readonly AcceptedFinding[] {
  const wanted = new Set(known.map((one) => one.fingerprint));
  return findings.flatMap((finding) => {
    const waiver = waivers.find((one) => meets(one, finding));
    if (waiver !== undefined) return [{ finding, reason: waiver.reason }];
    return wanted.has(fingerprint(finding)) ? [{ finding, reason: 'known to the baseline' }] : [];
  });
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

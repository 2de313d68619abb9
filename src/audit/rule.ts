/** What a rule of the audit is: words for people, an example that is run as a test, and a check. */
import type { BootEdge } from '../graph/model.ts';
import type { AuditContext } from './context.ts';

/** `error`: something will not work at this boot. `warning`: it may not, or not as meant. `notice`: worth knowing. */
export type FindingSeverity = (typeof SEVERITIES)[number];
const SEVERITIES = ['error', 'warning', 'notice', 'info'] as const;

/** 0 for the gravest. */
export function rank(severity: string): number {
  return (SEVERITIES as readonly string[]).indexOf(severity);
}

/** What a rule's check yields; the registry adds the rule's name and what is not given here. */
export interface Observation {
  /** One sentence, in words an operator uses. */
  readonly message: string;
  readonly unit?: string;
  readonly file?: string;
  readonly line?: number;
  /** The edges it rests on. */
  readonly proof?: readonly BootEdge[];
  /** What to do here, where that is more than the rule's own advice. */
  readonly mend?: string;
  /** Where it differs from the rule's. */
  readonly severity?: FindingSeverity;
}

/** Files of an example: text, a link, or text with a mode; null takes a file away. */
export type ExampleFiles = Readonly<
  Record<string, string | { readonly link: string } | { readonly text: string; readonly mode: number } | null>
>;

export interface Example {
  /** Laid over a small root of systemd 252 (or `version`) that boots to multi-user.target. */
  readonly files: ExampleFiles;
  readonly version?: number;
  readonly init?: 'systemd' | 'upstart' | 'sysv';
  /** Where the rule finds something: `/etc/systemd/system/web.service:3`, or a unit where no file is at fault. */
  readonly finds: readonly string[];
  /** Laid over `files`: after this the rule finds nothing. */
  readonly mended: ExampleFiles;
}

export interface Rule {
  /** Stable, in lower case with dashes: `required-unavailable`. */
  readonly id: string;
  readonly severity: FindingSeverity;
  /** It speaks of PID 1's boot only: a user's manager reads none of what it looks at. */
  readonly scope?: 'system';
  /** One line: what holds where this rule finds nothing. */
  readonly statement: string;
  readonly why: string;
  readonly mend: string;
  readonly example: Example;
  readonly check: (context: AuditContext) => Iterable<Observation>;
}

export interface Finding extends Observation {
  readonly rule: string;
  readonly severity: FindingSeverity;
  readonly proof: readonly BootEdge[];
  readonly mend: string;
}

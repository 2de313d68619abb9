/** A question that makes no sense of this root, and why: what a front end puts into its own words. */
import type { InitSystem } from '../graph/model.ts';

export type QuestionFault =
  /** `near`: names that are spelt alike. */
  | { readonly kind: 'no-such-unit'; readonly name: string; readonly near: readonly string[] }
  /** A pattern that fits more units than the question is about. */
  | { readonly kind: 'several'; readonly name: string; readonly units: readonly string[] }
  /** What was to be the target of a boot by runlevels is none. */
  | { readonly kind: 'no-runlevel'; readonly name: string }
  /** Only its instances are started; `instances` are those of this root. */
  | {
      readonly kind: 'template';
      readonly name: string;
      readonly instances: readonly string[];
      readonly socket?: string;
    }
  /** The init in force knows nothing of what is asked for. */
  | {
      readonly kind: 'other-init';
      readonly what: 'transactions' | 'cycles' | 'install' | 'failures' | 'speed-up';
      readonly init: InitSystem;
    }
  | { readonly kind: 'no-time'; readonly unit: string; readonly source: string };

/** Thrown by the answers for what only the one who asks can mend. */
export class QuestionError extends Error {
  readonly fault: QuestionFault;
  constructor(fault: QuestionFault) {
    super(`${fault.kind}: ${'name' in fault ? fault.name : 'unit' in fault ? fault.unit : fault.init}`);
    this.fault = fault;
  }
}

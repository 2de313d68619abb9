/** Trees with what a version's verify answered, kept for machines without it: written by record.ts, read by the test. */
import type { Entry } from '../random/files.ts';

export const RECORDED = new URL('./recorded/', import.meta.url);

export interface Recorded {
  readonly version: number;
  readonly seed: number;
  readonly entries: readonly Entry[];
  readonly said: readonly string[];
}

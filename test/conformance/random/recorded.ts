/** Trees with what systemd answered, kept for machines that have no systemd: written by record.ts, read by the test. */
import type { Entry } from './files.ts';

export const RECORDED = new URL('./recorded/', import.meta.url);

export interface Recorded {
  readonly version: number;
  readonly seed: number;
  readonly base: string;
  readonly host: {
    readonly hostname?: string;
    readonly machineId?: string;
    readonly osRelease: readonly (readonly [string, string])[];
  };
  readonly entries: readonly Entry[];
  /** The lines of the dump that are read: units, their states and edges. */
  readonly dump: string;
}

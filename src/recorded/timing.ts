/** When units started, as a machine recorded it. Nothing is ever computed here that was not recorded. */

/** Microseconds since the machine's clock began (CLOCK_MONOTONIC), or since the earliest moment recorded. */
export interface Timing {
  readonly unit: string;
  /** Left the inactive state: its start began. */
  readonly activating?: number;
  /** Became active: its start was over. */
  readonly activated?: number;
}

export interface Timings {
  /** Where they come from, in words: `systemd-analyze plot --json`. */
  readonly source: string;
  /** The finest difference that the record can show. */
  readonly resolution: number;
  readonly units: ReadonlyMap<string, Timing>;
}

/** How long a start took; undefined where one end was not recorded. */
export function tookOf({ activating, activated }: Timing): number | undefined {
  return activating === undefined || activated === undefined || activated < activating
    ? undefined
    : activated - activating;
}

/** When units started, as a machine recorded it. Nothing is ever computed here that was not recorded. */

/** The four moments that systemd keeps of a unit, in microseconds since the zero of their record (unit.c: unit_notify). */
export interface Timing {
  readonly unit: string;
  /** Left the inactive state: its start began (InactiveExit). */
  readonly activating?: number;
  /** Became active: its start was over (ActiveEnter). */
  readonly activated?: number;
  /** Left the active state (ActiveExit). */
  readonly deactivating?: number;
  /** Became inactive or failed (InactiveEnter): the end of a start too, where it never became active. */
  readonly deactivated?: number;
  /** How long the start took, where the record tells the length itself. */
  readonly took?: number;
}

/**
 * What 0 stands for: `systemd`, the moment that PID 1 began (what systemd-analyze counts from); `kernel`, the start of the kernel's clock
 * (in a container: of the host's); `plot`, what the plot counts from, which is one or the other; `earliest`, the earliest moment that was recorded.
 */
export type Zero = 'systemd' | 'kernel' | 'plot' | 'earliest';

export interface Timings {
  /** Where they come from, in words: `systemd-analyze plot --json`. */
  readonly source: string;
  /** The finest difference that the record can show. */
  readonly resolution: number;
  readonly zero: Zero;
  /** When PID 1 had no more jobs of the boot left; undefined where that was not recorded, or not reached. */
  readonly finish?: number;
  readonly units: ReadonlyMap<string, Timing>;
}

/** What one file tells, on its own clock. */
export interface TimingRecord extends Timings {
  /** When PID 1 began, on this clock, where the record tells. */
  readonly began?: number;
}

/**
 * How long a start took, as systemd-analyze counts (acquire_time_data): until it was active, or else until it had failed or, being a
 * oneshot that does not remain, was done; undefined where one end was not recorded.
 */
export function tookOf({ activating, activated, deactivated, took }: Timing): number | undefined {
  if (took !== undefined) return took;
  if (activating === undefined) return undefined;
  if (activated !== undefined && activated >= activating) return activated - activating;
  return deactivated !== undefined && deactivated >= activating ? deactivated - activating : undefined;
}

/** When a start was over, however it ended. */
export function endOf(timing: Timing): number | undefined {
  const { activating, activated, deactivated } = timing;
  if (activated !== undefined && (activating === undefined || activated >= activating)) return activated;
  return activating !== undefined && deactivated !== undefined && deactivated >= activating ? deactivated : undefined;
}

/** Whether what is recorded is a later start than the boot's: systemd keeps the last one only. */
export function isLater({ finish }: Pick<Timings, 'finish'>, { activating }: Timing): boolean {
  return finish !== undefined && activating !== undefined && activating > finish;
}

/** Every moment moved, as another zero has it; what lies before the zero is below it. */
export function movedBy(timing: Timing, offset: number): Timing {
  const moved = { ...timing };
  for (const key of ['activating', 'activated', 'deactivating', 'deactivated'] as const)
    if (moved[key] !== undefined) moved[key] += offset;
  return moved;
}

import type { OrderingCycle } from './cycle.ts';
import type { Cycles } from './find.ts';

/** That a unit may lose its job to the breaking of a cycle. */
export interface CycleRisk {
  readonly cycle: OrderingCycle;
  /** The member whose deletion costs the unit its job: the unit itself, or one that it requires. */
  readonly victim: string;
  /** Nothing else can be deleted to break this cycle, so that it is lost at every boot. */
  readonly certain: boolean;
}

/**
 * A cycle that may cost `unit` its job; one that surely does, where there is one: a cycle with a single victim stays until
 * that one is deleted, since its other members never are. Else the shortest.
 */
export function cycleRisk({ cycles }: Cycles, unit: string): CycleRisk | undefined {
  const risks = cycles.flatMap((cycle): CycleRisk[] => {
    const loss = cycle.losses.find(
      ({ victim, lost, unneeded }) =>
        victim === unit || lost.some((job) => job.unit === unit) || unneeded.includes(unit),
    );
    return loss === undefined ? [] : [{ cycle, victim: loss.victim, certain: cycle.victims.length === 1 }];
  });
  return risks.find((risk) => risk.certain) ?? risks[0];
}

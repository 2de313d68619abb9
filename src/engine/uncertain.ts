/** Which units a boot of the same files starts at one time and not at another: chance decides, and one outcome is never the outcome. */
import type { OrderingCycle } from './cycles/cycle.ts';
import type { Cycles } from './cycles/find.ts';
import { cycleRisk } from './cycles/risk.ts';
import type { BootPlan } from './plan.ts';
import type { JobType } from './transaction/rules.ts';
import type { Varying } from './transaction/varying.ts';

export interface Uncertain {
  readonly unit: string;
  /** Every job that it may have; null is none. */
  readonly jobs: readonly (JobType | null)[];
  /** What decides: which job PID 1 deletes of a cycle, which of two that contradict each other, how far one got that gave up. */
  readonly because: readonly ('cycle' | 'conflict' | 'half-way')[];
  /** The cycle that may cost the unit its job, and the member that is deleted then. */
  readonly cycle: OrderingCycle | null;
  readonly victim: string | null;
}

/** `sometimes`: at one boot of the same files and not at another. */
export type Fate = 'always' | 'sometimes' | 'never';

/** By the unit, in the order of their names. Units that a cycle costs their job at every boot are not among them. */
export function uncertainUnits(
  plan: BootPlan,
  cycles: Cycles,
  varying: readonly Varying[],
): ReadonlyMap<string, Uncertain> {
  const found = new Map<string, Uncertain>();
  const byChance = plan.transaction?.byChance ?? [];
  for (const { unit, jobs } of varying) found.set(unit, { unit, jobs, because: byChance, cycle: null, victim: null });
  if (plan.failed === null)
    for (const { losses } of cycles.cycles)
      for (const { victim, lost, unneeded } of losses)
        for (const unit of [victim, ...lost.map((job) => job.unit), ...unneeded]) {
          if (found.has(unit)) continue;
          const risk = cycleRisk(cycles, unit);
          if (risk === undefined || risk.certain) continue;
          const { cycle } = risk;
          found.set(unit, { unit, jobs: ['start', null], because: ['cycle'], cycle, victim: risk.victim });
        }
  return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether the unit is started, over all boots of the same files. */
export function fateOf(plan: BootPlan, uncertain: ReadonlyMap<string, Uncertain>, unit: string): Fate {
  const chance = uncertain.get(unit);
  if (chance === undefined) return plan.started.has(unit) ? 'always' : 'never';
  if (!chance.jobs.some(starts)) return 'never';
  return chance.jobs.every(starts) ? 'always' : 'sometimes';
}

function starts(job: JobType | null): boolean {
  return job !== null && job !== 'stop';
}

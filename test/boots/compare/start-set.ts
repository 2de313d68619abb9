/** Who was started, explained to the unit: with the boot's own jobs, or later by what. */
import { bootOf } from '../../../src/boot/boot.ts';
import { laterWays } from '../../../src/engine/later/later-start.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

export function startSetDifferences(opened: OpenedRoot, real: Booted): readonly Difference[] {
  const boot = bootOf(opened);
  const found: Difference[] = [];
  const firstEnd = Math.min(...[...real.jobs.values()].map(({ line }) => line));
  const activated = new Set(boot.simulation.usual.activated.map(({ unit }) => boot.simulation.compiled.ids[unit]));
  for (const [unit, line] of real.queued) {
    if (boot.mayStart(unit)) continue;
    // Another name of a disk that udev plugs, and the slice of an instance: nobody could ask for what the root does not know.
    if (/\.(device|slice)$/.test(unit) && !opened.graph.nodes.has(unit)) continue;
    const ways = laterWays(boot, unit);
    if (line > firstEnd && (ways.length > 0 || activated.has(unit))) totals.later++;
    else if (line > firstEnd)
      found.push([`later ${unit}`, `${unit} was started later, and nothing is known that does`]);
    else found.push([`more ${unit}`, `${unit} had a job of the boot, and is said to have none`]);
  }
  for (const unit of boot.plan.started) {
    if (real.queued.has(unit) || real.deleted.has(unit) || boot.fate(unit) !== 'always') continue;
    if (boot.plan.transaction?.jobs.some((job) => job.unit === unit && job.type !== 'start') === true) continue;
    const facts = opened.graph.nodes.get(unit)?.facts;
    // What is active before the boot begins is not queued, or its job does nothing.
    if (facts?.activeAtBoot === true || facts?.perpetual === true || real.state.get(unit) === 'active') continue;
    found.push([`less ${unit}`, `${unit} is said to have a job of the boot, and had none`]);
  }
  return found;
}

/** The other end: what a shutdown stops, and in which order. */
import { bootOf } from '../../../src/boot/boot.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

export function stopDifferences(opened: OpenedRoot, real: Booted): readonly Difference[] {
  const { shutdown, mayStart } = bootOf(opened);
  const found: Difference[] = [];
  const tangled = new Set(shutdown.cycles.flatMap(({ members }) => members));
  for (const { from, to, type } of opened.graph.edges) {
    const [first, next] = [real.stops.get(from), real.stops.get(to)];
    if (type !== 'After' || first === undefined || next === undefined || tangled.has(from) || tangled.has(to)) continue;
    totals.stops++;
    // What starts after another is stopped before it.
    if (next.began < first.ended) found.push([`stop ${from} ${to}`, `${to} began to stop before ${from} had stopped`]);
  }
  // What another's failure started, or was there before PID 1, is no part of the plan.
  for (const unit of real.stops.keys())
    if (mayStart(unit) && !shutdown.stopped.has(unit))
      found.push([`stopped ${unit}`, `${unit} was stopped by the shutdown, and is said to be left`]);
  for (const unit of shutdown.stopped)
    if (real.state.get(unit) === 'active' && !real.stops.has(unit) && !real.endedThemselves.has(unit))
      found.push([`left ${unit}`, `${unit} was active and is said to be stopped by the shutdown, and had no job`]);
  return found;
}

/** Orders: the later one does not begin before the earlier one's job has ended; and what is called sure is so. */
import { bootOf } from '../../../src/boot/boot.ts';
import { orderDoubt } from '../../../src/engine/sure-order.ts';
import { orderPath } from '../../../src/engine/why.ts';
import type { OpenedRoot } from '../../../src/open.ts';
import type { Booted } from '../read-boot.ts';
import { type Difference, totals } from './difference.ts';

/**
 * Direct edges, and every pair that one orders through others and that came the other way round.
 */
export function orderDifferences(opened: OpenedRoot, real: Booted): readonly Difference[] {
  const { graph } = opened;
  const boot = bootOf(opened);
  const tangled = new Set((boot.plan.transaction?.cycles.length ?? 0) > 0 ? boot.cycles.tangled : []);
  const taking = (id: string): boolean => real.jobs.has(id) && !tangled.has(id) && !id.endsWith('.device');
  const after = new Map<string, string[]>();
  const found: Difference[] = [];
  for (const { from, to, type } of graph.edges) {
    if (type !== 'After' || !taking(from) || !taking(to)) continue;
    after.set(from, [...(after.get(from) ?? []), to]);
    totals.orders++;
    if (cameBefore(real, from, to)) found.push([`order ${from} ${to}`, `${from} began before ${to} had ended`]);
  }
  for (const from of after.keys())
    for (const to of reached(after, from)) {
      if (!cameBefore(real, from, to)) continue;
      const path = orderPath(graph, from, to, boot.mayStart) ?? [];
      totals.unsure++;
      if (path.length > 1 && orderDoubt(graph, path, boot.mayStart, boot.interruptions) === null)
        found.push([`sure ${from} ${to}`, `${from} began before ${to} had ended, though that order was called sure`]);
    }
  return found;
}

function cameBefore(real: Booted, later: string, earlier: string): boolean {
  const began = real.began.get(later);
  const ended = real.jobs.get(earlier)?.line;
  // One that was queued only afterwards (by a timer, an automount) holds nobody back who had begun.
  const queued = real.queued.get(earlier) ?? 0;
  return began !== undefined && ended !== undefined && began < ended && queued < began;
}

function reached(after: ReadonlyMap<string, readonly string[]>, from: string): ReadonlySet<string> {
  const seen = new Set(after.get(from) ?? []);
  for (const id of seen) for (const next of after.get(id) ?? []) seen.add(next);
  return seen;
}

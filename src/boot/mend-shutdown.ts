/** What ends the circles that are met at shutdown only: tried as for a boot, on the order of the stop jobs. */
import { cycleKey } from '../engine/cycles/cycle.ts';
import { effectsOf } from '../engine/cycles/effects.ts';
import { cost, planKnot } from '../engine/cycles/plan.ts';
import type { Shutdown } from '../engine/shutdown.ts';
import type { OpenedRoot } from '../open.ts';
import { type MendedKnot, partsOf, type Way } from './mend.ts';

/** Of each knot so many ways at most, and so many are tried. */
const WAYS = 2;
const TRIES = 6;

/** @param shutdownOf the shutdown of a root */
export function mendShutdown(opened: OpenedRoot, shutdownOf: (opened: OpenedRoot) => Shutdown): readonly MendedKnot[] {
  const shutdown = shutdownOf(opened);
  return shutdown.knots.map((knot): MendedKnot => {
    const { plans, exact, hopeless } = planKnot(opened.graph, knot);
    const own = new Set(knot.members);
    const ways: Way[] = [];
    for (const plan of plans.slice(0, TRIES)) {
      const parts = ways.length < WAYS ? partsOf(opened, knot, plan, false) : undefined;
      if (parts === undefined) continue;
      const tried = opened.reopen(parts.flatMap(({ files }) => files));
      const left = shutdownOf(tried).cycles;
      if (left.some(({ members }) => members.some((id) => own.has(id)))) continue;
      const effects = effectsOf(opened.graph, tried.graph, (id) => shutdown.stopped.has(id));
      ways.push({ parts, cost: plan.reduce((sum, one) => sum + cost(one), 0), effects, gone: [] });
    }
    return { members: knot.members, cycles: knot.cycles.map(cycleKey), ways, exact, hopeless };
  });
}

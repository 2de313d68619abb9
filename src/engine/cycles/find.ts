/** The ordering cycles of a boot: who is in them, whose job PID 1 may delete, and what goes with it. */
import type { Version } from '../../behaviours/version.ts';
import type { BootGraph } from '../../graph/model.ts';
import { type Mode, weighJobs } from '../transaction/activate.ts';
import { type Begun, beginTransaction } from '../transaction/build.ts';
import { drawn, FIXED } from '../transaction/chance.ts';
import { compile } from '../transaction/compile.ts';
import { headJob, type JobTable, unitMatters, unitsWithJobs } from '../transaction/jobs.ts';
import type { Knot, OrderingCycle } from './cycle.ts';
import { knotsOf, type OrderEdges, tangledEdges } from './knots.ts';
import { type Loss, lossOf } from './losses.ts';
import { orderGraph } from './order-graph.ts';
import { type NodeCycle, shortestCycles } from './shortest.ts';

export interface Cycles {
  readonly target: string;
  readonly mode: Mode;
  /** Shortest first. Every ordering that lies on a cycle stands in one of them. */
  readonly cycles: readonly OrderingCycle[];
  /** Every unit that lies on some cycle. */
  readonly tangled: readonly string[];
  /** The same by the cycles that hang together: units of different knots have nothing to do with each other. */
  readonly knots: readonly Knot[];
  /** False where there are more cycles than are worth telling. */
  readonly complete: boolean;
}

/** More cycles than these are not told one by one; more edges than these are not looked at. */
const BOUNDS = { cycles: 100, steps: 2_000_000 };
/** Where two jobs of one unit compete, or a requirement fails, what is ordered depends on chance: as many boots are looked at. */
const DRAWS = 8;

/**
 * What the order of one elementary cycle means for PID 1: it may enter the cycle anywhere, and deletes the nearest job
 * before that place which does not matter to the anchor. So each member that does not matter is a possible victim, in
 * the first cycle that PID 1 meets, whatever else is tangled with it (transaction_verify_order_one).
 */
export function findCycles(graph: BootGraph, options: { readonly version: Version; readonly target?: string }): Cycles {
  const compiled = compile(graph, options.version);
  const found = new Map<string, { cycle: NodeCycle; victims: Set<number> }>();
  const tangled = new Set<number>();
  const edges: OrderEdges = new Map();
  let complete = true;
  let draws = 1;
  let mode: Mode = 'isolate';
  let target = graph.target;
  let usual: JobTable | undefined;
  for (let draw = 0; draw < draws; draw++) {
    const begun = beginTransaction(graph, { ...options, chance: draw === 0 ? FIXED : drawn(draw) }, compiled);
    ({ mode, target } = begun);
    if ('failed' in begun) continue;
    const { table } = begun;
    weighJobs(compiled, table, begun.mode);
    usual ??= table;
    if (draw === 0 && dependsOnChance(begun)) draws = DRAWS;
    const order = orderGraph(compiled, table);
    const hasJob = (unit: number) => headJob(table, unit) !== undefined;
    // A job that was queued before the boot's own is not this transaction's to delete.
    const isVictim = (unit: number) => table.byUnit[unit] !== undefined && !unitMatters(table, unit);
    const all = shortestCycles(order, hasJob, BOUNDS);
    // Cycles of protected jobs alone may be hidden behind shorter ones, and they are the worst.
    const fatal = shortestCycles(order, (unit) => hasJob(unit) && !isVictim(unit), BOUNDS);
    complete &&= all.complete;
    for (const unit of all.tangled) tangled.add(unit);
    tangledEdges(order, hasJob, edges);
    for (const cycle of [...fatal.cycles, ...all.cycles]) {
      const key = cycle.nodes.join(' ');
      const known = found.get(key) ?? { cycle, victims: new Set() };
      found.set(key, known);
      for (const unit of cycle.nodes) if (isVictim(unit)) known.victims.add(unit);
    }
  }
  const idOf = (unit: number) => compiled.ids[unit] ?? '';
  const losses = new Map<number, Loss>();
  const lossFor = (unit: number): Loss[] => {
    const known = losses.get(unit) ?? (usual && lossOf(graph, compiled, usual, mode, unit));
    if (known === undefined) return [];
    losses.set(unit, known);
    return [known];
  };
  const cycles = [...found.values()]
    .sort((a, b) => a.cycle.nodes.length - b.cycle.nodes.length)
    .slice(0, BOUNDS.cycles)
    .map(({ cycle, victims }): OrderingCycle => {
      const next = (i: number) => cycle.nodes[(i + 1) % cycle.nodes.length]!;
      return {
        members: cycle.nodes.map(idOf),
        edges: cycle.nodes.map((unit, i) => ({
          first: idOf(unit),
          next: idOf(next(i)),
          edge: graph.edges[cycle.edges[i]!]!,
        })),
        victims: cycle.nodes.filter((unit) => victims.has(unit)).map(idOf),
        protected: cycle.nodes.filter((unit) => !victims.has(unit)).map(idOf),
        unbreakable: victims.size === 0,
        losses: cycle.nodes.filter((unit) => victims.has(unit)).flatMap(lossFor),
      };
    });
  const knots = knotsOf(compiled, edges, cycles);
  return { target, mode, cycles, tangled: [...tangled].map(idOf).sort(), knots, complete };
}

function dependsOnChance({ table, halfWay }: Begun): boolean {
  return halfWay || unitsWithJobs(table).some((unit) => (table.byUnit[unit]?.length ?? 0) > 1);
}

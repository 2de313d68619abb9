/**
 * Which order of its hash tables may have led PID 1 to its jobs. Where several ordering cycles meet, forty starts of one root
 * show thirty outcomes: drawing orders meets few of them. So an order is bettered step by step, as long as its jobs come nearer.
 */

import { findCycles } from '../../src/engine/cycles/find.ts';
import { buildTransaction } from '../../src/engine/transaction/build.ts';
import { type Chance, drawn, FIXED, seededRandom } from '../../src/engine/transaction/chance.ts';
import type { OpenedRoot } from '../../src/open.ts';
import { compareJobs, type Difference } from '../../src/recorded/compare-graph.ts';
import type { Dump } from '../../src/recorded/dump.ts';

/** Most comparisons end at the first; one that climbs takes a millisecond each. */
const MOST_ORDERS = 20_000;
/** Steps without a gain after which another beginning is taken. */
const PATIENCE = 250;
/** A table has one order wherever it is walked: the table of jobs has the first ranks, each row of a unit's edges one of the others. */
const TABLES = 8;
/** Rows are shorter, on any real root. */
const LONGEST_ROW = 60;

/** An order of everything: units by their rank in each table, and a seed for what is no unit. */
interface Order {
  readonly ranks: readonly Float64Array[];
  readonly seed: number;
}

export interface Nearest {
  /** Of the nearest order that was found; none where some order gives the very jobs. */
  readonly differences: readonly Difference[];
  /** A cycle was met, a start and a stop of one unit, or a requirement that failed half-way: which jobs are lost is random. */
  readonly byChance: boolean;
  /** Jobs of the graph's own order. */
  readonly jobs: number;
}

/** The jobs of a dump beside those of the order of ours that comes nearest to them. */
export function nearestOrder(dump: Dump, { graph, version }: OpenedRoot): Nearest {
  const first = buildTransaction(graph, { version, chance: FIXED });
  const byChance = first.cycles.length > 0 || first.byChance.length > 0;
  const differencesOf = (order: Order): Difference[] =>
    compareJobs(dump, buildTransaction(graph, { version, chance: chanceOf(order) }).jobs);
  let nearest = compareJobs(dump, first.jobs);
  if (!byChance || nearest.length === 0) return { differences: nearest, byChance, jobs: first.jobs.length };

  const units = [...graph.nodes.values()].filter(({ init }) => init === 'systemd');
  const kept = new Set([...dump.units.values()].filter(({ jobs }) => jobs.length > 0).map(({ id }) => id));
  const lost = units.map(({ id }) => !kept.has(id));
  // Where a search for cycles begins, and how it goes on, is decided among the units that lie on them.
  const tangled = new Set(findCycles(graph, { version }).tangled);
  const telling = units.flatMap(({ id }, unit) => (tangled.has(id) ? [unit] : []));
  const random = seededRandom(1);
  for (let tries = 0, begun = 0; tries < MOST_ORDERS && nearest.length > 0; begun++) {
    // A unit that lost its job was met early in its cycle: some beginnings have such units in front.
    const bias = [0.5, 0.9, 0][begun % 3] ?? 0;
    const rank = (_: number, unit: number): number => random() - (lost[unit] && random() < bias ? 1 : 0);
    let order: Order = {
      ranks: Array.from({ length: TABLES }, () => new Float64Array(units.length).map(rank)),
      seed: Math.floor(random() * 1e9),
    };
    let found = differencesOf(order);
    tries++;
    for (let idle = 0; found.length > 0 && idle < PATIENCE && tries < MOST_ORDERS; tries++) {
      const next = changed(order, random, telling);
      const there = differencesOf(next);
      idle = there.length < found.length ? 0 : idle + 1;
      if (there.length <= found.length) [order, found] = [next, there];
    }
    if (found.length < nearest.length) nearest = found;
  }
  return { differences: nearest, byChance, jobs: first.jobs.length };
}

/** A few units have another rank; half of the changes are in the table of jobs, which says where the search for cycles begins. */
function changed({ ranks, seed }: Order, random: () => number, telling: readonly number[]): Order {
  const copies = ranks.map((rank) => rank.slice());
  for (let n = Math.ceil(random() * 12); n > 0; n--) {
    const rank = copies[random() < 0.5 ? 0 : Math.floor(random() * TABLES)];
    const any = Math.floor(random() * (rank?.length ?? 0));
    const unit = random() < 0.1 ? any : (telling[Math.floor(random() * telling.length)] ?? any);
    if (rank !== undefined) rank[unit] = random();
  }
  return { ranks: copies, seed: random() < 0.2 ? Math.floor(random() * 1e9) : seed };
}

function chanceOf({ ranks, seed }: Order): Chance {
  const others = drawn(seed);
  return {
    shuffle(list) {
      const mixed = others.shuffle(list);
      if (list.length < 2 || typeof list[0] !== 'number') return mixed;
      const units = mixed as unknown as readonly number[];
      const row = 1 + ((list.length * 31 + Math.min(...units)) % (TABLES - 1));
      const rank = ranks[list.length > LONGEST_ROW ? 0 : row];
      return [...units].sort((a, b) => (rank?.[a] ?? 0) - (rank?.[b] ?? 0)) as unknown as typeof list;
    },
  };
}

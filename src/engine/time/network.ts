/**
 * A boot as a network of durations: each start, what it waited for, and how long it took, from a record of the machine. PID 1 runs a job as soon as
 * no unit that it names in After= has a job any more (job_is_runnable), so a start begins when the last of these ended. What the record shows
 * beyond that (PID 1 had others to run, the processors were busy, a device was not there yet) is kept as it was, and told.
 */
import type { BootEdge, BootGraph } from '../../graph/model.ts';
import { endOf, isLater, type Timings, tookOf } from '../../recorded/timing.ts';
import { isHeeded } from '../why.ts';

/** One start of the boot. Times are the record's, in microseconds. */
export interface Start {
  readonly unit: string;
  /** When it began. */
  readonly began: number;
  /** When its job was done. */
  readonly ended: number;
  /**
   * `recorded`: both ends; `length`: how long alone, its place worked out from what it waited for; `none`: no time, counted as taking none (a
   * condition skipped it, the record is of a later start, or nothing was recorded).
   */
  readonly known: 'recorded' | 'length' | 'none';
  /** From the end of the last that it waited for until it began, where it waited for any. */
  readonly lag: number;
  /**
   * What it takes to begin besides the end of what it waits for, so that it begins no sooner whatever else goes: `first`, it waits for nothing;
   * `device`, udev has to find it; `late`, it began long after all that it waited for, which no order explains.
   */
  readonly outside: 'first' | 'device' | 'late' | null;
}

/** Who waits for whom, and why. */
export interface Wait {
  readonly later: string;
  readonly earlier: string;
  readonly edge: BootEdge;
}

export interface TimeNetwork {
  /** Each after all that it waits for. */
  readonly starts: ReadonlyMap<string, Start>;
  /** Of each start what it waited for. */
  readonly waits: ReadonlyMap<string, readonly Wait[]>;
  /** Orders that this boot did not keep, by the record: the earlier unit's job ended otherwise, or its record is of another start. */
  readonly unheeded: readonly Wait[];
  /** No finer difference means anything. */
  readonly tolerance: number;
  /** When the first of all began. */
  readonly origin: number;
}

/** Moments of one event are written one after the other: less than this is no difference. */
const SAME_MOMENT = 5_000;
/** A start that began so much after all that it waited for, and so many times more than is usual on that machine, waited for something else. */
const UNEXPLAINED = 300_000;
const UNUSUAL = 3;

interface Recorded {
  readonly began: number | undefined;
  readonly ended: number | undefined;
  readonly took: number | undefined;
}

/**
 * @param started units with a job at boot
 * @returns linear in the graph; what lies on a circle of orders is left out
 */
export function timeNetwork(graph: BootGraph, started: (id: string) => boolean, timings: Timings): TimeNetwork {
  const tolerance = Math.max(timings.resolution, SAME_MOMENT);
  const recorded = recordedOf(graph, started, timings);
  const orders = ordersAmong(graph, (id) => recorded.has(id));
  const origin = earliest(recorded.values());
  const waits = new Map<string, readonly Wait[]>();
  const unheeded: Wait[] = [];
  const ends = new Map<string, number>();
  const placed = new Map<string, Omit<Start, 'outside'>>();
  for (const unit of inOrder(recorded.keys(), orders)) {
    const own = recorded.get(unit) as Recorded;
    // What ended after it began did not keep it: that job ended early, or its record is of another start.
    const kept = (orders.get(unit) ?? []).filter((wait) => {
      const holds = own.began === undefined || (ends.get(wait.earlier) ?? 0) <= own.began + tolerance;
      if (!holds) unheeded.push(wait);
      return holds;
    });
    const start = startOf(unit, own, kept, ends, origin);
    placed.set(unit, start);
    ends.set(unit, start.ended);
    if (kept.length > 0) waits.set(unit, kept);
  }
  const lags = [...placed.values()].filter(({ unit, known }) => known === 'recorded' && waits.has(unit));
  const unexplained = Math.max(UNEXPLAINED, UNUSUAL * median(lags.map(({ lag }) => lag)));
  const starts = new Map(
    [...placed].map(([unit, start]) => [unit, { ...start, outside: outsideOf(graph, start, waits, unexplained) }]),
  );
  return { starts, waits, unheeded, tolerance, origin };
}

function earliest(all: Iterable<Recorded>): number {
  let first: number | undefined;
  for (const { began } of all) if (began !== undefined && (first === undefined || began < first)) first = began;
  return first ?? 0;
}

function outsideOf(
  graph: BootGraph,
  { unit, known, lag }: Omit<Start, 'outside'>,
  waits: ReadonlyMap<string, readonly Wait[]>,
  unexplained: number,
): Start['outside'] {
  if (known !== 'recorded') return null;
  if (graph.nodes.get(unit)?.type === 'device') return 'device';
  if (!waits.has(unit)) return 'first';
  return lag > unexplained ? 'late' : null;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}

/** The orders of some units, by the one that waits. */
export function ordersAmong(
  graph: BootGraph,
  takesPart: (id: string) => boolean,
): ReadonlyMap<string, readonly Wait[]> {
  const orders = new Map<string, Wait[]>();
  for (const edge of graph.edges) {
    if (edge.type !== 'After' || !takesPart(edge.from) || !takesPart(edge.to) || !isHeeded(graph, edge)) continue;
    const wait = { later: edge.from, earlier: edge.to, edge };
    const list = orders.get(edge.from);
    if (list) list.push(wait);
    else orders.set(edge.from, [wait]);
  }
  return orders;
}

/** Jobs of the boot, and what the record shows to have started beside them before it was over. */
function recordedOf(
  graph: BootGraph,
  started: (id: string) => boolean,
  timings: Timings,
): ReadonlyMap<string, Recorded> {
  const found = new Map<string, Recorded>();
  for (const { id } of graph.nodes.values()) {
    const timing = timings.units.get(id);
    const counts = timing !== undefined && !isLater(timings, timing);
    if (!started(id) && !(counts && timings.finish !== undefined && timing.activating !== undefined)) continue;
    if (!counts) {
      found.set(id, { began: undefined, ended: undefined, took: undefined });
      continue;
    }
    const ended = endOf(timing);
    found.set(id, { began: timing.activating ?? ended, ended, took: tookOf(timing) });
  }
  return found;
}

function startOf(
  unit: string,
  { began, ended, took }: Recorded,
  waits: readonly Wait[],
  ends: ReadonlyMap<string, number>,
  origin: number,
): Omit<Start, 'outside'> {
  const ready = waits.reduce((latest, { earlier }) => Math.max(latest, ends.get(earlier) ?? origin), origin);
  if (began === undefined)
    return { unit, began: ready, ended: ready + (took ?? 0), known: took === undefined ? 'none' : 'length', lag: 0 };
  const lag = waits.length === 0 ? 0 : Math.max(0, began - ready);
  // What never came to an end holds nothing back that the record shows.
  return { unit, began, ended: ended ?? began, known: 'recorded', lag };
}

/** Each after all that it waits for; what lies on a circle is left out. */
export function inOrder(
  units: Iterable<string>,
  waits: ReadonlyMap<string, readonly Pick<Wait, 'later' | 'earlier'>[]>,
): readonly string[] {
  const all = [...units];
  const left = new Map(all.map((unit) => [unit, waits.get(unit)?.length ?? 0]));
  const waiting = new Map<string, string[]>();
  for (const list of waits.values())
    for (const { later, earlier } of list) {
      const known = waiting.get(earlier);
      if (known) known.push(later);
      else waiting.set(earlier, [later]);
    }
  const order = all.filter((unit) => left.get(unit) === 0);
  for (const unit of order)
    for (const later of waiting.get(unit) ?? []) {
      const now = (left.get(later) ?? 0) - 1;
      left.set(later, now);
      if (now === 0) order.push(later);
    }
  return order;
}

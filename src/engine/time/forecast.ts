/** When each start of a boot would begin and end with other orders, each taking as long as it did. */
import type { BootGraph } from '../../graph/model.ts';
import { inOrder, ordersAmong, type Start, type TimeNetwork, type Wait } from './network.ts';

export interface Forecast {
  readonly began: number;
  readonly ended: number;
}

/**
 * @param waits who waits for whom now; what is not among them starts with the boot
 * @param plain durations alone: without what each start lagged behind all that it had waited for. What comes from outside still comes when it did.
 */
export function forecast(
  { starts, origin }: TimeNetwork,
  waits: ReadonlyMap<string, readonly Pick<Wait, 'later' | 'earlier'>[]>,
  plain = false,
): ReadonlyMap<string, Forecast> {
  const found = new Map<string, Forecast>();
  for (const unit of inOrder(starts.keys(), waits)) {
    const start = starts.get(unit);
    if (start === undefined) continue;
    let ready = origin;
    for (const { earlier } of waits.get(unit) ?? []) ready = Math.max(ready, found.get(earlier)?.ended ?? origin);
    const lag = plain ? 0 : start.lag;
    const outside = start.outside !== null && !(plain && start.outside === 'late');
    const began = outside ? Math.max(start.began, ready) : ready + lag;
    found.set(unit, { began, ended: began + start.ended - start.began });
  }
  return found;
}

/** How well the network tells the boot that was recorded: durations alone, played through its orders, against the recorded ends. */
export interface ModelCheck {
  /** Starts with both ends recorded. */
  readonly compared: number;
  /** When the target was reached, and when the durations alone say so. */
  readonly recorded: number;
  readonly replayed: number;
  /** Of the differences of all ends: the middle one, and what nine of ten are below. */
  readonly median: number;
  readonly ninth: number;
}

export function checkModel(network: TimeNetwork, target: string): ModelCheck {
  const played = forecast(network, network.waits, true);
  const differences = [...network.starts.values()]
    .filter(({ known }) => known === 'recorded')
    .map(({ unit, ended }) => Math.abs((played.get(unit)?.ended ?? 0) - ended))
    .sort((a, b) => a - b);
  return {
    compared: differences.length,
    recorded: network.starts.get(target)?.ended ?? 0,
    replayed: played.get(target)?.ended ?? 0,
    median: differences[differences.length >> 1] ?? 0,
    ninth: differences[Math.floor(differences.length * 0.9)] ?? 0,
  };
}

/**
 * The network as it would be with another graph: the same durations, lags and what comes from outside, along the orders that are there now. What a
 * record broke stays broken.
 * @param gone units that are not started any more
 */
export function networkAfter(network: TimeNetwork, graph: BootGraph, gone: (id: string) => boolean): TimeNetwork {
  const broken = new Set(network.unheeded.map(({ later, earlier }) => `${later}\n${earlier}`));
  const takesPart = (id: string): boolean => network.starts.has(id) && !gone(id);
  const waits = new Map(
    [...ordersAmong(graph, takesPart)].map(([unit, list]) => [
      unit,
      list.filter(({ later, earlier }) => !broken.has(`${later}\n${earlier}`)),
    ]),
  );
  const starts = new Map<string, Start>();
  for (const [unit, times] of forecast(network, waits)) {
    const start = network.starts.get(unit);
    if (start !== undefined && takesPart(unit)) starts.set(unit, { ...start, ...times });
  }
  return { ...network, starts, waits };
}

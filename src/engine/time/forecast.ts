/** When each start of a boot would begin and end with other orders, each taking as long as it did. */
import { inOrder, type TimeNetwork, type Wait } from './network.ts';

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
  waits: ReadonlyMap<string, readonly Wait[]>,
  plain = false,
): ReadonlyMap<string, Forecast> {
  const found = new Map<string, Forecast>();
  for (const unit of inOrder(starts.keys(), waits)) {
    const start = starts.get(unit);
    if (start === undefined) continue;
    let ready = origin;
    for (const { earlier } of waits.get(unit) ?? []) ready = Math.max(ready, found.get(earlier)?.ended ?? origin);
    const lag = plain ? 0 : start.lag;
    const began = start.outside ? Math.max(start.began, ready) : ready + lag;
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

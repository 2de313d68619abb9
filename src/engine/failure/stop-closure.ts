/** A later transaction that stops units: what OnFailure= starts, what that conflicts with, and what goes with those (manager_add_job). */
import type { EdgeType } from '../../graph/model.ts';
import type { Compiled } from '../transaction/compile.ts';

export interface Arrival {
  readonly unit: number;
  /** The edge by which it was met; -1 for the first. */
  readonly edge: number;
  readonly from: number;
}

const STARTS: readonly EdgeType[] = ['Requires', 'BindsTo', 'Wants', 'Upholds'];
/** Read backwards: a stop of the named unit stops the one that wrote it. */
export const STOPPED_WITH: readonly EdgeType[] = ['Requires', 'BindsTo', 'Requisite', 'PartOf'];

/** What a start of `unit` starts besides, itself first. */
export function startClosure(compiled: Compiled, unit: number): readonly Arrival[] {
  return walk(compiled, [{ unit, edge: -1, from: unit }], STARTS, 'forward', (next) => isLoaded(compiled, next));
}

/**
 * What is stopped for it: what conflicts with anything that is started, and what cannot be without those.
 * @param alive whether a unit runs or has a job: the stop of another does nothing, and is passed on to nobody (transaction_drop_redundant,
 * then transaction_collect_garbage)
 */
export function stopClosure(
  compiled: Compiled,
  started: readonly Arrival[],
  alive: (unit: number) => boolean,
): readonly Arrival[] {
  const own = new Set(started.map(({ unit }) => unit));
  const first: Arrival[] = [];
  for (const { unit } of started)
    for (const side of ['forward', 'backward'] as const) {
      const rows = compiled[side].Conflicts;
      for (let k = rows.start[unit] as number; k < (rows.start[unit + 1] as number); k++) {
        const other = rows.to[k] as number;
        if (!own.has(other) && alive(other)) first.push({ unit: other, edge: rows.edge[k] as number, from: unit });
      }
    }
  return walk(compiled, first, STOPPED_WITH, 'backward', (next) => !own.has(next) && alive(next));
}

function walk(
  compiled: Compiled,
  first: readonly Arrival[],
  types: readonly EdgeType[],
  side: 'forward' | 'backward',
  takes: (unit: number) => boolean,
): readonly Arrival[] {
  const seen = new Set<number>();
  const found: Arrival[] = [];
  const open = [...first];
  for (let at = 0; at < open.length; at++) {
    const here = open[at] as Arrival;
    if (seen.has(here.unit)) continue;
    seen.add(here.unit);
    found.push(here);
    for (const type of types) {
      const rows = compiled[side][type];
      for (let k = rows.start[here.unit] as number; k < (rows.start[here.unit + 1] as number); k++) {
        const unit = rows.to[k] as number;
        if (!seen.has(unit) && takes(unit)) open.push({ unit, edge: rows.edge[k] as number, from: here.unit });
      }
    }
  }
  return found;
}

function isLoaded(compiled: Compiled, unit: number): boolean {
  return compiled.nodes[unit]?.load === 'loaded';
}

/** Which unit a name means while units are loaded, and which units wait to be loaded (Manager.units, Manager.load_queue). */

import type { Does } from '../behaviours/does.ts';
import type { NameResolver, NameState, Queued } from './name-resolver.ts';
import { namesByMap } from './names-by-map.ts';
import { namesByOpening } from './names-by-opening.ts';
import { type LoadingUnit, mergeUnits } from './unit-dependencies.ts';
import type { UnitSource } from './unit-source.ts';

export interface UnitTable extends NameResolver, Omit<NameState, 'queue'> {
  /** The last unit put into the queue. */
  next(): Queued | undefined;
  hasNext(): boolean;
  enqueue(queued: Queued): void;
  /** merge_by_names: a unit takes its main name, from a unit that was only mentioned so far. False: that is loaded already. */
  takeName(unit: LoadingUnit, id: string): boolean;
  /** merge_by_names, for a name that may be another unit's. False: that is loaded already. */
  takeExtraName(unit: LoadingUnit, name: string): boolean;
}

export function createUnitTable(source: UnitSource, does: Does): UnitTable {
  const state: NameState = { units: new Map(), loaded: new Map(), queue: [], unmentioned: [] };
  const { units, queue } = state;
  const names = source.opening ? namesByOpening(source.opening, state, does) : namesByMap(source, state);

  function takeName(unit: LoadingUnit, id: string): boolean {
    const other = units.get(id);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    unit.names.add(id);
    for (const name of unit.names) units.set(name, unit);
    unit.id = id;
    return true;
  }

  function takeExtraName(unit: LoadingUnit, name: string): boolean {
    const other = units.get(name);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    for (const one of [name, ...(other?.names ?? [])]) {
      unit.names.add(one);
      units.set(one, unit);
    }
    return true;
  }

  return {
    ...state,
    ...names,
    next: () => queue.pop(),
    hasNext: () => queue.length > 0,
    enqueue: (queued) => void queue.push(queued),
    takeName,
    takeExtraName,
  };
}

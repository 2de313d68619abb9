/** Which unit a name means while units are loaded, and which units wait to be loaded (manager_load_unit_prepare). */

import type { LoadingState } from './loading.ts';
import { createUnit, followMerge, type LoadingUnit, mergeUnits } from './unit-dependencies.ts';
import { instanceOf, nameKind, typeOf, withInstance } from './unit-name.ts';
import type { UnitSource } from './unit-source.ts';

/** A unit that waits, and the name by which it was asked for. */
export interface Queued {
  readonly unit: LoadingUnit;
  readonly name: string;
}

export interface UnitTable {
  /** Every name that was mentioned, with its unit. */
  readonly units: Map<string, LoadingUnit>;
  /** Units whose files were read, in that order. */
  readonly loaded: Map<LoadingUnit, LoadingState>;
  /** Names that lead to a loaded unit without being its aliases: nothing in the boot mentions them. */
  readonly unmentioned: [string, LoadingUnit][];
  /** manager_load_unit_prepare: the unit of a name, put in front of the load queue when the name is first met. */
  of(name: string, link?: string): LoadingUnit;
  /** The last unit put into the queue. */
  next(): Queued | undefined;
  hasNext(): boolean;
  enqueue(queued: Queued): void;
  /** A unit whose turn in the queue comes by itself, not when another unit mentions this name. */
  expect(name: string): void;
  /** The link below `.wants/` or its like by which a name was first met. */
  lentLink(name: string): string | undefined;
  /** From now on names are asked for that the boot does not mention. */
  bootIsLoaded(): void;
  /** merge_by_names: a unit takes its main name, from a unit that was only mentioned so far. False: that is loaded already. */
  takeName(unit: LoadingUnit, id: string): boolean;
  /** merge_by_names, for a name that may be another unit's. False: that is loaded already. */
  claim(unit: LoadingUnit, name: string): boolean;
  /** A name that nothing in the boot mentions, of a mask that is loaded; told in `unmentioned`. */
  isAliasOfMask(name: string): boolean;
}

export function createUnitTable(source: UnitSource): UnitTable {
  const { asking } = source;
  const units = new Map<string, LoadingUnit>();
  const loaded = new Map<LoadingUnit, LoadingState>();
  const unmentioned: [string, LoadingUnit][] = [];
  const queue: Queued[] = [];
  /** Names that stand in the load queue; every name of a loaded unit is as good as met. */
  const met = new Set<string>();
  const lent = new Map<string, string>();
  let booted = false;

  function of(name: string, link?: string): LoadingUnit {
    if (asking !== undefined) return askedUnit(name, link);
    const known = units.get(name);
    if (known && (met.has(name) || loaded.has(known))) return known;
    met.add(name);
    if (known) {
      queue.push({ unit: known, name });
      return known;
    }
    const files = source.read(name);
    // A mask speaks only for the name that is asked for, until that is loaded.
    const masked = files.state === 'masked' && name !== files.id;
    const same = units.get(masked ? name : files.id);
    const unit = same ?? createUnit(masked ? name : files.id, typeOf(files.id));
    for (const n of masked ? [] : files.names) {
      unit.names.add(n);
      units.set(n, unit);
    }
    units.set(name, unit);
    if (!loaded.has(unit)) queue.push({ unit, name });
    return unit;
  }

  /** The same where names are no one's before they are loaded. */
  function askedUnit(name: string, link: string | undefined): LoadingUnit {
    const known = units.get(name);
    if (known) return followMerge(known);
    const same = booted ? unitBehind(name, link) : undefined;
    const unit = same ?? createUnit(name, typeOf(name));
    units.set(name, unit);
    if (same !== undefined) unmentioned.push([name, same]);
    else {
      if (link !== undefined) lent.set(name, link);
      queue.push({ unit, name });
    }
    return unit;
  }

  /** A name that the boot does not mention, of a unit that it loads: no alias there, but it leads to it. */
  function unitBehind(name: string, link: string | undefined): LoadingUnit | undefined {
    const found = asking?.file([name], link);
    if (found === undefined || 'failed' in found) return undefined;
    const instance = instanceOf(name);
    for (const one of found.chain) {
      const made = nameKind(one) === 'template' && instance !== undefined ? withInstance(one, instance) : one;
      const unit = made === undefined ? undefined : units.get(made);
      if (unit?.type === typeOf(name)) return followMerge(unit);
    }
    return undefined;
  }

  function takeName(unit: LoadingUnit, id: string): boolean {
    const other = units.get(id);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    unit.names.add(id);
    for (const name of unit.names) units.set(name, unit);
    unit.id = id;
    return true;
  }

  function claim(unit: LoadingUnit, name: string): boolean {
    const other = units.get(name);
    if (other !== undefined && !mergeUnits(unit, other)) return false;
    for (const one of [name, ...(other?.names ?? [])]) {
      unit.names.add(one);
      units.set(one, unit);
    }
    return true;
  }

  /** PID 1 does not know that the two are one: it reads a mask for each name by itself. So the name is no alias of the unit. */
  function isAliasOfMask(name: string): boolean {
    if (units.has(name) || asking !== undefined) return false;
    const { state, id } = source.read(name);
    const mask = units.get(id);
    if (state !== 'masked' || mask?.load !== 'masked') return false;
    unmentioned.push([name, mask]);
    return true;
  }

  return {
    units,
    loaded,
    unmentioned,
    of,
    next: () => queue.pop(),
    hasNext: () => queue.length > 0,
    enqueue: (queued) => void queue.push(queued),
    expect: (name) => void met.add(name),
    lentLink: (name) => lent.get(name),
    bootIsLoaded: () => {
      booted = true;
    },
    takeName,
    claim,
    isAliasOfMask,
  };
}

/** Names where PID 1 keeps a map of all of them (unit_file_build_name_map; v246 and later). */
import type { NameResolver, NameState } from './name-resolver.ts';
import { createUnit, type LoadingUnit } from './unit-dependencies.ts';
import { typeOf } from './unit-name.ts';
import type { UnitSource } from './unit-source.ts';

export function namesByMap(source: UnitSource, { units, loaded, queue, unmentioned }: NameState): NameResolver {
  /** Names that stand in the load queue; every name of a loaded unit is as good as met. */
  const met = new Set<string>();

  function of(name: string): LoadingUnit {
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

  return {
    of,
    resolve: (unit) => ({ files: source.read(unit.id) }),
    namesOf: (name) => source.read(name).names,
    nameWhileRead: (_, asked) => asked,
    expect: (name) => void met.add(name),
    bootIsLoaded: () => {},
    /** PID 1 does not know that the two are one: it reads a mask for each name by itself. So the name is no alias of the unit. */
    isAliasOfMask(name) {
      if (units.has(name)) return false;
      const { state, id } = source.read(name);
      const mask = units.get(id);
      if (state !== 'masked' || mask?.load !== 'masked') return false;
      unmentioned.push([name, mask]);
      return true;
    },
  };
}

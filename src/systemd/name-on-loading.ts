/**
 * How a unit comes by its names where PID 1 learns them while it loads the unit (load-fragment.c: merge_by_names): each
 * link on the way to its file is a name, and whoever had that name before is merged with it, one way round or the other.
 */

import type { Does } from '../behaviours/manager.ts';
import { followMerge, type LoadingUnit, mergeUnits } from './unit-dependencies.ts';
import { instanceOf, isLoadable, nameKind, typeOf, withInstance } from './unit-name.ts';
import type { AskingSource, UnitFiles } from './unit-source.ts';

/** The files of a unit that goes on being loaded, or the loaded unit that it has become another name of. */
export type Named = { readonly files: UnitFiles } | { readonly mergedInto: LoadingUnit };

/**
 * Finds the unit's file, gives the unit its names and its id, and reads what the files of all of them say.
 * @param units every name with its unit; changed along
 * @param lent the link by which the unit was first met
 */
export function nameOnLoading(
  unit: LoadingUnit,
  asking: AskingSource,
  units: Map<string, LoadingUnit>,
  lent: string | undefined,
  does: Does,
): Named {
  const found = asking.file(namesOf(unit), lent);
  if (found === undefined) return { files: asking.read(namesOf(unit), undefined) };
  if ('failed' in found) return { files: refused(unit, found.failed) };
  for (const [at, link] of found.chain.entries()) {
    const name = nameOf(unit, link);
    if (name === undefined) return { files: refused(unit, `${unit.id} cannot be called ${link} too`) };
    if (unit.names.has(name)) continue;
    const other = units.get(name);
    const same = other === undefined ? undefined : followMerge(other);
    if (same === undefined) addName(unit, name);
    else if (mergeUnits(unit, same)) for (const one of same.names) addName(unit, one);
    else if ((link === name || does('templates-merge-into-instances')) && mergeUnits(same, unit)) {
      for (const rest of [...unit.names, ...found.chain.slice(at + 1)]) {
        const made = nameOf(same, rest);
        if (made !== undefined && !units.has(made)) addName(same, made);
      }
      return { mergedInto: same };
    } else return { files: refused(unit, `${unit.id} leads to ${name}, which was loaded before it`) };
  }
  const last = found.chain.at(-1);
  unit.id = (last === undefined ? undefined : nameOf(unit, last)) ?? unit.id;
  return { files: asking.read(namesOf(unit), found.path) };

  function addName(to: LoadingUnit, name: string): void {
    to.names.add(name);
    units.set(name, to);
  }
}

/** unit_add_name: the name that a link gives this unit, with its instance put in; undefined where it may not have it. */
function nameOf(unit: LoadingUnit, link: string): string | undefined {
  const instance = instanceOf(unit.id);
  const template = nameKind(link) === 'template';
  const name = template ? (instance === undefined ? undefined : withInstance(link, instance)) : link;
  if (name === undefined || !isLoadable(name) || typeOf(name) !== unit.type) return undefined;
  if (unit.names.has(name)) return name;
  if ((instanceOf(name) === undefined) !== (instance === undefined)) return undefined;
  return MAY_ALIAS.has(unit.type) ? name : undefined;
}

/** unit_type_may_alias; no_alias of each type's vtable in v229. */
const MAY_ALIAS: ReadonlySet<string> = new Set(['service', 'socket', 'target', 'device', 'timer', 'path']);

export function namesOf({ id, names }: LoadingUnit): readonly string[] {
  return [id, ...[...names].filter((name) => name !== id)];
}

/** An error before anything was read leaves a unit that is not found (unit_load). */
function refused(unit: LoadingUnit, message: string): UnitFiles {
  const nothing = { fragment: null, dropIns: [], settings: [], links: [] };
  return { id: unit.id, names: namesOf(unit), ...nothing, state: 'error', error: { message, load: 'not-found' } };
}

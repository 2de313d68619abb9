/**
 * Names where PID 1 learns them while it loads the unit (up to v245; load-fragment.c: load_from_path, merge_by_names): each
 * link on the way to its file is a name, and whoever had that name before is merged with it, one way round or the other.
 */

import type { Does } from '../behaviours/does.ts';
import type { NameResolver, NameState, Resolved } from './name-resolver.ts';
import { createUnit, followMerge, type LoadingUnit, mergeUnits } from './unit-dependencies.ts';
import { instanceOf, isLoadable, mayAlias, nameKind, typeOf, withInstance } from './unit-name.ts';
import type { OpenedSource, UnitFiles } from './unit-source.ts';

export function namesByOpening(
  opening: OpenedSource,
  { units, queue, unmentioned }: NameState,
  does: Does,
): NameResolver {
  /** The link by which a name was first met: it is followed where no name leads to a file. */
  const firstLink = new Map<string, string>();
  let booted = false;

  function of(name: string, link?: string): LoadingUnit {
    const known = units.get(name);
    if (known) return followMerge(known);
    const same = booted ? unitBehind(name, link) : undefined;
    const unit = same ?? createUnit(name, typeOf(name));
    units.set(name, unit);
    if (same !== undefined) unmentioned.push([name, same]);
    else {
      if (link !== undefined) firstLink.set(name, link);
      queue.push({ unit, name });
    }
    return unit;
  }

  /** A name that the boot does not mention, of a unit that it loads: no alias there, but it leads to it. */
  function unitBehind(name: string, link: string | undefined): LoadingUnit | undefined {
    const found = opening.find([name], link);
    if (found === undefined || 'failed' in found) return undefined;
    const instance = instanceOf(name);
    for (const one of found.chain) {
      const made = nameKind(one) === 'template' && instance !== undefined ? withInstance(one, instance) : one;
      const unit = made === undefined ? undefined : units.get(made);
      if (unit?.type === typeOf(name)) return followMerge(unit);
    }
    return undefined;
  }

  /** Finds the unit's file, gives the unit its names and its id, and reads what the files of all of them say. */
  function resolve(unit: LoadingUnit, asked: string): Resolved {
    const found = opening.find(namesOf(unit), firstLink.get(asked));
    if (found === undefined) return { files: opening.read(namesOf(unit), undefined) };
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
        return { mergedInto: same, reread: (fragment) => opening.read(namesOf(same), fragment) };
      } else return { files: refused(unit, `${unit.id} leads to ${name}, which was loaded before it`) };
    }
    const last = found.chain.at(-1);
    unit.id = (last === undefined ? undefined : nameOf(unit, last)) ?? unit.id;
    return { files: opening.read(namesOf(unit), found.path) };
  }

  function addName(to: LoadingUnit, name: string): void {
    to.names.add(name);
    units.set(name, to);
  }

  return {
    of,
    resolve,
    namesOf: (name) => [name],
    nameWhileRead: (unit) => unit.id,
    expect: () => {},
    bootIsLoaded: () => {
      booted = true;
    },
    isAliasOfMask: () => false,
  };
}

/** unit_add_name: the name that a link gives this unit, with its instance put in; undefined where it may not have it. */
function nameOf(unit: LoadingUnit, link: string): string | undefined {
  const instance = instanceOf(unit.id);
  const template = nameKind(link) === 'template';
  const name = template ? (instance === undefined ? undefined : withInstance(link, instance)) : link;
  if (name === undefined || !isLoadable(name) || typeOf(name) !== unit.type) return undefined;
  if (unit.names.has(name)) return name;
  if ((instanceOf(name) === undefined) !== (instance === undefined)) return undefined;
  return mayAlias(unit.type) ? name : undefined;
}

function namesOf({ id, names }: LoadingUnit): readonly string[] {
  return [id, ...[...names].filter((name) => name !== id)];
}

/** An error before anything was read leaves a unit that is not found (unit_load). */
function refused(unit: LoadingUnit, message: string): UnitFiles {
  const nothing = { fragment: null, dropIns: [], settings: [], links: [] };
  return { id: unit.id, names: namesOf(unit), ...nothing, state: 'error', error: { message, load: 'not-found' } };
}

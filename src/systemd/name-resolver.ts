/**
 * How PID 1 comes from a name to a unit and its files. Two ways: from a map of all names that it builds first (names-by-map.ts),
 * or, in old versions, by opening the name's file when the unit is loaded (names-by-opening.ts).
 */
import type { LoadingState } from './loading.ts';
import type { LoadingUnit } from './unit-dependencies.ts';
import type { UnitFiles } from './unit-source.ts';

/** A unit that waits to be loaded, and the name by which it was asked for. */
export interface Queued {
  readonly unit: LoadingUnit;
  readonly name: string;
}

/** What both ways share with the table of units. */
export interface NameState {
  /** Every name that was mentioned, with its unit. */
  readonly units: Map<string, LoadingUnit>;
  /** Units whose files were read, in that order. */
  readonly loaded: Map<LoadingUnit, LoadingState>;
  /** The load queue; the last entry is loaded next. */
  readonly queue: Queued[];
  /** Names that lead to a loaded unit without being its aliases: nothing in the boot mentions them. */
  readonly unmentioned: [string, LoadingUnit][];
}

/** The files of a unit whose turn has come, or the loaded unit that it turns out to be another name of. */
export type Resolved =
  | { readonly files: UnitFiles }
  /** `reread`: all that the files of both say, now that the unit has a name more. */
  | { readonly mergedInto: LoadingUnit; readonly reread: (fragment: string | undefined) => UnitFiles };

export interface NameResolver {
  /**
   * manager_load_unit_prepare: the unit of a name, put in front of the load queue when the name is first met.
   * @param link below `.wants/` or its like, by which the name is mentioned
   */
  of(name: string, link?: string): LoadingUnit;
  /** The files of a unit to be loaded. @param name the one by which it was asked for */
  resolve(unit: LoadingUnit, name: string): Resolved;
  /** All names of the unit of a name, before it is loaded. */
  namesOf(name: string): readonly string[];
  /** What specifiers in a unit's own file take for its name. @param asked the name by which the unit was asked for */
  nameWhileRead(unit: LoadingUnit, asked: string): string;
  /** A unit whose turn in the queue comes by itself, not when another unit mentions this name. */
  expect(name: string): void;
  /** From now on names are asked for that the boot does not mention. */
  bootIsLoaded(): void;
  /** A name that nothing in the boot mentions, of a mask that is loaded; said in `unmentioned`. */
  isAliasOfMask(name: string): boolean;
}

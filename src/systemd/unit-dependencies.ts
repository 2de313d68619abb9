/**
 * Units under construction and the dependencies between them, as PID 1 keeps them while loading:
 * unit.c unit_add_dependency (what is refused), unit_merge (aliases met before their unit was loaded).
 */

import type { Does } from '../behaviours/does.ts';
import type { Declaration, EdgeType, LoadState, UnitType } from '../graph/model.ts';
import { append } from '../words/append.ts';
import { mayAlias } from './unit-name.ts';

/** Both directions of systemd's words (unit-def.h: UnitDependency), bookkeeping left out. */
const INVERSES = {
  Before: 'After',
  RequiredBy: 'Requires',
  RequisiteOf: 'Requisite',
  WantedBy: 'Wants',
  BoundBy: 'BindsTo',
  ConsistsOf: 'PartOf',
  UpheldBy: 'Upholds',
  ConflictedBy: 'Conflicts',
  TriggeredBy: 'Triggers',
  ReloadPropagatedFrom: 'PropagatesReloadTo',
  StopPropagatedFrom: 'PropagatesStopTo',
} as const satisfies Record<string, EdgeType>;

export type DependencyWord = EdgeType | keyof typeof INVERSES;

/** One dependency, in the list of either end. */
export interface Dependency {
  readonly from: LoadingUnit;
  readonly type: EdgeType;
  readonly to: LoadingUnit;
  /** Shared with other dependencies of the same proof, until there is another. */
  declared: readonly Declaration[];
  /** Its own list, where it has several proofs. */
  several?: Declaration[];
  /** Taken away again: lists are not searched for it. */
  gone: boolean;
}

/** In the order in which they were added. */
export interface Dependencies {
  readonly list: Dependency[];
  /** By the other end, where both ends have many. */
  byTo?: Map<LoadingUnit, Dependency[]> | undefined;
}

/** All names of a unit. Nearly all have one: a set for each takes more room than what the unit's file says. */
export class Names implements Iterable<string> {
  private readonly first: string;
  private others: Set<string> | undefined = undefined;

  constructor(first: string) {
    this.first = first;
  }

  has(name: string): boolean {
    return name === this.first || this.others?.has(name) === true;
  }

  add(name: string): void {
    if (name === this.first) return;
    this.others ??= new Set();
    this.others.add(name);
  }

  *[Symbol.iterator](): Generator<string> {
    yield this.first;
    if (this.others !== undefined) yield* this.others;
  }
}

export interface LoadingUnit {
  id: string;
  readonly type: UnitType;
  readonly names: Names;
  load: LoadState;
  mergedInto?: LoadingUnit;
  readonly out: Dependencies;
  readonly in: Dependencies;
}

/** `dropped` is a warning of PID 1, `refused` an error that its caller passes on (and may fail the load with). */
export type DependencyResult =
  | { readonly kind: 'added' | 'self' }
  | { readonly kind: 'dropped' | 'refused'; readonly message: string };

export function createUnit(id: string, type: UnitType): LoadingUnit {
  return { id, type, names: new Names(id), load: 'stub', out: { list: [] }, in: { list: [] } };
}

/** The unit that `unit` was merged into, or itself (unit_follow_merge). */
export function followMerge(unit: LoadingUnit): LoadingUnit {
  let found = unit;
  while (found.mergedInto !== undefined) found = found.mergedInto;
  return found;
}

const CAN_TRIGGER: ReadonlySet<UnitType> = new Set(['socket', 'automount', 'path', 'timer', 'busname']);
const CANNOT_FAIL: ReadonlySet<UnitType> = new Set(['slice', 'device']);
const IN_CGROUP: ReadonlySet<UnitType> = new Set(['service', 'socket', 'mount', 'swap', 'slice', 'scope']);

/** Adds `a WORD b`, unless PID 1 would not (unit.c: unit_add_dependency). */
export function addDependency(
  a: LoadingUnit,
  word: DependencyWord,
  b: LoadingUnit,
  declared: readonly Declaration[],
  does: Does,
): DependencyResult {
  const u = followMerge(a);
  const other = followMerge(b);
  if (u === other) return { kind: 'self' };
  if (word === 'Before' && other.type === 'device' && does('devices-cannot-wait'))
    return { kind: 'dropped', message: `Before=${other.id} ignored: device units cannot be delayed` };
  if (word === 'After' && u.type === 'device' && does('devices-wait-for-nothing'))
    return { kind: 'dropped', message: `After=${other.id} ignored: device units cannot be delayed` };
  if (word === 'OnFailure' && CANNOT_FAIL.has(u.type))
    return { kind: 'dropped', message: `OnFailure=${other.id} ignored: ${u.type} units cannot fail` };
  const inverse = isInverse(word);
  const [from, to] = inverse ? [other, u] : [u, other];
  const type = inverse ? INVERSES[word] : word;
  if (type === 'Triggers' && !CAN_TRIGGER.has(from.type))
    return { kind: 'refused', message: `${from.id} cannot trigger ${to.id}: ${from.type} units trigger nothing` };
  if (type === 'InSlice' && to.type !== 'slice')
    return { kind: 'refused', message: `Slice=${to.id} refused: not a slice unit` };
  if (type === 'InSlice' && !IN_CGROUP.has(from.type))
    return { kind: 'refused', message: `Slice=${to.id} refused: ${from.type} units have no control group` };
  link(from, type, to, declared);
  if (type === 'JoinsNamespaceOf' && does('joins-namespace-both-ways')) link(to, type, from, declared);
  return { kind: 'added' };
}

export function hasDependency(from: LoadingUnit, type: EdgeType, to: LoadingUnit): boolean {
  return findDependency(from, type, to) !== undefined;
}

/** Lists up to this length are looked through. */
const FEW = 16;

/** The dependency itself; undefined where there is none. */
export function findDependency(from: LoadingUnit, type: EdgeType, to: LoadingUnit): Dependency | undefined {
  const { out } = from;
  if (out.list.length <= FEW) return among(out.list, from, type, to);
  if (to.in.list.length <= FEW) return among(to.in.list, from, type, to);
  if (out.byTo === undefined) {
    out.byTo = new Map();
    for (const one of out.list) addTo(out.byTo, one);
  }
  const between = out.byTo.get(to);
  return between === undefined ? undefined : among(between, from, type, to);
}

function among(
  list: readonly Dependency[],
  from: LoadingUnit,
  type: EdgeType,
  to: LoadingUnit,
): Dependency | undefined {
  for (const one of list) if (one.to === to && one.type === type && one.from === from && !one.gone) return one;
  return undefined;
}

function addTo(index: Map<LoadingUnit, Dependency[]>, one: Dependency): void {
  const known = index.get(one.to);
  if (known === undefined) index.set(one.to, [one]);
  else known.push(one);
}

/** Those of one type. */
export function dependenciesOf({ list }: Dependencies, type: EdgeType): readonly Dependency[] {
  return list.filter((one) => one.type === type && !one.gone);
}

/**
 * Merges `other` into `u`: its names and dependencies move, dependencies between the two are dropped (unit.c: unit_merge).
 * @returns false where PID 1 refuses: another type, a type without aliases, or `other` is loaded already.
 */
export function mergeUnits(u: LoadingUnit, another: LoadingUnit): boolean {
  const other = followMerge(another);
  if (other === u) return true;
  if (u.type !== other.type || !mayAlias(u.type)) return false;
  if (other.load !== 'stub' && other.load !== 'not-found') return false;
  for (const one of other.out.list.splice(0)) {
    if (one.gone) continue;
    one.gone = true;
    if (one.to !== u) link(u, one.type, one.to, one.declared);
  }
  for (const one of other.in.list.splice(0)) {
    if (one.gone) continue;
    one.gone = true;
    if (one.from !== u) link(one.from, one.type, u, one.declared);
  }
  other.out.byTo = undefined;
  for (const name of other.names) u.names.add(name);
  other.load = 'merged';
  other.mergedInto = u;
  return true;
}

function isInverse(word: DependencyWord): word is keyof typeof INVERSES {
  return Object.hasOwn(INVERSES, word);
}

function link(from: LoadingUnit, type: EdgeType, to: LoadingUnit, declared: readonly Declaration[]): void {
  const known = findDependency(from, type, to);
  if (known !== undefined) {
    known.several ??= [...known.declared];
    append(known.several, declared);
    known.declared = known.several;
    return;
  }
  const one: Dependency = { from, type, to, declared, gone: false };
  from.out.list.push(one);
  to.in.list.push(one);
  if (from.out.byTo !== undefined) addTo(from.out.byTo, one);
}

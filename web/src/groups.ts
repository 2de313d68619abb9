/**
 * Many units as few: above some hundred a boot is read by its groups, not by its units. A group holds units of one kind of name, slice,
 * package or target that stand between the same two milestones, so that the milestones still divide the picture.
 */
import { type Model, pulledInBy, type Unit } from './model.ts';
import type { State } from './state.ts';

export const GROUPINGS = ['name', 'slice', 'package', 'target'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Above so many started units the picture begins with groups. */
export const MANY = 200;
/** Fewer than these stand for themselves. */
const FEW = 4;
/** A group of more is divided by waves. */
const MOST = 80;
/** More findings than these single nobody out. */
const SINGLED_OUT = 40;

export interface Group {
  /** Its number in the picture: behind those of the units. */
  readonly n: number;
  /** What it is called in the address. */
  readonly key: string;
  readonly title: string;
  readonly members: readonly number[];
}

/** How the picture is grouped now; undefined: not at all. */
export function groupingOf(model: Model, state: State): Grouping | undefined {
  if (state.group === '') return model.started > MANY ? 'name' : undefined;
  return GROUPINGS.find((one) => one === state.group);
}

/** Those that this boot can be grouped by. */
export function groupings(model: Model): readonly Grouping[] {
  return GROUPINGS.filter((one) => one !== 'package' || model.data.packages !== undefined);
}

/**
 * @param shown units that stand in the picture
 * @param apart units that stay by themselves: what is chosen or asked about
 */
export function groupsOf(
  model: Model,
  state: State,
  shown: (n: number) => boolean,
  apart: ReadonlySet<number>,
): Group[] {
  const by = groupingOf(model, state);
  if (by === undefined) return [];
  const alone = singledOut(model);
  const bins = new Map<string, number[]>();
  for (const u of model.units) {
    if (u.wave < 0 || !shown(u.n) || alone.has(u.n) || apart.has(u.n)) continue;
    const key = `${u.step}:${keyOf(model, u, by)}`;
    const bin = bins.get(key);
    if (bin) bin.push(u.n);
    else bins.set(key, [u.n]);
  }
  const groups: Group[] = [];
  for (const [bin, members] of bins) {
    if (members.length < FEW) continue;
    const pieces = pieced(model, members);
    const name = bin.slice(bin.indexOf(':') + 1);
    pieces.forEach((piece, k) => {
      const key = encodeURIComponent(`${by}:${bin}:${k}`);
      if (piece.length >= FEW && !state.opened.includes(key))
        groups.push({ n: model.units.length + groups.length, key, title: titleOf(name, by), members: piece });
    });
  }
  return groups;
}

/** Milestones, members of cycles, what may not start, what findings are about: they are what the reader came for. */
function singledOut(model: Model): ReadonlySet<number> {
  const { chain, cycles, findings } = model.data;
  const found = new Set<number>([...chain, ...cycles.flatMap(({ members }) => members)]);
  for (const u of model.units) if (u.state !== 'started' || (u.type === 'target' && u.wave >= 0)) found.add(u.n);
  const named = findings.filter(({ node, severity }) => node >= 0 && (severity === 'error' || severity === 'warning'));
  if (named.length <= SINGLED_OUT) for (const { node } of named) found.add(node);
  return found;
}

function keyOf(model: Model, u: Unit, by: Grouping): string {
  if (by === 'slice') return model.slice[u.n] ?? '';
  if (by === 'package') return model.data.strings[model.data.packages?.[u.n] ?? 0] ?? '';
  if (by === 'name') return u.id.replace(/^(sysv|upstart):/, '').split(/[-@.:\\_]|\d/, 1)[0] ?? '';
  const target = pulledInBy(model, u.n)
    .reverse()
    .map((e) => model.units[model.data.edges.from[e] ?? -1])
    .find((puller) => puller?.type === 'target');
  return target?.id ?? '';
}

function titleOf(name: string, by: Grouping): string {
  if (by === 'name') return `${name}*`;
  if (name !== '') return name;
  return by === 'slice' ? 'in no slice' : by === 'package' ? 'of no package' : 'for no target';
}

/** Of a large group so many waves together as have no more than MOST units. */
function pieced(model: Model, members: readonly number[]): number[][] {
  if (members.length <= MOST) return [[...members]];
  const sorted = [...members].sort((a, b) => (model.units[a]?.wave ?? 0) - (model.units[b]?.wave ?? 0) || a - b);
  const pieces: number[][] = [];
  const sizes = new Map<number, number>();
  for (const n of sorted) {
    const wave = model.units[n]?.wave ?? 0;
    sizes.set(wave, (sizes.get(wave) ?? 0) + 1);
  }
  let last = -2;
  for (const n of sorted) {
    const wave = model.units[n]?.wave ?? 0;
    const piece = pieces.at(-1);
    const size = sizes.get(wave) ?? 0;
    if (piece === undefined || (wave !== last && piece.length + size > MOST)) pieces.push([n]);
    else piece.push(n);
    last = wave;
  }
  return pieces;
}

/** A group as a unit of the picture: in the wave in which its first member starts. */
export function groupUnit(model: Model, group: Group): Unit {
  const waves = group.members.map((n) => model.units[n]?.wave ?? 0);
  const [first, last] = [Math.min(...waves), Math.max(...waves)];
  return {
    n: group.n,
    id: `group:${group.key}`,
    label: `${group.title} · ${group.members.length}`,
    type: 'group',
    init: model.data.init.system,
    load: 'loaded',
    state: 'started',
    wave: first,
    x: 0,
    y: 0,
    description: `${group.members.length} units, ${first === last ? `wave ${first}` : `waves ${first} to ${last}`}`,
    step: -1,
  };
}

/** More than a picture has units: two numbers as one. */
const PAIRS = 2 ** 24;

/** The edges among the groups and units of the picture: one for each pair, and how many it stands for. */
export function bundled(
  edges: Iterable<number>,
  ends: (e: number) => readonly [number, number],
): { readonly kept: readonly number[]; readonly weight: ReadonlyMap<number, number> } {
  const first = new Map<number, number>();
  const weight = new Map<number, number>();
  for (const e of edges) {
    const [a, b] = ends(e);
    if (a === b) continue;
    const key = a * PAIRS + b;
    const known = first.get(key);
    if (known === undefined) first.set(key, e);
    weight.set(known ?? e, (weight.get(known ?? e) ?? 0) + 1);
  }
  return { kept: [...first.values()], weight };
}

/** @returns kinds of a group's members, the most first: `60 services, 2 sockets` */
export function kindsIn(model: Model, group: Group): readonly (readonly [type: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const n of group.members) {
    const type = model.units[n]?.type ?? 'service';
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

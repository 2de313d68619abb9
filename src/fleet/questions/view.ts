/** What the page of a fleet shows: kinds of boots by group, and the units in which each differs from the group's most common. */
import type { Ask } from '../ask.ts';
import { differencesOf, type UnitDifference } from './differences.ts';
import { grouped, hostsOfAll } from './rows.ts';

export const FLEET_VIEW = 'bootscope/fleet-view@1';

/** `+`: started here and not there; `-`: the other way round; `~`: the same started otherwise. */
export type CellMark = '+' | '-' | '~';

export interface ViewRow {
  readonly hosts: number;
  readonly example: string;
  readonly names: readonly string[];
  readonly started: number;
  readonly cycles: number;
  readonly failed: boolean;
  /** How many units differ, shown or not. */
  readonly differs: number;
  /** By the number of the column; absent where it is as most have it. */
  readonly marks: Readonly<Record<number, CellMark>>;
  /** In what: what differs by itself first. */
  readonly differences: readonly UnitDifference[];
}

export interface ViewGroup {
  readonly group: string;
  readonly hosts: number;
  /** The first is what the others are held against. */
  readonly rows: readonly ViewRow[];
  /** Kinds that are not shown, and their hosts. */
  readonly more: { readonly kinds: number; readonly hosts: number };
}

/** `bootscope/fleet-view@1`. */
export interface FleetView {
  readonly format: typeof FLEET_VIEW;
  readonly taken: string;
  readonly hosts: number;
  readonly unread: number;
  /** Units, those in which most hosts differ first. */
  readonly columns: readonly string[];
  /** Units that differ and have no column. */
  readonly moreColumns: number;
  readonly groups: readonly ViewGroup[];
}

export interface ViewBounds {
  /** Kinds of boots in all. */
  readonly rows: number;
  readonly columns: number;
}

const KINDS = `
SELECT "group", units_digest, count(*)::INT AS hosts, min(n) AS n, arg_min(host, n) AS example, list(host ORDER BY n)[1:20] AS names,
  arg_min(started, n) AS started, max(cycles) AS cycles, bool_or(failed IS NOT NULL) AS failed
FROM hosts WHERE taken = ? AND status = 'read' GROUP BY "group", units_digest ORDER BY "group", hosts DESC, n`;

/** Units in which a kind differs from its group's first; `own` as outliers have it. */
const CELLS = `
WITH pairs AS (SELECT unnest(from_json(?, '["INTEGER"]')) AS n, unnest(from_json(?, '["INTEGER"]')) AS base),
mine AS (SELECT p.n, p.base, u.unit, u.state_digest AS d, u.started, u.fragment, u.dropins FROM pairs p JOIN units u ON u.n = p.n WHERE u.taken = ? AND u.type <> 'device'),
theirs AS (SELECT p.n, p.base, u.unit, u.state_digest AS d, u.started, u.fragment, u.dropins FROM pairs p JOIN units u ON u.n = p.base WHERE u.taken = ? AND u.type <> 'device')
SELECT n, base, unit, coalesce(m.started, 'never') AS now, coalesce(t.started, 'never') AS usual,
  (coalesce(m.fragment, t.fragment, m.dropins, t.dropins) IS NOT NULL) AS defined
FROM mine m FULL JOIN theirs t USING (n, base, unit) WHERE m.d IS DISTINCT FROM t.d ORDER BY n, unit`;

interface Kind {
  readonly group: string;
  readonly hosts: number;
  readonly n: number;
  readonly example: string;
  readonly names: readonly string[];
  readonly started: number;
  readonly cycles: number | null;
  readonly failed: boolean;
}

interface Cell {
  readonly n: number;
  readonly base: number;
  readonly unit: string;
  readonly now: string;
  readonly usual: string;
  readonly defined: boolean;
}

/** Of one kind no more differences are told: a host of another release has hundreds. */
const TOLD = 30;

export async function fleetView(ask: Ask, taken: string, bounds: ViewBounds): Promise<FleetView> {
  const kinds = await ask<Kind>(KINDS, [taken]);
  const byGroup = grouped(kinds, ({ group }) => group);
  // They come with the most common of each group first.
  const bases = new Map([...byGroup].map(([group, [first]]) => [group, first as Kind]));
  const shown = shownOf(kinds, new Set(bases.values()), bounds.rows);
  const others = shown.filter((kind) => bases.get(kind.group) !== kind);
  const cells =
    others.length === 0
      ? []
      : await ask<Cell>(CELLS, [
          JSON.stringify(others.map(({ n }) => n)),
          JSON.stringify(others.map(({ group }) => bases.get(group)?.n)),
          taken,
          taken,
        ]);
  const byKind = grouped(cells, ({ n }) => n);
  const told = others.flatMap(({ n }) =>
    [...(byKind.get(n) ?? [])].sort((a, b) => Number(b.defined) - Number(a.defined)).slice(0, TOLD),
  );
  const differences = await differencesOf(
    ask,
    told.map(({ n, base, unit }) => ({ unit, before: { taken, n: base }, after: { taken, n } })),
  );
  const byRow = grouped(
    told.map(({ n }, k) => ({ n, difference: differences[k] as UnitDifference })),
    ({ n }) => n,
  );
  const weights = weightsOf(others, byKind);
  const columns = weights.slice(0, bounds.columns).map(([unit]) => unit);
  const column = new Map(columns.map((unit, k) => [unit, k]));
  const rowOf = (kind: Kind): ViewRow => ({
    hosts: kind.hosts,
    example: kind.example,
    names: kind.names,
    started: kind.started,
    cycles: kind.cycles ?? 0,
    failed: kind.failed,
    differs: byKind.get(kind.n)?.length ?? 0,
    marks: Object.fromEntries((byKind.get(kind.n) ?? []).flatMap((cell) => markOf(cell, column))),
    differences: (byRow.get(kind.n) ?? [])
      .map(({ difference }) => difference)
      .sort((a, b) => Number(b.own) - Number(a.own)),
  });
  const [unread] = await ask<{ readonly hosts: number }>(
    "SELECT count(*)::INT AS hosts FROM hosts WHERE taken = ? AND status <> 'read'",
    [taken],
  );
  return {
    format: FLEET_VIEW,
    taken,
    hosts: hostsOfAll(kinds),
    unread: unread?.hosts ?? 0,
    columns,
    moreColumns: weights.length - columns.length,
    groups: [...byGroup]
      .map(([group, all]): ViewGroup => {
        const own = shown.filter((kind) => kind.group === group);
        return {
          group,
          hosts: hostsOfAll(all),
          rows: own.map(rowOf),
          more: { kinds: all.length - own.length, hosts: hostsOfAll(all) - hostsOfAll(own) },
        };
      })
      .sort((a, b) => b.hosts - a.hosts),
  };
}

/** The most common of every group, then the most common of all that is left. */
function shownOf(kinds: readonly Kind[], firsts: ReadonlySet<Kind>, most: number): readonly Kind[] {
  const rest = kinds.filter((kind) => !firsts.has(kind)).sort((a, b) => b.hosts - a.hosts || a.n - b.n);
  const taken = new Set([...firsts, ...rest.slice(0, Math.max(0, most - firsts.size))]);
  return kinds.filter((kind) => taken.has(kind));
}

/** Hosts of the shown kinds that differ in each unit; what only others name comes last. */
function weightsOf(
  kinds: readonly Kind[],
  byKind: ReadonlyMap<number, readonly Cell[]>,
): readonly (readonly [string, number])[] {
  const weights = new Map<string, number>();
  const defined = new Set<string>();
  for (const { n, hosts } of kinds)
    for (const cell of byKind.get(n) ?? []) {
      weights.set(cell.unit, (weights.get(cell.unit) ?? 0) + hosts);
      if (cell.defined) defined.add(cell.unit);
    }
  return [...weights].sort(
    ([a, wa], [b, wb]) => Number(defined.has(b)) - Number(defined.has(a)) || wb - wa || (a < b ? -1 : 1),
  );
}

function markOf(
  { unit, now, usual }: Cell,
  column: ReadonlyMap<string, number>,
): readonly (readonly [number, CellMark])[] {
  const at = column.get(unit);
  if (at === undefined) return [];
  return [[at, now === usual ? '~' : usual === 'never' ? '+' : now === 'never' ? '-' : '~']];
}

/** From a name as people write it to the units that hosts have by it. */
import { type InitSystem, UNIT_TYPES } from '../../graph/model.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import { type Ask, marks } from '../ask.ts';

/** No host of the snapshot has a unit of that name. */
export class UnknownUnit extends Error {
  readonly typed: string;
  readonly near: readonly string[];
  constructor(typed: string, near: readonly string[]) {
    super(`no host has a unit called ${typed}`);
    this.typed = typed;
    this.near = near;
  }
}

/** The name as it is, then with each suffix, then as the other inits call theirs. */
function spellings(typed: string): readonly string[] {
  const others: Readonly<Record<Exclude<InitSystem, 'systemd'>, string>> = {
    sysv: `sysv:${typed}`,
    upstart: `upstart:${typed}`,
  };
  return [typed, ...['service', ...UNIT_TYPES].map((type) => `${typed}.${type}`), ...Object.values(others)];
}

/** What hosts that are alike have by one name. */
export interface NamedUnit {
  readonly unit: string;
  readonly started: string | null;
  readonly tangled: boolean | null;
  readonly waits_digest: string | null;
}

/** A name as a host knows it, or some of its units. */
export interface KnownUnit {
  readonly name: string;
  /** What a host has by that name; undefined: nothing. */
  on(host: HostKind): NamedUnit | undefined;
}

export interface HostKind {
  readonly n: number;
  readonly units_digest: string;
  readonly order_digest: string;
}

/** Hosts of equal keys have the same units in the same states and order. */
function kindOf({ units_digest, order_digest }: Omit<HostKind, 'n'>): string {
  return `${units_digest} ${order_digest}`;
}

type Row = Omit<HostKind, 'n'> &
  NamedUnit & { readonly aliases: string | null; readonly fate: string | null; readonly fate_certain: boolean | null };

/** By one host for all that are alike: the units of these names, and those that lose their jobs. */
const NAMED = (names: readonly string[]): string => `
WITH reps AS MATERIALIZED (
  SELECT units_digest, order_digest, min(n) AS n FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL)
SELECT r.units_digest, r.order_digest, u.unit, u.aliases, u.started, u.tangled, u.waits_digest, u.fate, u.fate_certain
FROM units u JOIN reps r ON r.n = u.n WHERE u.taken = ? AND (u.unit IN (${marks(names)})
  OR CASE WHEN u.aliases IS NULL THEN false ELSE list_has_any(string_split(u.aliases, chr(10)), [${marks(names)}]) END
  OR (u.fate IN ('dependency', 'cancelled') AND u.fate_certain))
ORDER BY u.unit`;

export interface KnownUnits {
  /** In the order of what was typed. */
  readonly units: readonly KnownUnit[];
  /** Units that lose their job at the boot of such a host: an order through one may be none. */
  lostOn(host: HostKind): ReadonlySet<string>;
}

/**
 * Of each that was typed, the first spelling that any host knows.
 * @throws UnknownUnit with the nearest names
 */
export async function unitsKnownAs(ask: Ask, taken: string, typed: readonly string[]): Promise<KnownUnits> {
  const names = [...new Set(typed.flatMap((one) => spellings(one.trim())))];
  const rows = await ask<Row>(NAMED(names), [taken, taken, ...names, ...names]);
  const goesBy = ({ unit, aliases }: Row): readonly string[] => [unit, ...(aliases?.split('\n') ?? [])];
  const common = new Map<string, Map<string, NamedUnit>>();
  const lost = new Map<string, Set<string>>();
  for (const row of rows) {
    const kind = kindOf(row);
    for (const name of goesBy(row)) {
      const byKind = common.get(name) ?? new Map<string, NamedUnit>();
      common.set(name, byKind);
      // Sorted: the first of several by that name.
      if (!byKind.has(kind)) byKind.set(kind, row);
    }
    if (row.fate_certain !== true || (row.fate !== 'dependency' && row.fate !== 'cancelled')) continue;
    lost.set(kind, (lost.get(kind) ?? new Set()).add(row.unit));
  }
  const units: KnownUnit[] = [];
  for (const one of typed) {
    const name = spellings(one.trim()).find((spelling) => common.has(spelling));
    const byKind = name === undefined ? undefined : common.get(name);
    units.push(name === undefined ? await ownName(ask, taken, one) : { name, on: (host) => byKind?.get(kindOf(host)) });
  }
  return { units, lostOn: (host) => lost.get(kindOf(host)) ?? NONE };
}

const NONE: ReadonlySet<string> = new Set();

/** As only one host calls it, by an id of its own. */
async function ownName(ask: Ask, taken: string, typed: string): Promise<KnownUnit> {
  const names = spellings(typed.trim());
  const rows = await ask<NamedUnit & { readonly n: number; readonly raw: string }>(
    `SELECT n, raw, unit, started, tangled, waits_digest FROM units WHERE taken = ? AND raw IN (${marks(names)}) ORDER BY unit DESC`,
    [taken, ...names],
  );
  const name = names.find((spelling) => rows.some(({ raw }) => raw === spelling));
  if (name !== undefined) {
    const byHost = new Map(rows.filter(({ raw }) => raw === name).map((row) => [row.n, row]));
    return { name, on: ({ n }) => byHost.get(n) };
  }
  const all = await ask<{ readonly unit: string }>('SELECT DISTINCT unit FROM units WHERE taken = ?', [taken]);
  throw new UnknownUnit(
    typed,
    nearestNames(
      typed,
      all.map(({ unit }) => unit),
    ),
  );
}

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

/** A name, and how hosts go by it: `common`, as every host calls it (an id or an alias); `own`, as only one host does, by an id of its own. */
export interface KnownUnit {
  readonly name: string;
  readonly as: 'common' | 'own';
}

/** One host for all whose units are alike. */
export const REPS = `reps AS (SELECT units_digest, min(n) AS n FROM hosts WHERE taken = ? AND status = 'read' GROUP BY units_digest)`;

/**
 * The first spelling that any host knows.
 * @throws UnknownUnit with the nearest names
 */
export async function unitKnownAs(ask: Ask, taken: string, typed: string): Promise<KnownUnit> {
  const names = spellings(typed.trim());
  const common = await ask<{ readonly name: string }>(
    `WITH ${REPS}, own AS (SELECT u.unit, u.aliases FROM units u JOIN reps r ON r.n = u.n WHERE u.taken = ?)
     SELECT DISTINCT unit AS name FROM own WHERE unit IN (${marks(names)})
     UNION SELECT DISTINCT a AS name FROM (SELECT unnest(string_split(aliases, chr(10))) AS a FROM
       (SELECT DISTINCT aliases FROM own WHERE aliases IS NOT NULL)) WHERE a IN (${marks(names)})`,
    [taken, taken, ...names, ...names],
  );
  const found = names.find((name) => common.some((one) => one.name === name));
  if (found !== undefined) return { name: found, as: 'common' };
  const raw = await ask<{ readonly name: string }>(
    `SELECT DISTINCT raw AS name FROM units WHERE taken = ? AND raw IN (${marks(names)})`,
    [taken, ...names],
  );
  const own = names.find((name) => raw.some((one) => one.name === name));
  if (own !== undefined) return { name: own, as: 'own' };
  const all = await ask<{ readonly unit: string }>('SELECT DISTINCT unit FROM units WHERE taken = ?', [taken]);
  throw new UnknownUnit(
    typed,
    nearestNames(
      typed,
      all.map(({ unit }) => unit),
    ),
  );
}

/**
 * SQL of a table of that unit by host: `n`, or by `units_digest` where all that are alike have it. Wants `taken`, and the name once or twice.
 */
export function unitByHost(
  { name, as }: KnownUnit,
  taken: string,
): { readonly sql: string; readonly on: string; readonly values: readonly string[] } {
  const columns = 'min(u.unit) AS unit, arg_min(u.started, u.unit) AS started, arg_min(u.tangled, u.unit) AS tangled';
  if (as === 'own')
    return {
      sql: `SELECT u.n, ${columns} FROM units u WHERE u.taken = ? AND u.raw = ? GROUP BY u.n`,
      on: 'n',
      values: [taken, name],
    };
  return {
    sql: `SELECT r.units_digest, ${columns} FROM units u JOIN reps r ON r.n = u.n WHERE u.taken = ? AND (u.unit = ?
      OR CASE WHEN contains(u.aliases, ?) THEN list_contains(string_split(u.aliases, chr(10)), ?) ELSE false END) GROUP BY r.units_digest`,
    on: 'units_digest',
    values: [taken, name, name, name],
  };
}

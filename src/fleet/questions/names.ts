/** From a name as people write it to the units that hosts have by it. */
import { type InitSystem, UNIT_TYPES } from '../../graph/model.ts';
import { nearestNames } from '../../words/nearest-names.ts';
import type { Ask } from '../ask.ts';

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

/**
 * The first spelling that any host knows, as an id or an alias.
 * @throws UnknownUnit with the nearest names
 */
export async function unitKnownAs(ask: Ask, taken: string, typed: string): Promise<string> {
  const names = spellings(typed.trim());
  const marks = names.map(() => '?').join();
  const known = await ask<{ readonly name: string }>(
    `SELECT DISTINCT unit AS name FROM units WHERE taken = ? AND unit IN (${marks})
     UNION SELECT DISTINCT raw AS name FROM units WHERE taken = ? AND raw IN (${marks})
     UNION SELECT DISTINCT a AS name FROM (SELECT unnest(string_split(aliases, chr(10))) AS a FROM
       (SELECT DISTINCT aliases FROM units WHERE taken = ? AND aliases IS NOT NULL)) WHERE a IN (${marks})`,
    [taken, ...names, taken, ...names, taken, ...names],
  );
  const found = names.find((name) => known.some((one) => one.name === name));
  if (found !== undefined) return found;
  const all = await ask<{ readonly unit: string }>('SELECT DISTINCT unit FROM units WHERE taken = ?', [taken]);
  throw new UnknownUnit(
    typed,
    nearestNames(
      typed,
      all.map(({ unit }) => unit),
    ),
  );
}

/** SQL: whether a row of units goes by a name, as every host or as its own calls it; `?` three times. */
export const HAS_NAME =
  '(unit = ? OR raw = ? OR (aliases IS NOT NULL AND list_contains(string_split(aliases, chr(10)), ?)))';

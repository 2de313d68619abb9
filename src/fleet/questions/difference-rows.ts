/** Rows of pairs of hosts: their units, the lines of these, and the dependencies that they declare. */
import { type Ask, marks } from '../ask.ts';
import type { Row } from '../tables.ts';
import { grouped } from './rows.ts';

/** A host of a snapshot. */
export interface HostAt {
  readonly taken: string;
  readonly n: number;
}

export interface UnitPair {
  readonly unit: string;
  /** What is held to be usual, or was before. */
  readonly before: HostAt;
  readonly after: HostAt;
}

export type UnitRow = Row<'units'> & { readonly taken: string };
export type SettingRow = Row<'settings'>;
export type EdgeRow = Row<'edges'>;

export function hostKey({ taken, n }: HostAt): string {
  return `${taken} ${n}`;
}
export function keyOf(host: HostAt, unit: string): string {
  return `${hostKey(host)} ${unit}`;
}

export function hostsIn(pairs: readonly UnitPair[]): readonly HostAt[] {
  const hosts = pairs.flatMap(({ before, after }) => [before, after]);
  return [...new Map(hosts.map((host) => [hostKey(host), host])).values()];
}

interface BootOfHost extends HostAt {
  readonly boot_digest: string;
  readonly part: string;
}

export function hostsAt(ask: Ask, hosts: readonly HostAt[]): Promise<readonly BootOfHost[]> {
  return ask<BootOfHost>(
    `SELECT taken, n, boot_digest, part FROM hosts WHERE (taken || ' ' || n) IN (${marks(hosts)})`,
    hosts.map(hostKey),
  );
}

export async function unitsOf(
  ask: Ask,
  pairs: readonly UnitPair[],
  parts: readonly string[],
): Promise<ReadonlyMap<string, UnitRow>> {
  const hosts = hostsIn(pairs);
  const names = [...new Set(pairs.map(({ unit }) => unit))];
  const found = new Map<string, UnitRow>();
  for (const taken of new Set(hosts.map((host) => host.taken))) {
    const own = hosts.filter((host) => host.taken === taken).map(({ n }) => n);
    const rows = await ask<UnitRow>(
      `SELECT * FROM units WHERE part IN (${marks(parts)}) AND taken = ? AND n IN (${marks(own)})
       AND unit IN (${marks(names)})`,
      [...parts, taken, ...own, ...names],
    );
    for (const row of rows) found.set(keyOf({ taken, n: row.n as number }, row.unit as string), row);
  }
  return found;
}

export async function linesOf(
  ask: Ask,
  digests: readonly string[],
  parts: readonly string[],
): Promise<ReadonlyMap<string, readonly SettingRow[]>> {
  const wanted = [...new Set(digests)];
  if (wanted.length === 0) return new Map();
  const rows = await ask<SettingRow>(
    `SELECT DISTINCT lines_digest, section, key, value, file, line, overridden, source, source_line FROM settings
     WHERE part IN (${marks(parts)}) AND lines_digest IN (${marks(wanted)}) AND NOT overridden
     ORDER BY file, line`,
    [...parts, ...wanted],
  );
  return grouped(rows, ({ lines_digest }) => lines_digest as string);
}

/**
 * Of each host's graph what a unit of the pairs declares, links to and from it, and of a unit that only one of two has whatever names it.
 * @param alone such units
 */
export async function edgesOf(
  ask: Ask,
  pairs: readonly UnitPair[],
  boots: readonly BootOfHost[],
  alone: readonly string[],
): Promise<ReadonlyMap<string, readonly EdgeRow[]>> {
  const names = [...new Set(pairs.map(({ unit }) => unit))];
  const parts = [...new Set(boots.map(({ part }) => part))];
  const digests = [...new Set(boots.map(({ boot_digest }) => boot_digest))];
  // An empty list is no SQL.
  const named = alone.length === 0 ? [''] : [...new Set(alone)];
  const rows = await ask<EdgeRow>(
    `SELECT DISTINCT ${EDGE} FROM edges WHERE part IN (${marks(parts)})
     AND boot_digest IN (${marks(digests)}) AND how <> 'rule'
     AND ("by" IN (${marks(names)}) OR (how = 'link' AND dst IN (${marks(names)}))
       OR src IN (${marks(named)}) OR dst IN (${marks(named)}))
     ORDER BY src, type, dst, file, line`,
    [...parts, ...digests, ...names, ...names, ...named, ...named],
  );
  const byBoot = grouped(rows, ({ boot_digest }) => boot_digest as string);
  return new Map(boots.map(({ taken, n, boot_digest }) => [hostKey({ taken, n }), byBoot.get(boot_digest) ?? []]));
}

const EDGE = 'boot_digest, src, dst, type, origin, "by", how, key, rule, file, line, source, source_line';

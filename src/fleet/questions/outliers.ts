/** Hosts with a unit that is not as most of their group have it, and in what it differs. */
import { type Ask, marks } from '../ask.ts';
import { differencesOf, type UnitDifference } from './differences.ts';

export interface Outlier extends UnitDifference {
  readonly group: string;
  /** Hosts that have the unit so, and all of the group. */
  readonly hosts: number;
  readonly of: number;
  /** Hosts that have it as most do. */
  readonly usual: number;
  /** The first of them: files and lines are its own. */
  readonly example: string;
  /** One that is as most are: what it lacks is told with its files and lines. */
  readonly against: string;
  /** Hosts that have it so, the first some of them. */
  readonly names: readonly string[];
}

export interface Outliers {
  readonly taken: string;
  readonly hosts: number;
  /** How many there are; `outliers` are the first of them: what differs by itself before what follows, the rarest first. */
  readonly total: number;
  readonly outliers: readonly Outlier[];
  /** Units of which no kind is that of most hosts: nothing is held against them. */
  readonly varied: readonly { readonly group: string; readonly unit: string; readonly kinds: number }[];
}

/**
 * Kinds of each unit in each group, by one host for all hosts whose units are alike; the unit's absence is a kind, too. What at most half of
 * a group have is no measure for the others.
 */
const KINDS = `
WITH reps AS MATERIALIZED (
  SELECT "group", units_digest, min(n) AS n, count(*)::INT AS w FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL),
sizes AS MATERIALIZED (SELECT "group", sum(w)::INT AS size FROM reps GROUP BY ALL),
rows AS (
  SELECT r."group", r.w, r.n, u.unit, u.state_digest AS state, u.edges_digest AS edges, u.settings_digest AS settings,
    (u.fragment IS NULL AND u.dropins IS NULL) AS named,
    hash(u.load, u.enabled, u.fragment, u.dropins, u.aliases, u.effective, CASE WHEN u.init <> 'systemd' THEN u.files_digest END) AS own
  FROM reps r JOIN units u ON u.n = r.n WHERE u.taken = ? AND u.type <> 'device'),
kinds AS MATERIALIZED (
  SELECT "group", unit, state, sum(w)::INT AS hosts, min(n) AS n, list(n) AS reps,
    any_value(hash(edges, settings, own)) AS own, bool_and(named) AS named FROM rows GROUP BY "group", unit, state),
present AS MATERIALIZED (SELECT "group", unit, sum(hosts)::INT AS hosts FROM kinds GROUP BY ALL),
absent AS (
  SELECT h."group", h.unit, NULL AS state, (s.size - h.hosts)::INT AS hosts, NULL::INT AS n, NULL AS reps, NULL AS own, true AS named
  FROM present h JOIN sizes s USING ("group") WHERE s.size > h.hosts),
every AS MATERIALIZED (FROM kinds UNION ALL FROM absent),
against AS (
  SELECT e."group", e.unit, e.hosts AS most, e.n AS base, e.own AS base_own, e.named AS base_named FROM every e JOIN sizes z USING ("group")
  WHERE e.hosts * 2 > z.size),
varied AS (
  SELECT e."group", e.unit, count(e.n)::INT AS kinds FROM every e JOIN sizes z USING ("group") GROUP BY e."group", e.unit, z.size
  HAVING max(e.hosts) * 2 <= z.size AND z.size > 1 ORDER BY kinds DESC, e.unit LIMIT 20),
told AS (
  SELECT e."group", e.unit, e.hosts, e.n, e.reps, a.base, a.most AS usual, z.size AS "of",
    (e.own IS DISTINCT FROM a.base_own AND NOT (e.named AND a.base_named)) AS own, NULL::INT AS kinds
  FROM every e JOIN against a ON a."group" = e."group" AND a.unit = e.unit AND e.n IS DISTINCT FROM a.base
  JOIN sizes z ON z."group" = e."group")
FROM told UNION ALL SELECT "group", unit, NULL, NULL, NULL, NULL, NULL, NULL, NULL, kinds FROM varied
ORDER BY kinds DESC NULLS LAST, own DESC, hosts, unit, "group", n`;

interface Kind {
  readonly group: string;
  readonly unit: string;
  readonly hosts: number;
  /** null: those that lack the unit. */
  readonly n: number | null;
  readonly reps: readonly number[] | null;
  /** null: most lack the unit. */
  readonly base: number | null;
  readonly usual: number;
  readonly of: number;
  /** Of a unit that no kind of is that of most hosts, how many there are; else null. */
  readonly kinds: number | null;
}

const NAMES = 10;

export async function outliers(ask: Ask, taken: string, limit: number): Promise<Outliers> {
  const rows = await ask<Kind>(KINDS, [taken, taken]);
  const kinds = rows.filter((row) => row.kinds === null);
  const varied = rows.flatMap(({ group, unit, kinds: many }) => (many === null ? [] : [{ group, unit, kinds: many }]));
  const shown = kinds.slice(0, limit);
  const all = await ask<HostRow>(
    `SELECT n, host, "group", units_digest FROM hosts WHERE taken = ? AND status = 'read' ORDER BY n`,
    [taken],
  );
  const hosts = hostsOf(all, shown, await lackingOf(ask, taken, shown));
  const pairs = shown.map(({ unit, n, base }, k) => ({
    unit,
    before: { taken, n: base ?? hosts[k]?.other ?? 0 },
    after: { taken, n: n ?? hosts[k]?.first ?? 0 },
  }));
  const differences = await differencesOf(ask, pairs);
  const found = shown.map((kind, k): Outlier => {
    const at = hosts[k];
    return {
      ...(differences[k] as UnitDifference),
      group: kind.group,
      hosts: kind.hosts,
      of: kind.of,
      usual: kind.usual,
      example: at?.example ?? '',
      against: at?.against ?? '',
      names: at?.names ?? [],
    };
  });
  return {
    taken,
    hosts: all.length,
    total: kinds.length,
    outliers: [...found].sort((a, b) => Number(b.own) - Number(a.own)),
    varied,
  };
}

interface HostsOfKind {
  readonly names: readonly string[];
  readonly first: number;
  readonly example: string;
  readonly other: number;
  readonly against: string;
}

interface HostRow {
  readonly n: number;
  readonly host: string;
  readonly group: string;
  readonly units_digest: string;
}

/** The hosts of each kind: those whose units are alike to one of its representatives; of an absence, those of no other kind. */
function hostsOf(
  all: readonly HostRow[],
  kinds: readonly Kind[],
  lacking: ReadonlyMap<string, ReadonlySet<string>>,
): readonly HostsOfKind[] {
  const byN = new Map(all.map((host) => [host.n, host]));
  return kinds.map((kind) => {
    const alike = new Set((kind.reps ?? []).map((n) => byN.get(n)?.units_digest));
    const having = kind.n === null ? lacking.get(`${kind.group} ${kind.unit}`) : undefined;
    const own = all.filter(
      ({ group, units_digest }) =>
        group === kind.group && (having === undefined ? alike.has(units_digest) : !having.has(units_digest)),
    );
    const others = new Set(own.map(({ n }) => n));
    const base =
      kind.base === null ? all.find(({ n, group }) => group === kind.group && !others.has(n)) : byN.get(kind.base);
    return {
      names: own.slice(0, NAMES).map(({ host }) => host),
      first: own[0]?.n ?? 0,
      example: own[0]?.host ?? '',
      other: base?.n ?? 0,
      against: base?.host ?? '',
    };
  });
}

/** Of each unit that some lack: the digests of hosts that have it. */
async function lackingOf(
  ask: Ask,
  taken: string,
  kinds: readonly Kind[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const units = [...new Set(kinds.filter(({ n }) => n === null).map(({ unit }) => unit))];
  if (units.length === 0) return new Map();
  const rows = await ask<{ readonly group: string; readonly unit: string; readonly digests: readonly string[] }>(
    `WITH reps AS (SELECT "group", units_digest, min(n) AS n FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL)
     SELECT r."group", u.unit, list(r.units_digest) AS digests FROM reps r JOIN units u ON u.n = r.n
     WHERE u.taken = ? AND u.unit IN (${marks(units)}) GROUP BY ALL`,
    [taken, taken, ...units],
  );
  return new Map(rows.map(({ group, unit, digests }) => [`${group} ${unit}`, new Set(digests)]));
}

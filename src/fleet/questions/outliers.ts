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
WITH reps AS (
  SELECT "group", units_digest, min(n) AS n, count(*)::INT AS w FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL),
sizes AS (SELECT "group", sum(w)::INT AS size FROM reps GROUP BY ALL),
rows AS (
  SELECT r."group", r.w, r.n, u.unit, u.state_digest AS state, u.edges_digest AS edges, u.settings_digest AS settings,
    (u.fragment IS NULL AND u.dropins IS NULL) AS named,
    hash(u.load, u.enabled, u.fragment, u.dropins, u.aliases, u.effective, CASE WHEN u.init <> 'systemd' THEN u.files_digest END) AS own
  FROM reps r JOIN units u ON u.n = r.n WHERE u.taken = ? AND u.type <> 'device'),
kinds AS (
  SELECT "group", unit, state, sum(w)::INT AS hosts, min(n) AS n, list(n) AS reps,
    any_value(hash(edges, settings, own)) AS own, bool_and(named) AS named FROM rows GROUP BY "group", unit, state),
absent AS (
  SELECT k."group", k.unit, NULL AS state, (s.size - sum(k.hosts))::INT AS hosts, NULL::INT AS n, NULL AS reps, NULL AS own, true AS named
  FROM kinds k JOIN sizes s USING ("group") GROUP BY k."group", k.unit, s.size HAVING s.size > sum(k.hosts)),
every AS (FROM kinds UNION ALL FROM absent),
against AS (
  SELECT e."group", e.unit, e.hosts AS most, e.n AS base, e.own AS base_own, e.named AS base_named FROM every e JOIN sizes z USING ("group")
  WHERE e.hosts * 2 > z.size)
SELECT e."group", e.unit, e.hosts, e.n, e.reps, a.base, a.most AS usual, z.size AS "of",
  (e.own IS DISTINCT FROM a.base_own AND NOT (e.named AND a.base_named)) AS own
FROM every e JOIN against a ON a."group" = e."group" AND a.unit = e.unit AND e.n IS DISTINCT FROM a.base
JOIN sizes z ON z."group" = e."group"
ORDER BY own DESC, e.hosts, e.unit, e."group", e.n`;

const VARIED = `
WITH reps AS (
  SELECT "group", units_digest, min(n) AS n, count(*)::INT AS w FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL),
sizes AS (SELECT "group", sum(w)::INT AS size FROM reps GROUP BY ALL),
kinds AS (
  SELECT r."group", u.unit, u.state_digest, sum(r.w)::INT AS hosts FROM reps r JOIN units u ON u.n = r.n
  WHERE u.taken = ? AND u.type <> 'device' GROUP BY ALL)
SELECT k."group", k.unit, count(*)::INT AS kinds FROM kinds k JOIN sizes s USING ("group") GROUP BY k."group", k.unit, s.size
HAVING max(hosts) * 2 <= s.size AND (s.size - sum(hosts)) * 2 <= s.size AND s.size > 1 ORDER BY kinds DESC, unit LIMIT 20`;

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
}

const NAMES = 10;

export async function outliers(ask: Ask, taken: string, limit: number): Promise<Outliers> {
  const kinds = await ask<Kind>(KINDS, [taken, taken]);
  const varied = await ask<Outliers['varied'][number]>(VARIED, [taken, taken]);
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

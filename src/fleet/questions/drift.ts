/** What became of hosts between two snapshots. */
import type { Ask } from '../ask.ts';
import { differencesOf, type UnitDifference } from './differences.ts';

/** One change of a unit, and the hosts that have made it. */
export interface Change extends UnitDifference {
  readonly hosts: number;
  /** Files and lines are of this host. */
  readonly example: string;
  readonly names: readonly string[];
}

export interface Drift {
  readonly from: string;
  readonly to: string;
  /** Hosts that are read in both. */
  readonly hosts: number;
  /** Of those: the same units in the same order. */
  readonly same: number;
  readonly otherSet: number;
  readonly otherOrder: number;
  readonly appeared: readonly string[];
  readonly gone: readonly string[];
  readonly total: number;
  /** The most common first; what differs by itself before what follows. */
  readonly changes: readonly Change[];
}

/** By what a host is called. A name that several have says nothing of any. */
const BOTH = `
one AS (SELECT host, any_value(n) AS n, any_value(set_digest) AS s, any_value(order_digest) AS o, any_value(units_digest) AS u
  FROM hosts WHERE taken = ? AND status = 'read' GROUP BY host HAVING count(*) = 1),
two AS (SELECT host, any_value(n) AS n, any_value(set_digest) AS s, any_value(order_digest) AS o, any_value(units_digest) AS u
  FROM hosts WHERE taken = ? AND status = 'read' GROUP BY host HAVING count(*) = 1)`;

const COUNTS = `WITH ${BOTH}
SELECT count(*)::INT AS hosts, count(*) FILTER (one.s = two.s AND one.o = two.o)::INT AS same,
  count(*) FILTER (one.s <> two.s)::INT AS "otherSet", count(*) FILTER (one.s = two.s AND one.o <> two.o)::INT AS "otherOrder"
FROM one JOIN two USING (host)`;

/** One host of each pair of kinds stands for all. */
const CHANGES = `WITH ${BOTH},
pairs AS (SELECT one.u AS was, two.u AS "is", min(one.n) AS n1, arg_min(two.n, one.n) AS n2, count(*)::INT AS w,
    list(one.host ORDER BY one.n)[1:10] AS names FROM one JOIN two USING (host) WHERE one.u <> two.u GROUP BY ALL),
before AS (SELECT p.n1, p.n2, u.unit, u.state_digest AS d FROM pairs p JOIN units u ON u.n = p.n1 WHERE u.taken = ? AND u.type <> 'device'),
later AS (SELECT p.n1, p.n2, u.unit, u.state_digest AS d FROM pairs p JOIN units u ON u.n = p.n2 WHERE u.taken = ? AND u.type <> 'device'),
moved AS (SELECT n1, n2, unit, b.d AS was, l.d AS "is" FROM before b FULL JOIN later l USING (n1, n2, unit) WHERE b.d IS DISTINCT FROM l.d)
SELECT m.unit, sum(p.w)::INT AS hosts, arg_min(p.n1, p.n1) AS n1, arg_min(p.n2, p.n1) AS n2, arg_min(p.names, p.n1) AS names
FROM moved m JOIN pairs p USING (n1, n2) GROUP BY m.unit, m.was, m."is" ORDER BY hosts DESC, m.unit`;

const ONLY = `SELECT host FROM hosts WHERE taken = ? AND host NOT IN (SELECT host FROM hosts WHERE taken = ?) ORDER BY n LIMIT 100`;

interface Moved {
  readonly unit: string;
  readonly hosts: number;
  readonly n1: number;
  readonly n2: number;
  readonly names: readonly string[];
}

export async function drift(ask: Ask, from: string, to: string, limit: number): Promise<Drift> {
  const [counts] = await ask<Pick<Drift, 'hosts' | 'same' | 'otherSet' | 'otherOrder'>>(COUNTS, [from, to]);
  const moved = await ask<Moved>(CHANGES, [from, to, from, to]);
  const shown = moved.slice(0, limit);
  const differences = await differencesOf(
    ask,
    shown.map(({ unit, n1, n2 }) => ({ unit, before: { taken: from, n: n1 }, after: { taken: to, n: n2 } })),
  );
  const changes = shown.map(
    ({ hosts, names }, k): Change => ({ ...(differences[k] as UnitDifference), hosts, names, example: names[0] ?? '' }),
  );
  const only = async (these: string, those: string): Promise<readonly string[]> =>
    (await ask<{ readonly host: string }>(ONLY, [these, those])).map(({ host }) => host);
  return {
    from,
    to,
    ...(counts ?? { hosts: 0, same: 0, otherSet: 0, otherOrder: 0 }),
    appeared: await only(to, from),
    gone: await only(from, to),
    total: moved.length,
    changes: [...changes].sort((a, b) => Number(b.own) - Number(a.own)),
  };
}

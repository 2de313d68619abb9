/** Which boots there are in each group of hosts, and how many hosts have each. */
import type { Ask } from '../ask.ts';
import { grouped, hostsOfAll } from './rows.ts';

/** Hosts that start the same units in the same order. */
export interface BootKind {
  readonly hosts: number;
  /** One of them: the first of the list. */
  readonly n: number;
  readonly example: string;
  readonly started: number;
  readonly target: string;
  /** Hosts of these whose boot meets an ordering cycle; that cannot boot at all. */
  readonly cycles: number;
  readonly failed: number;
  /** Units that it starts more and fewer than the group's most common boot; of that itself, none. */
  readonly more: number;
  readonly fewer: number;
}

export interface HostGroup {
  readonly group: string;
  readonly hosts: number;
  /** The most common first. */
  readonly boots: readonly BootKind[];
}

export interface Groups {
  readonly taken: string;
  readonly hosts: number;
  readonly groups: readonly HostGroup[];
  readonly unread: readonly { readonly status: string; readonly hosts: number; readonly example: string }[];
}

/** Which units each kind of boot starts, held against its group's most common: one host for all that start the same units. */
const KINDS = `
WITH kinds AS MATERIALIZED (
  SELECT "group", set_digest, order_digest, count(*)::INT AS hosts, min(n) AS n, arg_min(host, n) AS example,
    arg_min(started, n) AS started, arg_min(target, n) AS target,
    count(*) FILTER (cycles > 0)::INT AS cycles, count(*) FILTER (failed IS NOT NULL)::INT AS failed
  FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL),
ranked AS MATERIALIZED (
  SELECT *, first_value(set_digest) OVER (PARTITION BY "group" ORDER BY hosts DESC, n) AS base FROM kinds),
reps AS MATERIALIZED (SELECT set_digest, min(n) AS n FROM kinds GROUP BY set_digest),
sets AS MATERIALIZED (
  SELECT r.set_digest, u.unit FROM reps r JOIN units u ON u.n = r.n WHERE u.taken = ? AND u.started <> 'never' AND u.type <> 'device'),
sizes AS (SELECT set_digest, count(*)::INT AS size FROM sets GROUP BY ALL),
pairs AS (SELECT DISTINCT set_digest, base FROM ranked WHERE set_digest <> base),
common AS (
  SELECT p.set_digest, p.base, count(*)::INT AS both FROM pairs p
  JOIN sets s ON s.set_digest = p.set_digest JOIN sets b ON b.set_digest = p.base AND b.unit = s.unit GROUP BY ALL)
SELECT r."group", r.hosts, r.n, r.example, r.started, r.target, r.cycles, r.failed,
  CASE WHEN r.set_digest = r.base THEN 0 ELSE coalesce(s.size, 0) - coalesce(c.both, 0) END AS more,
  CASE WHEN r.set_digest = r.base THEN 0 ELSE coalesce(b.size, 0) - coalesce(c.both, 0) END AS fewer
FROM ranked r LEFT JOIN sizes s ON s.set_digest = r.set_digest LEFT JOIN sizes b ON b.set_digest = r.base
LEFT JOIN common c ON c.set_digest = r.set_digest AND c.base = r.base
ORDER BY r."group", r.hosts DESC, r.n`;

const UNREAD = `
SELECT status, count(*)::INT AS hosts, arg_min(host, n) AS example FROM hosts
WHERE taken = ? AND status <> 'read' GROUP BY status ORDER BY hosts DESC, status`;

export async function groups(ask: Ask, taken: string): Promise<Groups> {
  const kinds = await ask<BootKind & { readonly group: string }>(KINDS, [taken, taken]);
  const unread = await ask<Groups['unread'][number]>(UNREAD, [taken]);
  const found = [...grouped(kinds, ({ group }) => group)].map(([group, own]) => ({
    group,
    hosts: hostsOfAll(own),
    boots: own.map(({ group: _, ...boot }) => boot),
  }));
  return { taken, hosts: hostsOfAll(found), groups: found.sort((a, b) => b.hosts - a.hosts), unread };
}

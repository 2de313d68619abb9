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

/** The same rows as those of `reps`: which units each kind of boot starts, held against the group's most common. */
const KINDS = `
WITH kinds AS (
  SELECT "group", set_digest, order_digest, count(*)::INT AS hosts, min(n) AS n, arg_min(host, n) AS example,
    arg_min(started, n) AS started, arg_min(target, n) AS target,
    count(*) FILTER (cycles > 0)::INT AS cycles, count(*) FILTER (failed IS NOT NULL)::INT AS failed
  FROM hosts WHERE taken = ? AND status = 'read' GROUP BY ALL),
ranked AS (
  SELECT *, first_value(n) OVER (PARTITION BY "group" ORDER BY hosts DESC, n) AS base FROM kinds),
sets AS (
  SELECT n, unit FROM units WHERE taken = ? AND started <> 'never' AND type <> 'device' AND n IN (SELECT n FROM kinds)),
sizes AS (SELECT n, count(*)::INT AS size FROM sets GROUP BY n),
common AS (
  SELECT r.n, count(*)::INT AS both FROM ranked r JOIN sets s ON s.n = r.n JOIN sets b ON b.n = r.base AND b.unit = s.unit GROUP BY r.n)
SELECT r."group", r.hosts, r.n, r.example, r.started, r.target, r.cycles, r.failed,
  coalesce(s.size, 0) - coalesce(c.both, 0) AS more, coalesce(b.size, 0) - coalesce(c.both, 0) AS fewer
FROM ranked r LEFT JOIN sizes s ON s.n = r.n LEFT JOIN sizes b ON b.n = r.base LEFT JOIN common c ON c.n = r.n
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

/** On which hosts a unit starts after another: what `why --after` says of each, by one host for all that boot alike. */
import { orderPath } from '../../engine/why.ts';
import type { BootEdge, BootGraph, Declaration, InitSystem } from '../../graph/model.ts';
import type { Ask } from '../ask.ts';
import type { Row } from '../tables.ts';
import { HAS_NAME, unitKnownAs } from './names.ts';

/**
 * `holds`: both start at every boot, and the one waits for the other. `reverse`: the other way round. `circle`: both orders are in the files.
 * `unordered`: nothing orders them. `not-started`, `by-chance`: one of the two is not started, or not at every boot. `missing`: the host has no such unit.
 */
export type OrderVerdict = 'holds' | 'reverse' | 'circle' | 'unordered' | 'not-started' | 'by-chance' | 'missing';

export interface OrderKind {
  readonly verdict: OrderVerdict;
  readonly group: string;
  /** As this kind of host calls the two. */
  readonly unit: string | null;
  readonly other: string | null;
  readonly hosts: number;
  readonly example: string;
  readonly names: readonly string[];
  /** From the one that waits to the other, as on the example; of the reverse order where that is the verdict. */
  readonly path: readonly BootEdge[];
}

export interface FleetOrder {
  readonly taken: string;
  readonly unit: string;
  readonly other: string;
  readonly hosts: number;
  readonly kinds: readonly OrderKind[];
}

interface Kind {
  readonly group: string;
  readonly init: InitSystem;
  readonly unit: string | null;
  readonly other: string | null;
  readonly unit_started: string | null;
  readonly other_started: string | null;
  readonly unit_tangled: boolean | null;
  readonly other_tangled: boolean | null;
  readonly hosts: number;
  readonly n: number;
  readonly example: string;
  readonly names: readonly string[];
  readonly boot_digest: string;
}

/** Who boots alike (the same set in the same order) answers alike; devices, which those digests leave out, by the whole graph. */
const KINDS = (device: boolean): string => `
WITH one AS (SELECT n, min(unit) AS unit, arg_min(started, unit) AS started, arg_min(tangled, unit) AS tangled
  FROM units WHERE taken = ? AND ${HAS_NAME} GROUP BY n),
two AS (SELECT n, min(unit) AS unit, arg_min(started, unit) AS started, arg_min(tangled, unit) AS tangled
  FROM units WHERE taken = ? AND ${HAS_NAME} GROUP BY n)
SELECT h."group", h.init, one.unit, two.unit AS other, one.started AS unit_started, two.started AS other_started,
  one.tangled AS unit_tangled, two.tangled AS other_tangled, count(*)::INT AS hosts, min(h.n) AS n, arg_min(h.host, h.n) AS example,
  list(h.host ORDER BY h.n)[1:10] AS names, arg_min(h.boot_digest, h.n) AS boot_digest
FROM hosts h LEFT JOIN one ON one.n = h.n LEFT JOIN two ON two.n = h.n
WHERE h.taken = ? AND h.status = 'read'
GROUP BY h."group", h.init, one.unit, two.unit, one.started, two.started, one.tangled, two.tangled,
  h.set_digest, h.order_digest${device ? ', h.boot_digest' : ''}
ORDER BY min(h.n)`;

/** Who is reached from whom, of each kind at once. `e.file`: a graph that several parts tell is read from one. */
const REACHED = `
WITH RECURSIVE wanted AS (SELECT unnest(?::INT[]) AS n, unnest(?::VARCHAR[]) AS src, unnest(?::VARCHAR[]) AS goal),
boots AS (SELECT w.n, w.src, w.goal, h.boot_digest, h.init, h.part FROM wanted w JOIN hosts h ON h.n = w.n WHERE h.taken = ?),
firsts AS (SELECT boot_digest, min(part) AS part FROM boots GROUP BY boot_digest),
after AS (
  SELECT e.boot_digest, e.src, e.dst, bool_or(e.origin <> 'lsb-header') AS heeded
  FROM edges e JOIN firsts f ON f.boot_digest = e.boot_digest AND f.part = e.part WHERE e.type = 'After' GROUP BY ALL),
taking AS (SELECT n, unit FROM units WHERE taken = ? AND n IN (SELECT n FROM boots) AND (started <> 'never' OR tangled)),
steps AS (
  SELECT DISTINCT b.n, a.src, a.dst FROM boots b JOIN after a ON a.boot_digest = b.boot_digest LEFT JOIN taking t ON t.n = b.n AND t.unit = a.dst
  WHERE (b.init <> 'upstart' OR a.heeded) AND (t.unit IS NOT NULL OR a.dst = b.goal)),
reach(n, unit) AS (SELECT n, src FROM boots UNION SELECT r.n, s.dst FROM reach r JOIN steps s ON s.n = r.n AND s.src = r.unit)
SELECT b.n, b.src FROM boots b WHERE EXISTS (SELECT 1 FROM reach r WHERE r.n = b.n AND r.unit = b.goal) AND b.src <> b.goal`;

export async function fleetOrder(ask: Ask, taken: string, typed: readonly [string, string]): Promise<FleetOrder> {
  const unit = await unitKnownAs(ask, taken, typed[0]);
  const other = await unitKnownAs(ask, taken, typed[1]);
  const device = [unit, other].some((name) => name.endsWith('.device'));
  const kinds = await ask<Kind>(KINDS(device), [taken, unit, unit, unit, taken, other, other, other, taken]);
  const both = kinds.filter((kind) => kind.unit !== null && kind.other !== null);
  const forward = await reached(ask, taken, both, (kind) => [kind.unit, kind.other]);
  const back = await reached(ask, taken, both, (kind) => [kind.other, kind.unit]);
  const told = merged(kinds.map((kind) => ({ kind, verdict: verdictOf(kind, forward.has(kind.n), back.has(kind.n)) })));
  const proven: OrderKind[] = [];
  for (const { kind, verdict } of told) {
    const { group, hosts, example, names } = kind;
    proven.push({
      verdict,
      group,
      unit: kind.unit,
      other: kind.other,
      hosts,
      example,
      names,
      path: await pathOf(ask, taken, kind, verdict),
    });
  }
  return { taken, unit, other, hosts: kinds.reduce((sum, { hosts }) => sum + hosts, 0), kinds: proven };
}

/** Of each kind whether the second of the two is reached from the first, by its host. */
async function reached(
  ask: Ask,
  taken: string,
  kinds: readonly Kind[],
  ends: (kind: Kind) => readonly [string | null, string | null],
): Promise<ReadonlySet<number>> {
  if (kinds.length === 0) return new Set();
  const list = (cells: readonly (string | number | null)[]): string => JSON.stringify(cells);
  const rows = await ask<{ readonly n: number }>(
    REACHED.replace('?::INT[]', 'from_json(?, \'["INTEGER"]\')')
      .replace('?::VARCHAR[]', 'from_json(?, \'["VARCHAR"]\')')
      .replace('?::VARCHAR[]', 'from_json(?, \'["VARCHAR"]\')'),
    [
      list(kinds.map(({ n }) => n)),
      list(kinds.map((kind) => ends(kind)[0])),
      list(kinds.map((kind) => ends(kind)[1])),
      taken,
      taken,
    ],
  );
  return new Set(rows.map(({ n }) => n));
}

/** As why-order.ts decides. */
function verdictOf(kind: Kind, forward: boolean, back: boolean): OrderVerdict {
  const started = [kind.unit_started, kind.other_started];
  if (kind.unit === null || kind.other === null) return 'missing';
  if (forward && back && kind.unit_tangled === true && kind.other_tangled === true) return 'circle';
  if (started.includes('never')) return 'not-started';
  if (started.includes('sometimes')) return 'by-chance';
  return forward ? 'holds' : back ? 'reverse' : 'unordered';
}

interface Told {
  readonly kind: Kind;
  readonly verdict: OrderVerdict;
}

const NAMES = 10;

/** Those of one verdict, group and names together: the first host of them all is the example. */
function merged(told: readonly Told[]): readonly Told[] {
  const found = new Map<string, Told>();
  for (const one of told) {
    const key = JSON.stringify([one.verdict, one.kind.group, one.kind.unit, one.kind.other]);
    const before = found.get(key);
    if (before === undefined) {
      found.set(key, one);
      continue;
    }
    const first = before.kind.n < one.kind.n ? before.kind : one.kind;
    const names = [...before.kind.names, ...one.kind.names].slice(0, NAMES);
    found.set(key, { verdict: one.verdict, kind: { ...first, hosts: before.kind.hosts + one.kind.hosts, names } });
  }
  return [...found.values()].sort((a, b) => b.kind.hosts - a.kind.hosts || a.kind.n - b.kind.n);
}

/** The proof, by the engine itself on the example's graph. */
async function pathOf(ask: Ask, taken: string, kind: Kind, verdict: OrderVerdict): Promise<readonly BootEdge[]> {
  const { unit, other } = kind;
  if (unit === null || other === null || !['holds', 'reverse', 'circle'].includes(verdict)) return [];
  const rows = await ask<Row<'edges'>>(
    `SELECT DISTINCT src, dst, type, origin, "by", how, key, written, rule, generator, file, line, source, source_line FROM edges WHERE boot_digest = ? AND type = 'After' ORDER BY src, dst, file, line`,
    [kind.boot_digest],
  );
  const taking = await ask<{ readonly unit: string }>(
    "SELECT unit FROM units WHERE taken = ? AND n = ? AND (started <> 'never' OR tangled)",
    [taken, kind.n],
  );
  const takes = new Set(taking.map((row) => row.unit));
  const graph = {
    init: { system: kind.init, version: null, evidence: [] },
    edges: edgesOf(rows),
  } as unknown as BootGraph;
  const [from, to] = verdict === 'reverse' ? [other, unit] : [unit, other];
  return orderPath(graph, from, to, (id) => takes.has(id)) ?? [];
}

/** Edges as the engine knows them, of their declarations. */
export function edgesOf(rows: readonly Row<'edges'>[]): readonly BootEdge[] {
  const found = new Map<string, BootEdge & { readonly origins: string[]; readonly declared: Declaration[] }>();
  for (const row of rows) {
    const key = `${row.src} ${row.type} ${row.dst}`;
    let edge = found.get(key);
    if (edge === undefined) {
      edge = { from: row.src, to: row.dst, type: row.type, origins: [], declared: [] } as unknown as typeof edge &
        object;
      found.set(key, edge);
    }
    if (row.origin !== null && !edge.origins.includes(row.origin as never)) edge.origins.push(row.origin as never);
    edge.declared.push(declarationOf(row));
  }
  return [...found.values()];
}

function declarationOf(row: Row<'edges'>): Declaration {
  const { by, origin, how, file, line, key, written, rule, generator, source, source_line } = row;
  return {
    by,
    origin,
    how,
    ...(file === null ? {} : { file }),
    ...(line === null ? {} : { line }),
    ...(key === null ? {} : { key }),
    ...(written === null ? {} : { as: written }),
    ...(rule === null ? {} : { rule }),
    ...(generator === null ? {} : { generator }),
    ...(source === null ? {} : { source: { file: source, ...(source_line === null ? {} : { line: source_line }) } }),
  } as Declaration;
}

/** On which hosts a unit starts after another: what `why --after` says of each, by one host for all that boot alike. */
import { orderPath } from '../../engine/why.ts';
import type { BootEdge, BootGraph, Declaration, InitSystem } from '../../graph/model.ts';
import type { Ask } from '../ask.ts';
import type { Row } from '../tables.ts';
import { REPS, unitByHost, unitKnownAs } from './names.ts';
import { hostsOfAll } from './rows.ts';

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
  readonly part: string;
}

/** Who boots alike (the same set in the same order) answers alike; devices, which those digests leave out, by the whole graph. */
function kindsSql(one: ReturnType<typeof unitByHost>, two: ReturnType<typeof unitByHost>, device: boolean): string {
  return `
WITH ${REPS}, one AS (${one.sql}), two AS (${two.sql})
SELECT h."group", h.init, one.unit, two.unit AS other, one.started AS unit_started, two.started AS other_started,
  one.tangled AS unit_tangled, two.tangled AS other_tangled, count(*)::INT AS hosts, min(h.n) AS n, arg_min(h.host, h.n) AS example,
  list(h.host ORDER BY h.n)[1:10] AS names, arg_min(h.boot_digest, h.n) AS boot_digest, arg_min(h.part, h.n) AS part
FROM hosts h LEFT JOIN one ON one.${one.on} = h.${one.on} LEFT JOIN two ON two.${two.on} = h.${two.on}
WHERE h.taken = ? AND h.status = 'read'
GROUP BY h."group", h.init, one.unit, two.unit, one.started, two.started, one.tangled, two.tangled,
  h.set_digest, h.order_digest${device ? ', h.boot_digest' : ''}
ORDER BY min(h.n)`;
}

/** Which of two is reached from the other, of each kind at once; `part`: a graph that several parts tell is read from one of them. */
const REACHED = `
WITH RECURSIVE wanted AS (
  SELECT unnest(from_json(?, '["INTEGER"]')) AS n, unnest(from_json(?, '["VARCHAR"]')) AS one, unnest(from_json(?, '["VARCHAR"]')) AS two),
boots AS (SELECT w.n, w.one, w.two, h.boot_digest, h.init, h.part FROM wanted w JOIN hosts h ON h.n = w.n WHERE h.taken = ?),
firsts AS (SELECT boot_digest, min(part) AS part, any_value(init) AS init FROM boots GROUP BY boot_digest),
after AS MATERIALIZED (
  SELECT e.boot_digest, e.src, e.dst FROM edges e JOIN firsts f ON f.boot_digest = e.boot_digest AND f.part = e.part
  WHERE e.type = 'After' AND (f.init <> 'upstart' OR e.origin <> 'lsb-header')),
taking AS MATERIALIZED (SELECT n, unit FROM units WHERE taken = ? AND n IN (SELECT n FROM boots) AND (started <> 'never' OR tangled)),
steps AS MATERIALIZED (
  SELECT b.n, a.src, a.dst FROM boots b JOIN after a ON a.boot_digest = b.boot_digest JOIN taking t ON t.n = b.n AND t.unit = a.dst),
reach(n, start, unit) AS (
  SELECT n, one, one FROM boots UNION SELECT n, two, two FROM boots
  UNION (SELECT r.n, r.start, s.dst FROM reach r JOIN steps s ON s.n = r.n AND s.src = r.unit))
SELECT b.n, bool_or(r.start = b.one AND r.unit = b.two) AS forward, bool_or(r.start = b.two AND r.unit = b.one) AS back
FROM boots b JOIN reach r ON r.n = b.n AND b.one <> b.two GROUP BY b.n`;

export async function fleetOrder(ask: Ask, taken: string, typed: readonly [string, string]): Promise<FleetOrder> {
  const [unit, other] = [await unitKnownAs(ask, taken, typed[0]), await unitKnownAs(ask, taken, typed[1])];
  const device = [unit, other].some(({ name }) => name.endsWith('.device'));
  const [one, two] = [unitByHost(unit, taken), unitByHost(other, taken)];
  const kinds = await ask<Kind>(kindsSql(one, two, device), [taken, ...one.values, ...two.values, taken]);
  const ways = await reached(ask, taken, kinds.filter(isOpen));
  const told = merged(kinds.map((kind) => ({ kind, verdict: verdictOf(kind, ways.get(kind.n)) })));
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
  return {
    taken,
    unit: unit.name,
    other: other.name,
    hosts: hostsOfAll(kinds),
    kinds: proven,
  };
}

/** Where the order decides: both are started at every boot, or lie on cycles. */
function isOpen(kind: Kind): boolean {
  const takes = (started: string | null, tangled: boolean | null): boolean => started === 'always' || tangled === true;
  return takes(kind.unit_started, kind.unit_tangled) && takes(kind.other_started, kind.other_tangled);
}

/** From the first to the second, and back. */
interface Ways {
  readonly n: number;
  readonly forward: boolean;
  readonly back: boolean;
}

async function reached(ask: Ask, taken: string, kinds: readonly Kind[]): Promise<ReadonlyMap<number, Ways>> {
  if (kinds.length === 0) return new Map();
  const list = (cell: (kind: Kind) => string | number | null): string => JSON.stringify(kinds.map(cell));
  const rows = await ask<Ways>(REACHED, [
    list(({ n }) => n),
    list(({ unit }) => unit),
    list(({ other }) => other),
    taken,
    taken,
  ]);
  return new Map(rows.map((ways) => [ways.n, ways]));
}

/** As why-order.ts decides. */
function verdictOf(kind: Kind, ways: Ways | undefined): OrderVerdict {
  const started = [kind.unit_started, kind.other_started];
  const { forward, back } = ways ?? { forward: false, back: false };
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
    `SELECT DISTINCT src, dst, type, origin, "by", how, key, written, rule, generator, file, line, source, source_line FROM edges WHERE part = ? AND boot_digest = ? AND type = 'After' ORDER BY src, dst, file, line`,
    [kind.part, kind.boot_digest],
  );
  const taking = await ask<{ readonly unit: string }>(
    "SELECT unit FROM units WHERE part = ? AND taken = ? AND n = ? AND (started <> 'never' OR tangled)",
    [kind.part, taken, kind.n],
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

/** On which hosts a unit starts after another: what `why --after` says of each, by one host for all that boot alike. */
import { orderPath } from '../../engine/why.ts';
import type { BootEdge, BootGraph, Declaration, InitSystem } from '../../graph/model.ts';
import { type Ask, marks } from '../ask.ts';
import type { Row } from '../tables.ts';
import { type HostKind, type KnownUnit, type KnownUnits, type NamedUnit, unitsKnownAs } from './names.ts';
import { hostsOfAll } from './rows.ts';

/**
 * `holds`: both start at every boot, and the one waits for the other. `in-doubt`: so the lines say, but a unit in between loses its job in this
 * boot; `why --after` of the host says what that comes to. `reverse`: the other way round. `circle`: both orders are in the files.
 * `unordered`: nothing orders them. `not-started`, `by-chance`: one of the two is not started, or not at every boot. `missing`: the host has no such unit.
 */
export type OrderVerdict =
  | 'holds'
  | 'in-doubt'
  | 'reverse'
  | 'circle'
  | 'unordered'
  | 'not-started'
  | 'by-chance'
  | 'missing';

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

interface HostRow extends HostKind {
  readonly host: string;
  readonly group: string;
  readonly init: InitSystem;
  readonly boot_digest: string;
  readonly part: string;
}

/** Hosts of which one answer is right: its first host, and how many there are. */
interface Kind extends HostRow {
  readonly one: NamedUnit | undefined;
  readonly two: NamedUnit | undefined;
  readonly lost: ReadonlySet<string>;
  readonly hosts: number;
  readonly names: readonly string[];
}

const HOSTS = `SELECT n, host, "group", init, units_digest, order_digest, boot_digest, part FROM hosts
WHERE taken = ? AND status = 'read' ORDER BY n`;

/**
 * What the two wait for decides. Devices are not told there: of one, the whole graph; and so is it where an order may come to nothing on the way.
 */
function kindsOf(hosts: readonly HostRow[], { units, lostOn }: KnownUnits): readonly Kind[] {
  const [first, second] = units;
  const device = units.some(({ name }) => name.endsWith('.device'));
  const found = new Map<string, Kind & { readonly names: string[]; hosts: number }>();
  for (const host of hosts) {
    const [one, two, lost] = [first?.on(host), second?.on(host), lostOn(host)];
    const whole = device || lost.size > 0 ? [host.boot_digest, host.order_digest] : [];
    const about = (named: NamedUnit | undefined): readonly unknown[] =>
      named === undefined
        ? []
        : [
            named.unit,
            named.started,
            named.tangled,
            named.waits_digest ?? (named.started === 'never' ? '' : host.order_digest),
          ];
    const key = JSON.stringify([host.group, host.init, about(one), about(two), whole]);
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...host, one, two, lost, hosts: 1, names: [host.host] });
    else {
      known.hosts++;
      if (known.names.length < NAMES) known.names.push(host.host);
    }
  }
  return [...found.values()];
}

/**
 * Which of two is reached from the other, of each kind at once; `part`: a graph that several parts tell is read from one of them. Parts and graphs
 * are named: others are not read.
 */
const REACHED = (parts: readonly string[], boots: readonly string[], hosts: readonly number[]): string => `
WITH RECURSIVE wanted AS (
  SELECT unnest(from_json(?, '["INTEGER"]')) AS n, unnest(from_json(?, '["VARCHAR"]')) AS one, unnest(from_json(?, '["VARCHAR"]')) AS two),
boots AS (SELECT w.n, w.one, w.two, h.boot_digest, h.init, h.part FROM wanted w JOIN hosts h ON h.n = w.n WHERE h.taken = ?),
firsts AS (SELECT boot_digest, min(part) AS part, any_value(init) AS init FROM boots GROUP BY boot_digest),
after AS MATERIALIZED (
  SELECT e.boot_digest, e.src, e.dst FROM edges e JOIN firsts f ON f.boot_digest = e.boot_digest AND f.part = e.part
  WHERE e.part IN (${marks(parts)}) AND e.boot_digest IN (${marks(boots)}) AND e.type = 'After' AND (f.init <> 'upstart' OR e.origin <> 'lsb-header')),
taking AS MATERIALIZED (
  SELECT n, unit FROM units WHERE taken = ? AND part IN (${marks(parts)}) AND n IN (${marks(hosts)}) AND (started <> 'never' OR tangled)),
steps AS MATERIALIZED (
  SELECT b.n, a.src, a.dst FROM boots b JOIN after a ON a.boot_digest = b.boot_digest JOIN taking t ON t.n = b.n AND t.unit = a.dst),
reach(n, start, unit) AS (
  SELECT n, one, one FROM boots UNION SELECT n, two, two FROM boots
  UNION (SELECT r.n, r.start, s.dst FROM reach r JOIN steps s ON s.n = r.n AND s.src = r.unit))
SELECT b.n, bool_or(r.start = b.one AND r.unit = b.two) AS forward, bool_or(r.start = b.two AND r.unit = b.one) AS back
FROM boots b JOIN reach r ON r.n = b.n AND b.one <> b.two GROUP BY b.n`;

export async function fleetOrder(ask: Ask, taken: string, typed: readonly [string, string]): Promise<FleetOrder> {
  const known = await unitsKnownAs(ask, taken, typed);
  const [unit, other] = known.units as readonly [KnownUnit, KnownUnit];
  const kinds = kindsOf(await ask<HostRow>(HOSTS, [taken]), known);
  const ways = await reached(ask, taken, kinds.filter(isOpen));
  const told: Told[] = [];
  for (const kind of kinds) told.push({ kind, verdict: await sureVerdict(ask, taken, kind, ways.get(kind.n)) });
  const proven: OrderKind[] = [];
  for (const { kind, verdict } of merged(told)) {
    const { group, hosts, host, names, one, two } = kind;
    const path = await pathOf(ask, taken, kind, verdict);
    proven.push({
      verdict,
      group,
      unit: one?.unit ?? null,
      other: two?.unit ?? null,
      hosts,
      example: host,
      names,
      path,
    });
  }
  return { taken, unit: unit.name, other: other.name, hosts: hostsOfAll(kinds), kinds: proven };
}

/** Where the order decides: both are started at every boot, or lie on cycles. */
function isOpen({ one, two }: Kind): boolean {
  const takes = (named: NamedUnit | undefined): boolean => named?.started === 'always' || named?.tangled === true;
  return takes(one) && takes(two);
}

/** As whyOrder (answers/why-order.ts) has it: what lies between the two must keep its job. */
async function sureVerdict(ask: Ask, taken: string, kind: Kind, ways: Ways | undefined): Promise<OrderVerdict> {
  const verdict = verdictOf(kind, ways);
  if (verdict !== 'holds' || kind.lost.size === 0) return verdict;
  const between = (await pathOf(ask, taken, kind, verdict)).slice(0, -1);
  return between.some(({ to }) => kind.lost.has(to)) ? 'in-doubt' : 'holds';
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
  const parts = [...new Set(kinds.map(({ part }) => part))];
  const boots = [...new Set(kinds.map(({ boot_digest }) => boot_digest))];
  const hosts = kinds.map(({ n }) => n);
  const rows = await ask<Ways>(REACHED(parts, boots, hosts), [
    list(({ n }) => n),
    list(({ one }) => one?.unit ?? null),
    list(({ two }) => two?.unit ?? null),
    taken,
    ...parts,
    ...boots,
    taken,
    ...parts,
    ...hosts,
  ]);
  return new Map(rows.map((ways) => [ways.n, ways]));
}

/** As why-order.ts decides. */
function verdictOf({ one, two }: Kind, ways: Ways | undefined): OrderVerdict {
  const { forward, back } = ways ?? { forward: false, back: false };
  if (one === undefined || two === undefined) return 'missing';
  const started = [one.started, two.started];
  if (forward && back && one.tangled === true && two.tangled === true) return 'circle';
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
    const key = JSON.stringify([one.verdict, one.kind.group, one.kind.one?.unit ?? null, one.kind.two?.unit ?? null]);
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
  const [unit, other] = [kind.one?.unit, kind.two?.unit];
  if (unit === undefined || other === undefined) return [];
  if (!['holds', 'in-doubt', 'reverse', 'circle'].includes(verdict)) return [];
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

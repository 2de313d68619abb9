/** What one root adds to the tables. The same files give the same rows, on any machine and at any time. */
import { unitFilesOf } from '../answers/unit-files.ts';
import { audit } from '../audit/audit.ts';
import { type Boot, bootOf } from '../boot/boot.ts';
import { losesItsJob } from '../engine/failure/impact.ts';
import type { OpenedRoot } from '../open.ts';
import { cycleRows } from './cycle-rows.ts';
import { digestOf } from './digest.ts';
import { edgeRows } from './edge-rows.ts';
import { findingRows } from './finding-rows.ts';
import { groupOf, type HostFrom, hostName } from './host-name.ts';
import { type Mask, maskFor } from './mask.ts';
import { type OrderDigests, orderDigests } from './order-digest.ts';
import { settingRows } from './setting-rows.ts';
import {
  type Cell,
  type Cells,
  type Columns,
  columnsFrom,
  columnsOf,
  type Row,
  TABLE_NAMES,
  TABLES,
  type TableName,
} from './tables.ts';
import { unitRows } from './unit-rows.ts';

export interface FactsOptions {
  readonly hostFrom: HostFrom;
  /** A regular expression for the group's name in the host's. */
  readonly group: string | null;
  /** Without them no message, no path of a root and no value of a setting is kept. */
  readonly messages: boolean;
  readonly audit: boolean;
  readonly tool: string;
}

/** A root to be asked: its place in the list, from 1, and what the list says. */
export interface ListedRoot {
  readonly n: number;
  readonly root: string;
}

/** Rows of every table. Of `edges` and `settings`, only what was not told before (`known`). */
export type Facts = Readonly<Record<TableName, Columns>>;

/** Digests whose rows have been told already: rows that many hosts share are told once. */
export type Known = Set<string>;

export function factsOf(listed: ListedRoot, opened: OpenedRoot, options: FactsOptions, known: Known): Facts {
  const boot = bootOf(opened);
  const { graph, host: machine } = opened;
  const mask = maskFor(graph, machine.machineId === undefined ? [] : [machine.machineId]);
  const pattern = options.group === null ? undefined : new RegExp(options.group);
  const host = hostName(listed.root, options.hostFrom, opened);
  const of = { n: listed.n, host };
  const edges = edgeRows(graph, mask);
  const settings = settingRows(opened, mask, options.messages);
  const files = unitFilesOf(opened, (name) => graph.names.has(name));
  const order = orderOf(boot, mask);
  const units = unitRows({ opened, boot, mask, of, files, settings, edges: edges.ofUnit, waits: order.waits });
  const findings = options.audit ? findingRows(of, audit(opened), mask, options.messages) : null;
  const cycles = cycleRows(of, opened, mask, options.audit);
  const row: Row<'hosts'> = {
    ...of,
    group: groupOf(host, pattern, opened),
    root: options.messages ? listed.root : null,
    status: 'read',
    error: null,
    init: graph.init.system,
    version: graph.init.version === null ? null : String(graph.init.version),
    target: boot.plan.target,
    units: units.unit.length,
    started: units.started.filter((started) => started === 'always').length,
    findings: findings === null ? null : findings.length,
    cycles: cycles.length,
    failed: boot.plan.failed,
    ...digests(units),
    order_digest: order.digest,
    boot_digest: edges.digest,
    tool: options.tool,
  };
  const fresh = firstTime(known);
  return {
    hosts: columnsOf('hosts', [row]),
    units: columnsFrom('units', units),
    edges: fresh(edges.digest) ? edges.columns() : columnsOf('edges', []),
    settings: settings.columns(fresh),
    findings: columnsOf('findings', findings ?? []),
    cycles: columnsOf('cycles', cycles),
  };
}

function firstTime(known: Known): (digest: string) => boolean {
  return (digest) => {
    if (known.has(digest)) return false;
    known.add(digest);
    return true;
  };
}

/** Where there is nothing but a row that says why. */
export function noFacts(
  listed: ListedRoot,
  options: FactsOptions,
  status: 'unreadable' | 'time' | 'memory' | 'bug',
  error: string,
): Facts {
  const host = hostName(listed.root, options.hostFrom);
  const empty = Object.fromEntries(TABLES.hosts.map(({ name }) => [name, null])) as Row<'hosts'>;
  const row: Row<'hosts'> = {
    ...empty,
    n: listed.n,
    host,
    group: groupOf(host, options.group === null ? undefined : new RegExp(options.group)),
    root: options.messages ? listed.root : null,
    status,
    error: options.messages ? error : null,
    tool: options.tool,
  };
  const none = Object.fromEntries(TABLE_NAMES.map((name) => [name, columnsOf(name, [])])) as Facts;
  return { ...none, hosts: columnsOf('hosts', [row]) };
}

/** What became of the root: `read`, or why not. */
export function statusOf(facts: Facts): string {
  return hostCell(facts, 'status') as string;
}

/** A cell of the host's own row. */
export function hostCell<C extends keyof Row<'hosts'>>({ hosts }: Facts, column: C): Row<'hosts'>[C] {
  return hosts[TABLES.hosts.findIndex(({ name }) => name === column)]?.[0] as Row<'hosts'>[C];
}

/** Who waits for whom, without devices, and through which units it may come to nothing. */
function orderOf({ graph, mayStart, tangled, turns }: Boot, mask: Mask): OrderDigests {
  const { digest, waits } = orderDigests(graph, mask, {
    taking: (id) => mayStart(id) || tangled.has(id),
    told: (id) => graph.nodes.get(id)?.type !== 'device',
    lost: (id) => losesItsJob(turns.get(id)) !== undefined,
  });
  return { digest: digestOf([digest, ...[...tangled].map(mask.of).sort()]), waits };
}

/** What makes two hosts the same, in one respect each. */
function digests(
  units: Cells<'units'>,
): Pick<Row<'hosts'>, 'set_digest' | 'units_digest' | 'files_digest' | 'devices_digest'> {
  const { unit, raw, type, started, state_digest, files_digest } = units;
  const every = unit.map((_, k) => k);
  const starting = every.filter((k) => started[k] !== 'never' && type[k] !== 'device');
  const cells = (rows: readonly number[], ...columns: readonly (readonly Cell[])[]): readonly Cell[] =>
    rows.flatMap((k) => columns.map((column) => column[k] ?? null));
  return {
    set_digest: digestOf(cells(starting, unit, started)),
    units_digest: digestOf(cells(every, unit, state_digest)),
    files_digest: digestOf(cells(every, unit, files_digest)),
    devices_digest: digestOf(
      every
        .filter((k) => type[k] === 'device')
        .map((k) => raw[k] ?? unit[k] ?? '')
        .sort(),
    ),
  };
}

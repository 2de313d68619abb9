/** More hosts than anybody has here: the tables of real ones several times over, a tenth of them with boots of their own. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Manifest } from '../../src/fleet/manifest.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../src/fleet/tables.ts';

/** How each table's cells come of those of a real host, in the `g`-th copy; others stay. On a later day other hosts are changed. */
const CHANGED = 'n % 10 = (g + later) % 10 AND g > 0';
const own = (digest: string): string => `CASE WHEN ${CHANGED} THEN md5(${digest} || g) ELSE ${digest} END`;
const CELLS: Readonly<Record<TableName, Readonly<Record<string, string>>>> = {
  hosts: {
    n: 'n + g * size',
    host: "host || '-' || g",
    boot_digest: own('boot_digest'),
    units_digest: own('units_digest'),
    order_digest: own('order_digest'),
  },
  units: {
    n: 'n + g * size',
    host: "host || '-' || g",
    // A few units of each of those are others.
    state_digest: `CASE WHEN ${CHANGED} AND hash(unit, n, g) % 100 = 0 THEN md5(state_digest || g) ELSE state_digest END`,
  },
  edges: {},
  settings: {},
  findings: { n: 'n + g * size', host: "host || '-' || g" },
  cycles: { n: 'n + g * size', host: "host || '-' || g" },
};

/** @param days of the new fleet, each made of the one snapshot of `from` */
export async function generateFleet(from: string, to: string, times: number, days: readonly string[]): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const [snapshot = ''] = readdirSync(from);
  const source = join(from, snapshot);
  const manifest = JSON.parse(readFileSync(join(source, 'manifest.json'), 'utf8')) as Manifest;
  for (const [later, taken] of days.entries()) {
    const folder = join(to, `taken=${taken}`);
    mkdirSync(folder, { recursive: true });
    const roots = manifest.roots * times;
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, taken, parts: times, roots }));
    for (let g = 0; g < times; g++) {
      const part = join(folder, `part-${g + 1}-of-${times}`);
      mkdirSync(part);
      for (const table of TABLE_NAMES) {
        const columns = TABLES[table].map(({ name }) => `${CELLS[table][name] ?? `"${name}"`} AS "${name}"`);
        const all = `SELECT *, ${g} AS g, ${manifest.roots} AS size, ${later} AS later FROM read_parquet('${source}/part-*/`;
        const rows = table === 'edges' ? edges(all) : `SELECT ${columns.join()} FROM (${all}${table}.parquet'))`;
        await connection.run(`COPY (${rows}) TO '${part}/${table}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 20480)`);
      }
    }
  }
  connection.closeSync();
}

/** Each graph under its own digest, and under that of each host that got another. */
function edges(all: string): string {
  const digests = `SELECT DISTINCT boot_digest AS was, ${own('boot_digest')} AS boot_digest FROM (${all}hosts.parquet')) WHERE boot_digest IS NOT NULL`;
  const columns = TABLES.edges.map(({ name }) => (name === 'boot_digest' ? 'd.boot_digest' : `e."${name}"`)).join();
  return `SELECT ${columns} FROM (SELECT DISTINCT * FROM (${all}edges.parquet'))) e JOIN (${digests}) d ON d.was = e.boot_digest ORDER BY d.boot_digest`;
}

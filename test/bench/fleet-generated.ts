/** More hosts than anybody has here: the tables of real ones several times over, a tenth of them with boots of their own. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Manifest } from '../../src/fleet/manifest.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../src/fleet/tables.ts';

/** How each table's cells come of those of a real host, in the `g`-th copy; others stay. */
const own = (digest: string): string =>
  `CASE WHEN n % 10 = g % 10 AND g > 0 THEN md5(${digest} || g) ELSE ${digest} END`;
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
    state_digest:
      'CASE WHEN n % 10 = g % 10 AND g > 0 AND hash(unit, n, g) % 100 = 0 THEN md5(state_digest || g) ELSE state_digest END',
  },
  edges: {},
  settings: {},
  findings: { n: 'n + g * size', host: "host || '-' || g" },
  cycles: { n: 'n + g * size', host: "host || '-' || g" },
};

export async function generateFleet(from: string, to: string, times: number): Promise<void> {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  for (const day of readdirSync(from)) {
    const manifest = JSON.parse(readFileSync(join(from, day, 'manifest.json'), 'utf8')) as Manifest;
    mkdirSync(join(to, day), { recursive: true });
    writeFileSync(
      join(to, day, 'manifest.json'),
      JSON.stringify({ ...manifest, parts: times, roots: manifest.roots * times }),
    );
    for (let g = 0; g < times; g++) {
      const part = join(to, day, `part-${g + 1}-of-${times}`);
      mkdirSync(part);
      for (const table of TABLE_NAMES) {
        const columns = TABLES[table].map(({ name }) => `${CELLS[table][name] ?? `"${name}"`} AS "${name}"`);
        const source = `read_parquet('${from}/${day}/part-*/${table}.parquet')`;
        const rows =
          table === 'edges'
            ? edges(source, `${from}/${day}`)
            : `SELECT ${columns.join()} FROM (SELECT *, ${g} AS g, ${manifest.roots} AS size FROM ${source})`;
        await connection.run(
          `COPY (${rows.replaceAll(':g', String(g))}) TO '${part}/${table}.parquet' (FORMAT parquet, ROW_GROUP_SIZE 20480)`,
        );
      }
    }
  }
  connection.closeSync();
}

/** Each graph under its own digest, and under that of each host that got another. */
function edges(source: string, folder: string): string {
  const digests = `SELECT DISTINCT boot_digest AS was, ${own('boot_digest')} AS boot_digest FROM (SELECT *, :g AS g FROM read_parquet('${folder}/part-*/hosts.parquet')) WHERE boot_digest IS NOT NULL`;
  const columns = TABLES.edges.map(({ name }) => (name === 'boot_digest' ? 'd.boot_digest' : `e."${name}"`)).join();
  return `SELECT ${columns} FROM (SELECT DISTINCT * FROM ${source}) e JOIN (${digests}) d ON d.was = e.boot_digest ORDER BY d.boot_digest`;
}

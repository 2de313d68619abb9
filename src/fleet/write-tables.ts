/** Tables as bytes, written as they grow: no more than some hosts' rows are in memory. The same rows give the same bytes. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { inertJson } from '../words/inert.ts';
import { type Cell, type CellType, type Columns, TABLES, type TableName } from './tables.ts';

export const FACTS_FORMATS = ['parquet', 'ndjson'] as const;
export type FactsFormat = (typeof FACTS_FORMATS)[number];

export interface TableWriter {
  add(columns: Columns): void;
  finish(): void;
}

/** Takes the next bytes of a file; they are its own afterwards. */
export type Sink = (bytes: Uint8Array) => void;

export function tableWriter(table: TableName, format: FactsFormat, sink: Sink): TableWriter {
  return gathering(table, format === 'parquet' ? parquet(table, sink) : ndjson(table, sink));
}

/** Rows of a row group: fewer make larger files and slower questions, more take more memory. */
const TOGETHER = 20_000;

function gathering(table: TableName, inner: TableWriter): TableWriter {
  let held: Cell[][] = TABLES[table].map(() => []);
  const flush = (): void => {
    if (held[0]?.length) inner.add(held);
    held = TABLES[table].map(() => []);
  };
  return {
    add(columns) {
      columns.forEach((cells, k) => {
        for (const cell of cells) held[k]?.push(cell);
      });
      if ((held[0]?.length ?? 0) >= TOGETHER) flush();
    },
    finish() {
      flush();
      inner.finish();
    },
  };
}

const PARQUET = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'INT32' },
  flag: { type: 'BOOLEAN' },
} as const satisfies Readonly<Record<CellType, object>>;

function parquet(table: TableName, sink: Sink): TableWriter {
  const columns = TABLES[table];
  const bytes = new ByteWriter();
  const hand = (): void => {
    sink(new Uint8Array(bytes.buffer.slice(0, bytes.index)));
    bytes.index = 0;
  };
  const writer = new ParquetWriter({
    writer: Object.assign(bytes, { flush: hand }),
    schema: [
      { name: 'root', num_children: columns.length },
      ...columns.map(({ name, type }) => ({ name, repetition_type: 'OPTIONAL' as const, ...PARQUET[type] })),
    ],
    createdBy: 'bootscope',
  });
  return {
    add(rows) {
      const columnData = columns.map(({ name }, k) => ({ name, data: [...(rows[k] ?? [])] }));
      writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER });
    },
    finish() {
      writer.finish();
      hand();
    },
  };
}

function ndjson(table: TableName, sink: Sink): TableWriter {
  const names = TABLES[table].map(({ name }) => name);
  return {
    add(columns) {
      const lines = (columns[0] ?? []).map((_, row) =>
        inertJson(JSON.stringify(Object.fromEntries(names.map((name, k) => [name, columns[k]?.[row] ?? null])))),
      );
      sink(Buffer.from(`${lines.join('\n')}\n`));
    },
    finish() {},
  };
}

/** Dependencies as rows: one for each declaration, for an edge may be made twice. */
import type { BootGraph } from '../graph/model.ts';
import { digestOf } from './digest.ts';
import type { Mask } from './mask.ts';
import type { Row } from './tables.ts';

export type EdgeRow = Omit<Row<'edges'>, 'boot_digest'>;

/** In an order of their own: the graph's is by the names that this host has. */
export function edgeRows(graph: BootGraph, mask: Mask): readonly EdgeRow[] {
  const names = new Map<string, string>();
  const masked = (text: string): string => {
    let name = names.get(text);
    if (name === undefined) {
      name = mask.of(text);
      names.set(text, name);
    }
    return name;
  };
  const rows = graph.edges.flatMap(({ from, to, type, declared }) =>
    declared.map((d) => ({
      src: masked(from),
      dst: masked(to),
      type,
      origin: d.origin,
      by: masked(d.by),
      how: d.how,
      key: d.key ?? null,
      written: d.as === undefined ? null : masked(d.as),
      rule: d.rule ?? null,
      generator: d.generator ?? null,
      file: d.file === undefined ? null : masked(d.file),
      line: d.line ?? null,
      source: d.source?.file ?? null,
      source_line: d.source?.line ?? null,
    })),
  );
  const keyed = rows.map((row) => ({ row, key: Object.values(row).join('\0') }));
  return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ row }) => row);
}

export function bootDigest(rows: readonly EdgeRow[]): string {
  return digestOf(rows.flatMap((row) => Object.values(row)));
}

/** By the unit that declares them: what its lines and links make, wherever they stand. What is built in follows from other things. */
export function edgesOfUnits(rows: readonly EdgeRow[]): (unit: string) => string | null {
  const written = new Map<string, string[]>();
  for (const { src, dst, type, origin, by, how, key, file } of rows) {
    if (by === null || how === 'rule') continue;
    const told = `${src} ${type} ${dst} ${origin} ${how} ${key ?? ''} ${how === 'link' ? file : ''}`;
    const list = written.get(by);
    if (list) list.push(told);
    else written.set(by, [told]);
  }
  return (unit) => {
    const list = written.get(unit);
    return list === undefined ? null : digestOf(list);
  };
}

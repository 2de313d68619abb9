/** Dependencies as rows: one for each declaration, for an edge may be made twice. */
import type { BootGraph, Declaration, EdgeType } from '../graph/model.ts';
import { byText } from '../words/by-text.ts';
import { digestOfText } from './digest.ts';
import type { Mask } from './mask.ts';
import { type Columns, columnsFrom, noCells } from './tables.ts';

export interface EdgeRows {
  /** One name for the same dependencies with the same proofs, on any machine. */
  readonly digest: string;
  /** Of what the unit's lines and links make, wherever they stand. What is built in follows from other things. null: nothing */
  ofUnit(unit: string): string | null;
  /** The rows themselves: many hosts share them, and they are told once. */
  columns(): Columns;
}

interface Told {
  /** Every cell of the row: what it is sorted by, and what the digest is of. */
  readonly text: string;
  readonly src: string;
  readonly dst: string;
  readonly type: EdgeType;
  readonly by: string;
  readonly declared: Declaration;
}

export function edgeRows(graph: BootGraph, mask: Mask): EdgeRows {
  const told: Told[] = [];
  for (const { from, to, type, declared: all } of graph.edges) {
    const [src, dst] = [mask.of(from), mask.of(to)];
    const ends = `${src}\0${dst}\0${type}`;
    for (const declared of all) {
      const by = mask.of(declared.by);
      told.push({ text: `${ends}\0${by}\0${textOf(declared, mask)}`, src, dst, type, by, declared });
    }
  }
  // In an order of their own: the graph's is by the names that this host has.
  told.sort((a, b) => byText(a.text, b.text));
  const written = writtenBy(told, mask);
  const digest = digestOfText(told.map(({ text }) => text).join('\n'));
  return {
    digest,
    ofUnit(unit) {
      const list = written.get(unit);
      return list === undefined ? null : digestOfText(list.join('\n'));
    },
    columns: () => columnsOfEdges(digest, told, mask),
  };
}

function textOf({ origin, how, key, as, rule, generator, file, line, source }: Declaration, mask: Mask): string {
  const proof = `${origin}\0${how}\0${key ?? ''}\0${as === undefined ? '' : mask.of(as)}\0${rule ?? ''}\0${generator ?? ''}`;
  const place = `${file === undefined ? '' : mask.of(file)}\0${line ?? ''}`;
  return source === undefined ? `${proof}\0${place}` : `${proof}\0${place}\0${source.file}\0${source.line ?? ''}`;
}

function writtenBy(told: readonly Told[], mask: Mask): ReadonlyMap<string, readonly string[]> {
  const written = new Map<string, string[]>();
  for (const { src, dst, type, by, declared } of told) {
    const { origin, how, key, file } = declared;
    if (how === 'rule') continue;
    const text = `${src} ${type} ${dst} ${origin} ${how} ${key ?? ''} ${how === 'link' ? mask.of(file ?? '') : ''}`;
    const list = written.get(by);
    if (list) list.push(text);
    else written.set(by, [text]);
  }
  return written;
}

function columnsOfEdges(digest: string, told: readonly Told[], mask: Mask): Columns {
  const cells = noCells('edges');
  for (const { src, dst, type, by, declared } of told) {
    const { origin, how, key, as, rule, generator, file, line, source } = declared;
    cells.boot_digest.push(digest);
    cells.src.push(src);
    cells.dst.push(dst);
    cells.type.push(type);
    cells.origin.push(origin);
    cells.by.push(by);
    cells.how.push(how);
    cells.key.push(key ?? null);
    cells.written.push(as === undefined ? null : mask.of(as));
    cells.rule.push(rule ?? null);
    cells.generator.push(generator ?? null);
    cells.file.push(file === undefined ? null : mask.of(file));
    cells.line.push(line ?? null);
    cells.source.push(source?.file ?? null);
    cells.source_line.push(source?.line ?? null);
  }
  return columnsFrom('edges', cells);
}

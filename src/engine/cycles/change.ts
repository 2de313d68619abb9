/**
 * What can be changed so that one unit no longer waits for another. After= and Before= know no empty assignment, so an order
 * goes only where its word goes, or with DefaultDependencies=no.
 */
import type { BootEdge, BootGraph, BootNode, Declaration } from '../../graph/model.ts';

export type Change =
  /** A drop-in that turns the default dependencies of `unit` off, and keeps its order at shutdown. */
  | { readonly kind: 'no-default-dependencies'; readonly unit: string; readonly lines: readonly string[] }
  /** One word of one line; a vendor's file is not edited but covered by a copy in /etc. */
  | {
      readonly kind: 'remove-word';
      readonly unit: string;
      readonly file: string;
      readonly line: number;
      readonly key: string;
      readonly word: string;
      readonly generator?: string;
      readonly source?: Declaration['source'];
    }
  /** One word of the file that a generator reads: a facility of an LSB header, an option of fstab. */
  | {
      readonly kind: 'edit-source';
      readonly unit: string;
      readonly file: string;
      readonly line: number;
      readonly key: string;
      readonly word: string;
      readonly generator: string;
      /** What the generator makes of it: `After=network-online.target`. */
      readonly makes: string;
    }
  /** An option for a line of fstab: the mount moves from local-fs.target to remote-fs.target. */
  | {
      readonly kind: 'add-option';
      readonly unit: string;
      readonly file: string;
      readonly line: number;
      readonly option: '_netdev';
    };

const WORD_KEYS: readonly string[] = ['After', 'Before', 'RequiresMountsFor', 'WantsMountsFor'];

/** What would take this declaration of the edge away; undefined where it is built in for good. */
export function changeOf(graph: BootGraph, edge: BootEdge, d: Declaration): Change | undefined {
  const table = edge.from === 'local-fs.target' ? fstabLineOf(graph, edge.to) : undefined;
  if (table !== undefined) return { kind: 'add-option', unit: edge.to, ...table, option: '_netdev' };
  if (d.file !== undefined && d.line !== undefined && d.key !== undefined && WORD_KEYS.includes(d.key)) {
    const word = d.as ?? (d.how === 'line' ? (d.by === edge.from ? edge.to : edge.from) : wordOf(graph, d));
    if (word === undefined) return undefined;
    return {
      kind: 'remove-word',
      unit: d.by,
      file: d.file,
      line: d.line,
      key: d.key,
      word,
      ...(d.generator === undefined ? {} : { generator: d.generator }),
      ...(d.source === undefined ? {} : { source: d.source }),
    };
  }
  if (d.origin !== 'default') return undefined;
  // A target comes after what it wants as long as both have default dependencies: the member's are the lesser change.
  const unit = d.rule === 'target-complement' ? edge.to : d.by;
  const node = graph.nodes.get(unit);
  if (node === undefined) return undefined;
  return { kind: 'no-default-dependencies', unit, lines: withoutDefaults(node) };
}

/** The line of /etc/fstab that a mount was generated from. */
function fstabLineOf(graph: BootGraph, unit: string): { readonly file: string; readonly line: number } | undefined {
  if (graph.nodes.get(unit)?.type !== 'mount') return undefined;
  for (const edge of graph.edges)
    if (edge.from === unit || edge.to === unit)
      for (const { by, generator, source } of edge.declared)
        if (by === unit && generator === 'systemd-fstab-generator' && source?.line !== undefined)
          return { file: source.file, line: source.line };
  return undefined;
}

/** A path setting with a single word; of several it is not known here which one made the edge. */
function wordOf(graph: BootGraph, d: Declaration): string | undefined {
  const setting = graph.nodes.get(d.by)?.settings.find((s) => s.file === d.file && s.line === d.line);
  const words = setting?.value.split(/\s+/) ?? [];
  return words.length === 1 ? words[0] : undefined;
}

/** What stops or unmounts a unit at shutdown is a default dependency too, and is asked for again. */
function withoutDefaults({ type }: BootNode): readonly string[] {
  const last = ['mount', 'automount', 'swap'].includes(type) ? 'umount.target' : 'shutdown.target';
  return ['[Unit]', 'DefaultDependencies=no', `Conflicts=${last}`, `Before=${last}`];
}

/** One name for one change, whatever edge it was found at. */
export function changeKey(change: Change): string {
  switch (change.kind) {
    case 'no-default-dependencies':
      return `defaults ${change.unit}`;
    case 'add-option':
      return `option ${change.file} ${change.line}`;
    default:
      return `word ${change.file} ${change.line} ${change.word}`;
  }
}

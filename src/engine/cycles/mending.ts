/**
 * Which edge of a cycle is at fault: the one that can be taken away with the least change. An ordering cannot be reset
 * (After= and Before= know no empty assignment), so it goes only where its word goes, or with DefaultDependencies=no.
 */
import type { BootGraph, Declaration } from '../../graph/model.ts';
import type { CycleEdge, OrderingCycle } from './find.ts';

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
    };

/** Why this edge rather than another; the words are in src/report. */
export type Fault =
  | 'default-against-early-order'
  | 'local-drop-in'
  | 'local-unit'
  | 'default-dependency'
  | 'vendor-drop-in'
  | 'vendor-unit'
  | 'generated'
  | 'default-of-target';

export interface Mending {
  readonly culprit: CycleEdge;
  readonly fault: Fault;
  readonly changes: readonly Change[];
}

/** From the least change to the largest. */
const COST: Readonly<Record<Fault, number>> = {
  'default-against-early-order': 1,
  'local-drop-in': 2,
  'local-unit': 3,
  'default-dependency': 4,
  'vendor-drop-in': 5,
  'vendor-unit': 6,
  generated: 7,
  'default-of-target': 8,
};

/** Ways to take one edge out of the cycle, the least change first; empty where every edge is built in. */
export function mendings(graph: BootGraph, cycle: OrderingCycle, others: readonly OrderingCycle[]): readonly Mending[] {
  const found: { mending: Mending; cost: number }[] = [];
  for (const [at, edge] of cycle.edges.entries()) {
    const before = cycle.edges[(at + cycle.edges.length - 1) % cycle.edges.length] ?? edge;
    const after = cycle.edges[(at + 1) % cycle.edges.length] ?? edge;
    const parts = edge.edge.declared.map((declared) => partOf(graph, edge, declared, [before, after]));
    if (parts.some((part) => part === undefined)) continue;
    const changes = new Map(parts.flatMap((part) => (part ? [[JSON.stringify(part.change), part.change]] : [])));
    const faults = parts.flatMap((part) => (part ? [part.fault] : [])).sort((a, b) => COST[b] - COST[a]);
    const fault = faults[0];
    if (fault === undefined) continue;
    // Of two equal edges: a Before= forced on another unit before an After=, what mends more cycles before what mends one.
    const forced = edge.edge.declared.some((d) => d.key === 'Before') ? 0.25 : 0;
    const shared = Math.min(0.5, 0.1 * others.filter((o) => o.edges.some((e) => e.edge === edge.edge)).length);
    const cost = COST[fault] + 10 * (changes.size - 1) - forced - shared;
    found.push({ mending: { culprit: edge, fault, changes: [...changes.values()] as Change[] }, cost });
  }
  return found.sort((a, b) => a.cost - b.cost).map(({ mending }) => mending);
}

function partOf(
  graph: BootGraph,
  edge: CycleEdge,
  d: Declaration,
  neighbours: readonly CycleEdge[],
): { readonly change: Change; readonly fault: Fault } | undefined {
  if (d.how === 'line' && d.file !== undefined && d.line !== undefined && (d.key === 'After' || d.key === 'Before'))
    return {
      change: {
        kind: 'remove-word',
        unit: d.by,
        file: d.file,
        line: d.line,
        key: d.key,
        word: d.as ?? (d.by === edge.edge.from ? edge.edge.to : edge.edge.from),
        ...(d.generator === undefined ? {} : { generator: d.generator }),
        ...(d.source === undefined ? {} : { source: d.source }),
      },
      fault: faultOfFile(d),
    };
  if (d.origin !== 'default') return undefined;
  // A target comes after what it wants as long as both have default dependencies: the member's are the lesser change.
  const unit = d.rule === 'target-complement' ? edge.edge.to : d.by;
  const node = graph.nodes.get(unit);
  if (node === undefined) return undefined;
  const early = neighbours.some((other) => other.edge.declared.some((o) => o.by === unit && o.origin === 'file'));
  return {
    change: { kind: 'no-default-dependencies', unit, lines: withoutDefaults(node.type) },
    fault: node.type === 'target' ? 'default-of-target' : early ? 'default-against-early-order' : 'default-dependency',
  };
}

function faultOfFile(d: Declaration): Fault {
  if (d.generator !== undefined) return 'generated';
  const local = /^\/(etc|run|usr\/local)\//.test(d.file ?? '');
  const dropIn = /\.d\/[^/]+\.conf$/.test(d.file ?? '');
  return local ? (dropIn ? 'local-drop-in' : 'local-unit') : dropIn ? 'vendor-drop-in' : 'vendor-unit';
}

/** What stops or unmounts a unit at shutdown is a default dependency too, and is asked for again. */
function withoutDefaults(type: string): readonly string[] {
  const last = ['mount', 'automount', 'swap'].includes(type) ? 'umount.target' : 'shutdown.target';
  return ['[Unit]', 'DefaultDependencies=no', `Conflicts=${last}`, `Before=${last}`];
}

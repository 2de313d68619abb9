/** What a unit pulls in, and that in turn, as `systemctl list-dependencies` draws it; each step with the edge that makes it. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { Fate } from '../engine/uncertain.ts';
import type { BootEdge, EdgeType } from '../graph/model.ts';
import { QuestionError } from './question-error.ts';

export interface TreeBranch {
  readonly unit: string;
  /** 0: the unit that was asked for. A branch belongs to the last one before it that is one less deep. */
  readonly depth: number;
  /** Why it stands here; null of the first. */
  readonly edge: BootEdge | null;
  /** Its own branches are expanded where it stood first. */
  readonly repeated: boolean;
  readonly started: Fate;
}

export interface Tree {
  readonly unit: string;
  readonly reverse: boolean;
  readonly branches: readonly TreeBranch[];
}

/** Strongest first: of several edges to one unit the first of these is expanded. */
const PULLS: readonly EdgeType[] = ['Requires', 'BindsTo', 'Requisite', 'Upholds', 'Wants', 'PartOf'];

/**
 * systemctl's own choice (unit_dependencies, DEPENDENCY_FORWARD and _REVERSE: PartOf= counts from its other end), and its depth: only
 * targets are followed, unless all are. Each unit is followed once, so that the answer is no longer than the graph.
 * @param unit id of a node. @throws QuestionError where the graph has none of that id
 */
export function tree(
  root: RootFacts,
  unit: string,
  { reverse = false, all = false }: { readonly reverse?: boolean; readonly all?: boolean } = {},
): Tree {
  const { graph } = root;
  if (!graph.nodes.has(unit)) throw new QuestionError({ kind: 'no-such-unit', name: unit, near: [] });
  const boot = bootOf(root);
  const branches: TreeBranch[] = [];
  const expanded = new Set<string>();
  const open: { readonly unit: string; readonly depth: number; readonly edge: BootEdge | null }[] = [
    { unit, depth: 0, edge: null },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const followed = at.depth === 0 || all || at.unit.endsWith('.target');
    const next = followed ? pulled(root, at.unit, reverse) : [];
    const repeated = expanded.has(at.unit) && next.length > 0;
    branches.push({ ...at, repeated, started: boot.fate(at.unit) });
    if (expanded.has(at.unit)) continue;
    expanded.add(at.unit);
    // Last in, first out: the names come in their order.
    for (const one of next.reverse()) open.push({ ...one, depth: at.depth + 1 });
  }
  return { unit, reverse, branches };
}

function pulled(root: RootFacts, unit: string, reverse: boolean): { readonly unit: string; readonly edge: BootEdge }[] {
  const boot = bootOf(root);
  const strongest = new Map<string, BootEdge>();
  const outward = reverse ? boot.in(unit, ...PULLS) : boot.out(unit, ...PULLS);
  const inward = reverse ? boot.out(unit, 'PartOf') : boot.in(unit, 'PartOf');
  for (const edge of [...outward.filter(({ type }) => type !== 'PartOf'), ...inward]) {
    const other = edge.from === unit ? edge.to : edge.from;
    const known = strongest.get(other);
    if (known === undefined || PULLS.indexOf(edge.type) < PULLS.indexOf(known.type)) strongest.set(other, edge);
  }
  return [...strongest].map(([other, edge]) => ({ unit: other, edge })).sort((a, b) => (a.unit < b.unit ? -1 : 1));
}

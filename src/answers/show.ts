/** All that is known of one unit. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { Uncertain } from '../engine/uncertain.ts';
import type { BootEdge, BootNode } from '../graph/model.ts';
import { QuestionError } from './question-error.ts';

export interface Shown {
  readonly unit: BootNode;
  /** At every boot of these files. */
  readonly started: boolean;
  /** Where chance decides whether it is started. */
  readonly notAtEveryBoot: Uncertain | null;
  /** Every edge that begins or ends at it. */
  readonly edges: readonly BootEdge[];
}

/** @param unit id of a node. @throws QuestionError where the graph has none of that id */
export function show(root: RootFacts, unit: string): Shown {
  const node = root.graph.nodes.get(unit);
  if (node === undefined) throw new QuestionError({ kind: 'no-such-unit', name: unit, near: [] });
  const edges = root.graph.edges.filter((edge) => edge.from === unit || edge.to === unit);
  const boot = bootOf(root);
  const started = boot.fate(unit) === 'always';
  return { unit: node, started, notAtEveryBoot: boot.uncertain.get(unit) ?? null, edges };
}

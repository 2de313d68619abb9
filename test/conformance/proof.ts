/** Whether what an edge is said to be declared by is really there. */
import type { Declaration } from '../../src/graph/model.ts';
import type { OpenedRoot } from '../../src/open.ts';

/** @returns how many declarations were looked at, and what is wrong with which. */
export function proofProblems(opened: OpenedRoot): { readonly checked: number; readonly found: readonly string[] } {
  let checked = 0;
  const found: string[] = [];
  for (const edge of opened.graph.edges)
    for (const said of edge.declared) {
      checked++;
      const problem = problemOf(opened, said, said.by === edge.from ? edge.to : edge.from);
      if (problem) found.push(`${edge.from} ${edge.type} ${edge.to}: ${problem} ${JSON.stringify(said)}`);
    }
  return { checked, found };
}

function problemOf({ snapshot }: OpenedRoot, said: Declaration, _other: string): string | undefined {
  if (said.how === 'rule' && !said.rule) return 'a rule without a name';
  if (said.how !== 'rule' && !said.file) return 'no file';
  if (said.how === 'line' && !said.line) return 'no line';
  void snapshot;
  return undefined;
}

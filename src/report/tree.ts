/** `tree` in words: branches as systemctl draws them, each with the line or link that makes it. */
import type { Tree, TreeBranch } from '../answers/tree.ts';
import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { count } from './words.ts';

export function treeText(graph: BootGraph, { branches, unit, reverse }: Tree): string {
  const last = lastOfTheirs(branches);
  // Whether a line still runs down at each depth.
  const runs: boolean[] = [];
  const lines = branches.map((branch, k) => {
    const { depth } = branch;
    runs[depth] = !last.has(k);
    const stem = runs
      .slice(1, depth)
      .map((run) => (run ? '│ ' : '  '))
      .join('');
    return `${stem}${depth === 0 ? '' : last.has(k) ? '└─' : '├─'}${branchText(graph, branch)}`;
  });
  const below = new Set(branches.slice(1).map((branch) => branch.unit)).size;
  const verb = reverse ? 'pull it in' : 'are pulled in';
  if (below === 0)
    return `${em('strong', unit)} ${reverse ? 'is pulled in by nothing' : 'pulls in nothing'} in this root.`;
  return [...lines, '', `${count(below, 'unit')} ${verb}, at any depth that was followed.`].join('\n');
}

function branchText(graph: BootGraph, { unit, edge, repeated, started }: TreeBranch): string {
  const name = em('strong', unit);
  const node = graph.nodes.get(unit);
  const load = node?.load;
  const state =
    load !== undefined && load !== 'loaded' && load !== 'stub'
      ? ` ${em('warn', `(${load})`)}`
      : started === 'never' && node?.facts.activeAtBoot !== true
        ? ` ${em('faint', '(not started)')}`
        : started === 'sometimes'
          ? ` ${em('warn', '(not at every boot)')}`
          : '';
  if (edge === null) return `${name}${state}`;
  const [proof = ''] = proofLines(graph, edge);
  return `${name}${state}  ${keyOf(unit, edge)}: ${proof}${repeated ? ` ${em('faint', '(see above)')}` : ''}`;
}

/** The key as the drawing goes: a unit consists of what is part of it. */
function keyOf(unit: string, { type, from }: BootEdge): string {
  return type === 'PartOf' && unit === from ? 'ConsistsOf' : type;
}

/** Places of the branches that are the last of their parent's. */
function lastOfTheirs(branches: readonly TreeBranch[]): ReadonlySet<number> {
  const found = new Set<number>();
  const seen: boolean[] = [];
  for (let k = branches.length - 1; k >= 0; k--) {
    const { depth } = branches[k] as TreeBranch;
    if (seen[depth] !== true) found.add(k);
    seen[depth] = true;
    seen.length = depth + 1;
  }
  return found;
}

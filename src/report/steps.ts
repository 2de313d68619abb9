import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { relationOf } from './words.ts';

/** Of a longer path, only so many steps at each end are told. */
const SHOWN = 12;

/** A path in words, a step a line, each with its proof beneath; what lies in the middle of an endless one is counted. */
export function stepLines(graph: BootGraph, path: readonly BootEdge[], indent = '  '): readonly string[] {
  const lines = (steps: readonly BootEdge[]): readonly string[] =>
    steps.flatMap((edge) => [
      `${indent}${em('strong', edge.from)} ${relationOf(edge)} ${em('strong', edge.to)}`,
      ...proofLines(graph, edge).map((line) => `${indent}    ${line}`),
    ]);
  if (path.length <= 2 * SHOWN) return lines(path);
  const left = path.length - 2 * SHOWN;
  return [
    ...lines(path.slice(0, SHOWN)),
    `${indent}… ${left} more steps; --json has them all`,
    ...lines(path.slice(-SHOWN)),
  ];
}

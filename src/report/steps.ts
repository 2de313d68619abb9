import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { relationOf } from './words.ts';

/** A path in words, a step a line, each with its proof beneath. */
export function stepLines(graph: BootGraph, path: readonly BootEdge[], indent = '  '): readonly string[] {
  return path.flatMap((edge) => [
    `${indent}${em('strong', edge.from)} ${relationOf(edge)} ${em('strong', edge.to)}`,
    ...proofLines(graph, edge).map((line) => `${indent}    ${line}`),
  ]);
}

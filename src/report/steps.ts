import type { BootEdge, BootGraph } from '../graph/model.ts';
import { proofLines } from './proof.ts';
import { em } from './style.ts';
import { relationOf } from './words.ts';
import type { Page } from './wrap.ts';

/** Of a longer path, only so many steps at each end are told. */
const SHOWN = 12;

/** A path in words, a step a line, each with its proof beneath; what lies in the middle of an endless one is counted. */
export function stepLines(graph: BootGraph, path: readonly BootEdge[], page: Page): readonly string[] {
  const lines = (steps: readonly BootEdge[]): readonly string[] =>
    steps.flatMap((edge) => [
      `  ${em('strong', edge.from)} ${relationOf(edge)} ${em('strong', edge.to)}`,
      ...proofLines(graph, edge).map((line) => `      ${line}`),
    ]);
  if (page.all === true || path.length <= 2 * SHOWN) return lines(path);
  const left = path.length - 2 * SHOWN;
  return [...lines(path.slice(0, SHOWN)), `  … ${left} more steps; --json has them all`, ...lines(path.slice(-SHOWN))];
}

import type { RootFacts } from '../boot/root-facts.ts';
import type { BootEdge, BootNode } from '../graph/model.ts';
import { maskRemedy } from '../words/mask-remedy.ts';
import { withoutIt } from '../words/without-it.ts';

/** Why a unit lost its start job, in words, and what would keep it. */
export function droppedWords(
  opened: RootFacts,
  unit: string,
  reason: string,
  edges: readonly BootEdge[],
): { readonly headline: string; readonly todo: readonly string[] } {
  const other = edges.map((edge) => (edge.from === unit ? edge.to : edge.from)).find((id) => id !== unit);
  const node = other === undefined ? undefined : opened.graph.nodes.get(other);
  const state = node?.load;
  switch (reason) {
    case 'victim-of-cycle':
      return {
        headline: 'may lose its job: it is part of an ordering cycle, and PID 1 deletes one job of it to break it.',
        todo: ['See bootscope cycles for the whole cycle and the line to change.'],
      };
    case 'lost-with':
      return { headline: `loses its job together with ${other ?? 'a unit'}, which it requires.`, todo: [] };
    case 'conflict':
      return {
        headline: `loses its job: it conflicts with ${other ?? 'a unit'}, which is started instead.`,
        todo: [`Only one of the two can be started; disable the other, or remove the Conflicts= between them.`],
      };
    case 'requirement-failed':
      return {
        headline: `loses its job: it requires ${other ?? 'a unit'}, which cannot be started${state && state !== 'loaded' ? ` (${state})` : ''}.`,
        todo: other === undefined ? [] : [mend(edges, other, node, opened)],
      };
    case 'redundant':
      return { headline: 'needs no job: it is active already.', todo: [] };
    case 'not-needed':
      return { headline: 'is not needed by any unit that keeps its job.', todo: [] };
    default:
      return { headline: `loses its job: ${reason}.`, todo: [] };
  }
}

function mend(edges: readonly BootEdge[], other: string, node: BootNode | undefined, opened: RootFacts): string {
  const edge = edges.find(({ from, to }) => from === other || to === other);
  const otherwise = edge === undefined ? undefined : withoutIt(edge);
  const instead = otherwise === undefined ? '.' : `, or ${otherwise}, if it can do without.`;
  if (node?.load === 'masked') return `Unmask ${other} (${maskRemedy(node, opened).act})${instead}`;
  if (node?.load === 'not-found') return `Install what brings ${other}${instead}`;
  return `Mend ${other} (see bootscope why ${other})${instead}`;
}

/** Masked units that the boot needs, and how their masks come off. */
import type { BootEdge, BootNode, EdgeType } from '../graph/model.ts';
import { maskRemedy } from '../words/mask-remedy.ts';
import type { AuditContext } from './context.ts';

/** Edges along which a mask is felt: what requires the unit loses it, what activates it can start nothing. */
const NEEDS: readonly EdgeType[] = ['Requires', 'BindsTo', 'Requisite', 'Triggers'];

/** By whom a masked unit is needed; automount points aside, which mount what is there. */
export function needsOf({ graph, in: edgesTo }: AuditContext, masked: BootNode): readonly BootEdge[] {
  return edgesTo(masked.id, ...NEEDS).filter(({ from }) => {
    const node = graph.nodes.get(from);
    return node?.effective === true && node.load === 'loaded' && node.type !== 'automount';
  });
}

/** Whether something that the boot starts, or tries to, needs the masked unit. */
export function isNeeded(context: AuditContext, masked: BootNode): boolean {
  return needsOf(context, masked).some(({ from }) => context.attempted(from));
}

/** What takes the mask off. */
export function unmaskAdvice(node: BootNode, { opened }: AuditContext): string {
  const { act, word, note } = maskRemedy(node, opened);
  const how = `If it is to run: ${act}${note === undefined ? '' : `; ${note}`}.`;
  return word === undefined ? `${how} If not, disable what needs it.` : how;
}

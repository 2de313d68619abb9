/** sysvinit's boot: runlevel S, then the default runlevel; what their S links name is started, and nothing else. */
import type { BootGraph } from '../graph/model.ts';
import type { BootPlan } from './boot-plan.ts';

/**
 * Scripts without effect (not executable, gone) are not started. A facility counts where one of its members is started, so
 * that an order through it holds.
 * @param target another runlevel than the graph's: `runlevel:3`
 */
export function planRunlevel(graph: BootGraph, target: string = graph.target): BootPlan {
  const levels = new Set([target]);
  for (const edge of graph.edges)
    if (edge.from === target && edge.type === 'Requires' && edge.to.startsWith('runlevel:')) levels.add(edge.to);
  const started = new Set<string>([...levels].filter((id) => graph.nodes.has(id)));
  for (const { from, type, to } of graph.edges) {
    if (type !== 'Wants' || !levels.has(from)) continue;
    const node = graph.nodes.get(to);
    if (node?.load === 'loaded' && (node.effective || node.noEffect?.code === 'no-link')) started.add(to);
  }
  // Facilities may stand for facilities: their members' members.
  for (let grown = true; grown; ) {
    grown = false;
    for (const { from, type, to } of graph.edges) {
      if (type !== 'After' || !from.startsWith('lsb:') || !started.has(to) || started.has(from)) continue;
      started.add(from);
      grown = true;
    }
  }
  const failed = graph.nodes.has(target) ? null : `There is no ${target} in this root.`;
  return { system: 'sysv', target, started, failed };
}

/** Upstart's boot as its simulation left it in the graph: jobs that were started, events that came, scripts that rc ran. */
import type { BootGraph } from '../graph/model.ts';
import type { BootPlan } from './plan.ts';

/** The simulation itself is src/upstart/simulate: it needs the jobs' conditions, which a graph does not hold. */
export function planEvents(graph: BootGraph): BootPlan {
  const started = new Set<string>();
  for (const node of graph.nodes.values()) if (node.facts.inSimulatedBoot === true) started.add(node.id);
  for (const { from, type, to } of graph.edges)
    if (type === 'Triggers' && from.startsWith('upstart:') && graph.nodes.get(to)?.type === 'script') started.add(to);
  const jobs = [...started].some((id) => graph.nodes.get(id)?.type === 'job');
  const failed = jobs ? null : 'No job of this root is started by the event "startup", or by what follows from it.';
  return { system: 'upstart', target: graph.target, started, failed };
}

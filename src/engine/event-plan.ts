/** Upstart's boot as its simulation left it in the graph: jobs that were started, events that came, scripts that rc ran. */
import type { BootGraph } from '../graph/model.ts';
import type { BootPlan } from './boot-plan.ts';

/**
 * Of an Upstart graph only what really happens has a `Triggers` edge: an event or job that starts a job, a job that emits an
 * event or runs a script. The simulation itself is src/upstart/simulate: it needs the jobs' conditions, which a graph does not hold.
 */
export function planEvents(graph: BootGraph): BootPlan {
  const started = new Set<string>([graph.target]);
  for (const { from, type, to } of graph.edges) if (type === 'Triggers' && OF_UPSTART.test(from)) started.add(to);
  const jobs = [...started].some((id) => id.startsWith('upstart:'));
  const failed = jobs ? null : 'No job of this root is started by the event "startup", or by what follows from it.';
  return { system: 'upstart', target: graph.target, started, failed };
}

const OF_UPSTART = /^(upstart|event|sysv):/;

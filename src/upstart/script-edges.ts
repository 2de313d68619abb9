/** Order and starts that a job's own text hides: weak edges of origin `script`, each with the line that says so. */
import type { GraphBuilder } from '../graph/builder.ts';
import type { Declaration } from '../graph/model.ts';
import type { Job } from './job-files.ts';
import { type JobProcess, jobProcesses } from './processes.ts';
import type { ScriptAction } from './script-actions.ts';

/** @param event makes the event's node and names it */
export function addScriptEdges(
  builder: GraphBuilder,
  jobs: ReadonlyMap<string, Job>,
  event: (name: string) => string,
): void {
  for (const job of jobs.values())
    for (const process of jobProcesses(job).values()) {
      if (process.hook === 'pre-stop' || process.hook === 'post-stop') continue;
      for (const action of process.actions) addAction(builder, jobs, event, job, process, action);
    }
}

function addAction(
  builder: GraphBuilder,
  jobs: ReadonlyMap<string, Job>,
  event: (name: string) => string,
  job: Job,
  process: JobProcess,
  action: ScriptAction,
): void {
  const id = `upstart:${job.name}`;
  const proof = (as: string): Declaration => ({
    by: id,
    origin: 'script',
    how: 'line',
    file: process.stanza.file,
    line: action.line,
    key: process.stanza.key,
    as,
  });
  switch (action.kind) {
    case 'emit':
      if (!action.event.includes('$'))
        builder.declare(id, 'Emits', event(action.event), proof(`initctl emit ${action.event}`));
      return;
    case 'runlevel':
      builder.declare(id, 'Emits', event('runlevel'), proof(`telinit ${action.level}`));
      return;
    case 'start': {
      if (!jobs.has(action.job)) return;
      const ruled: Declaration = { ...proof(`start ${action.job}`), rule: 'upstart-script-start' };
      builder.declare(id, 'Wants', `upstart:${action.job}`, ruled);
      // Only before its own program is there anything to be late with.
      if (action.waits && process.hook === 'pre-start') builder.declare(id, 'After', `upstart:${action.job}`, ruled);
      return;
    }
    case 'wait-for': {
      if (!jobs.has(action.job)) return;
      const ruled: Declaration = {
        ...proof(`start wait-for-state WAIT_FOR=${action.job}`),
        rule: 'upstart-script-wait',
      };
      builder.declare(id, 'Wants', `upstart:${action.job}`, ruled);
      if (process.hook !== 'post-start') builder.declare(id, 'After', `upstart:${action.job}`, ruled);
      return;
    }
    case 'status':
      // A look at the state, again and again until it is the right one.
      if (action.repeated && jobs.has(action.job) && process.hook !== 'post-start')
        builder.declare(id, 'After', `upstart:${action.job}`, {
          ...proof(`status ${action.job}`),
          rule: 'upstart-script-polls',
        });
      return;
    default:
      return;
  }
}

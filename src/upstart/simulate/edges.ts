/** The simulated boot as edges: which event or job triggered which, who emitted what, and the order that follows. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Declaration } from '../../graph/model.ts';
import type { BootEvent, RcRun, StartReason, UpstartBoot } from './boot.ts';

/** Adds to a graph that holds the jobs' nodes; `node` makes a node of an event or a script where there is none yet. */
export function addBootEdges(builder: GraphBuilder, boot: UpstartBoot, node: (id: string) => void): void {
  const index = new Map(boot.events.map((event, at) => [event, at]));
  const scripts = new Map<string, RcRun[]>();
  for (const run of boot.scripts) scripts.set(run.by, [...(scripts.get(run.by) ?? []), run]);
  /** The last init script that the job ran before it emitted the event. */
  const lastScript = (event: BootEvent): string | undefined =>
    event.by === null ? undefined : scripts.get(event.by)?.findLast((run) => run.after <= (index.get(event) ?? 0))?.id;

  for (const event of boot.events) {
    if (event.how === 'state') continue;
    node(`event:${event.name}`);
    if (event.by !== null) for (const proof of event.declared) builder.declare(event.by, 'Emits', `event:${event.name}`, proof);
  }
  addScripts(builder, boot, node);
  for (const [name, { starts }] of boot.jobs)
    for (const { reasons } of starts) for (const reason of reasons) addReason(builder, `upstart:${name}`, reason, lastScript);
}

function addReason(
  builder: GraphBuilder,
  id: string,
  reason: StartReason,
  lastScript: (event: BootEvent) => string | undefined,
): void {
  if (reason.kind === 'script') {
    const blocks = reason.waits && reason.hook === 'pre-start';
    for (const proof of reason.declared) {
      const ruled: Declaration = { ...proof, rule: 'upstart-script-start' };
      builder.declare(reason.by, 'Triggers', id, ruled);
      if (blocks) builder.declare(reason.by, 'After', id, ruled);
      else builder.declare(id, 'After', reason.by, ruled);
    }
    return;
  }
  for (const { event, declared } of reason.matched) {
    if (event.how === 'state' && event.by !== null) {
      const ruled: Declaration = { ...declared, rule: stateRule(event.name) };
      builder.declare(event.by, 'Triggers', id, ruled);
      if (event.name === 'starting') builder.declare(event.by, 'After', id, ruled);
      else builder.declare(id, 'After', event.by, ruled);
    } else {
      builder.declare(`event:${event.name}`, 'Triggers', id, declared);
      if (event.by !== null)
        for (const proof of [declared, ...event.declared]) builder.declare(id, 'After', event.by, proof);
    }
    const script = lastScript(event);
    if (script !== undefined && event.name !== 'starting')
      builder.declare(id, 'After', script, { ...declared, rule: 'upstart-after-scripts' });
  }
}

/** The rule of an order that a job event makes: only `starting` (and `stopping`) make the other one wait. */
export function stateRule(event: string): string {
  return event === 'starting' ? 'upstart-starting-blocks' : `upstart-${event}`;
}

/** rc runs them one after another; those that leave at once, or cannot be run, order nothing. */
function addScripts(builder: GraphBuilder, boot: UpstartBoot, node: (id: string) => void): void {
  const previous = new Map<string, string>();
  for (const { id, by, declared, effect } of boot.scripts) {
    node(id);
    const [link] = declared;
    if (effect !== 'runs' || link === undefined) continue;
    builder.declare(by, 'Triggers', id, link);
    builder.declare(id, 'After', by, { ...link, rule: 'upstart-rc-runs' });
    const before = previous.get(by);
    if (before !== undefined) builder.declare(id, 'After', before, { ...link, rule: 'upstart-rc-serial' });
    previous.set(by, id);
  }
}

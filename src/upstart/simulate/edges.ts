/** The simulated boot as edges: which event or job triggered which, who emitted what, and the order that follows. */
import type { GraphBuilder } from '../../graph/builder.ts';
import type { Declaration } from '../../graph/model.ts';
import type { RcRun, StartReason, UpstartBoot } from './boot.ts';

/** What edges are declared to. */
type Edges = Pick<GraphBuilder, 'declare'>;

/**
 * Adds to a graph that holds the jobs' nodes; `node` makes a node of an event or a script where there is none yet.
 * @param others the same boot with other things first: an order that one of them does not keep is none, and what starts a job in one of
 *   them may start it
 */
export function addBootEdges(
  builder: GraphBuilder,
  boot: UpstartBoot,
  others: readonly UpstartBoot[],
  node: (id: string) => void,
): void {
  const kept = others.map(ordersOf);
  const careful: Edges = {
    declare(from, type, to, proof) {
      if (type !== 'After' || kept.every((orders) => orders.has(`${from} ${to}`)))
        builder.declare(from, type, to, proof);
    },
  };
  addEdgesOf(careful, boot, node);
  for (const other of others)
    for (const [name, { starts }] of other.jobs) {
      const reason = starts[0]?.reasons[0];
      if (reason === undefined || boot.jobs.get(name)?.starts.length === 0) continue;
      if (reason.kind === 'events')
        for (const { event } of reason.matched) if (event.how !== 'state') node(`event:${event.name}`);
      addTriggers(builder, `upstart:${name}`, reason);
    }
}

function ordersOf(boot: UpstartBoot): ReadonlySet<string> {
  const orders = new Set<string>();
  const edges: Edges = {
    declare(from, type, to) {
      if (type === 'After') orders.add(`${from} ${to}`);
    },
  };
  addEdgesOf(edges, boot, () => undefined);
  return orders;
}

function addEdgesOf(builder: Edges, boot: UpstartBoot, node: (id: string) => void): void {
  const emitters = addEmissions(builder, boot, node);
  addScripts(builder, boot, node);
  for (const [name, { starts }] of boot.jobs) {
    const id = `upstart:${name}`;
    for (const { reasons } of starts) for (const reason of reasons) addTriggers(builder, id, reason);
    // A job that is started again is in order by its first start.
    const first = starts[0]?.reasons[0];
    if (first !== undefined) addOrder(builder, boot, id, first, emitters);
  }
}

/** Who emitted each event; an event of one emitter comes after that, and after the scripts that it ran before. */
function addEmissions(
  builder: Edges,
  boot: UpstartBoot,
  node: (id: string) => void,
): ReadonlyMap<string, ReadonlySet<string>> {
  const emitters = new Map<string, Set<string>>();
  const scripts = new Map<string, RcRun[]>();
  for (const run of boot.scripts) if (run.effect === 'runs') scripts.set(run.by, [...(scripts.get(run.by) ?? []), run]);
  for (const event of boot.events) {
    if (event.how === 'state') continue;
    node(`event:${event.name}`);
    const known = emitters.get(event.name) ?? new Set<string>();
    emitters.set(event.name, known);
    if (event.by !== null) known.add(event.by);
  }
  for (const [at, event] of boot.events.entries()) {
    if (event.how === 'state' || event.by === null) continue;
    const id = `event:${event.name}`;
    if (event.by.startsWith('sysv:')) node(event.by);
    for (const proof of event.declared) {
      builder.declare(event.by, 'Emits', id, proof);
      builder.declare(event.by, 'Triggers', id, proof);
      if (emitters.get(event.name)?.size === 1) builder.declare(id, 'After', event.by, proof);
    }
    for (const name of event.after)
      if (emitters.get(event.name)?.size === 1 && emitters.get(name)?.size === 1)
        for (const proof of event.declared) builder.declare(id, 'After', `event:${name}`, proof);
    const script = scripts.get(event.by)?.findLast((run) => run.after <= at);
    const [link] = script?.declared ?? [];
    if (script !== undefined && link !== undefined && emitters.get(event.name)?.size === 1)
      builder.declare(id, 'After', script.id, { ...link, rule: 'upstart-after-scripts' });
  }
  return emitters;
}

function addTriggers(builder: Edges, id: string, reason: StartReason): void {
  if (reason.kind === 'script')
    for (const proof of reason.declared)
      builder.declare(reason.by, 'Triggers', id, { ...proof, rule: 'upstart-script-start' });
  else
    for (const { event, declared } of reason.matched)
      if (event.how === 'state' && event.by !== null)
        builder.declare(event.by, 'Triggers', id, { ...declared, rule: stateRule(event.name) });
      else builder.declare(`event:${event.name}`, 'Triggers', id, declared);
}

function addOrder(
  builder: Edges,
  boot: UpstartBoot,
  id: string,
  reason: StartReason,
  emitters: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  if (reason.kind === 'script') {
    const blocks = reason.waits && reason.hook === 'pre-start';
    const [later, earlier] = blocks ? [reason.by, id] : [id, reason.by];
    for (const proof of reason.declared)
      builder.declare(later, 'After', earlier, { ...proof, rule: 'upstart-script-start' });
    return;
  }
  for (const { event, declared } of reason.matched) {
    if (event.how === 'state' && event.by !== null) {
      const ruled: Declaration = { ...declared, rule: stateRule(event.name) };
      if (event.name === 'starting') {
        builder.declare(event.by, 'After', id, ruled);
        // It is no earlier than what it hooks into.
        for (const cause of causesOf(boot, event.by))
          builder.declare(id, 'After', cause, { ...declared, rule: 'upstart-hook' });
      } else builder.declare(id, 'After', event.by, ruled);
      const last =
        event.name === 'stopped'
          ? boot.scripts.findLast((run) => run.by === event.by && run.effect === 'runs')
          : undefined;
      if (last !== undefined) builder.declare(id, 'After', last.id, { ...declared, rule: 'upstart-after-scripts' });
    } else if ((emitters.get(event.name)?.size ?? 0) <= 1)
      builder.declare(id, 'After', `event:${event.name}`, declared);
    else if (event.by !== null)
      for (const proof of [declared, ...event.declared]) builder.declare(id, 'After', event.by, proof);
  }
}

/** The events that first started a job; of one that hooks into another job's start, that one's. */
function causesOf(boot: UpstartBoot, job: string): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const todo = [job];
  for (let id = todo.pop(); id !== undefined; id = todo.pop()) {
    if (seen.has(id) || !id.startsWith('upstart:')) continue;
    seen.add(id);
    const reason = boot.jobs.get(id.slice('upstart:'.length))?.starts[0]?.reasons[0];
    if (reason?.kind !== 'events') continue;
    for (const { event } of reason.matched)
      if (event.how !== 'state') found.add(`event:${event.name}`);
      else if (event.by !== null) {
        if (event.name === 'starting') todo.push(event.by);
        else found.add(event.by);
      }
  }
  found.delete(job);
  return [...found];
}

/** The rule of an order that a job event makes: only `starting` (and `stopping`) make the other one wait. */
export function stateRule(event: string): string {
  return event === 'starting' ? 'upstart-starting-blocks' : `upstart-${event}`;
}

/** rc runs them one after another; those that leave at once, or cannot be run, order nothing. */
function addScripts(builder: Edges, boot: UpstartBoot, node: (id: string) => void): void {
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

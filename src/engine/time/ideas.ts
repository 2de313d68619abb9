/** What might shorten a boot, by what its length rests on: orders that nothing needs, waits that could go, starts that could be out of the way. */
import type { BootEdge } from '../../graph/model.ts';
import { isWritten } from '../../graph/written.ts';
import { PULLS, REQUIREMENTS } from '../why.ts';
import { type AskedBoot, estimate, type Idea, keyOf, wordsOf } from './idea.ts';
import { laterIdea } from './later-idea.ts';
import type { TimeNetwork } from './network.ts';
import { type Rests, restsOn } from './slack.ts';

export interface Estimated {
  readonly idea: Idea;
  /** What it would save by the network alone. */
  readonly gain: number;
}

/** What saves less is not worth a change. */
const LEAST = 100_000;
/** Starts whose time is looked at, the longest first, and links of the chain: each is played through the whole network. */
const SLOW = 30;
const LINKS = 60;
/** Units that one change of order may concern. */
const TOGETHER = 12;

/** @returns the most saving first; of one set of changes one only */
export function ideasOf(asked: AskedBoot): readonly Estimated[] {
  const { network, target } = asked;
  const reached = network.starts.get(target)?.ended ?? 0;
  const least = Math.max(LEAST, network.tolerance);
  const rests = restsOn(network, target);
  const ideas: Idea[] = [];
  const took = ({ start }: Rests): number => start.ended - start.began;
  const longest = rests.filter((one) => took(one) >= least).sort((a, b) => took(b) - took(a));
  const slow = longest.slice(0, SLOW).map(({ start }) => start.unit);
  for (const unit of slow) ideas.push(...laterIdea(asked, unit), ...waiterIdea(asked, unit), ...onDemand(asked, unit));
  for (const [at, { wait }] of rests.slice(0, LINKS).entries())
    if (wait !== undefined) {
      const before = rests.slice(at).find(({ start }) => slow.includes(start.unit))?.start.unit ?? wait.earlier;
      ideas.push(...orderIdeas(asked, wait.edge, before));
    }
  const found = new Map<string, Estimated>();
  for (const idea of ideas) {
    const key = [...idea.goes.map(keyOf), ...idea.out].sort().join('\n');
    if (found.has(key)) continue;
    const gain = reached - (estimate(network, target, idea) ?? reached);
    if (gain >= least) found.set(key, { idea, gain });
  }
  return [...found.values()].sort((a, b) => b.gain - a.gain);
}

const NOTHING = { after: [], out: [] } as const;

/** Somebody wrote that one waits for the other, but does not ask for it, or only wishes for a target that others reach. */
function orderIdeas(asked: AskedBoot, edge: BootEdge, slow: string): readonly Idea[] {
  const { graph, out } = asked;
  const type = graph.nodes.get(edge.from)?.type;
  if (type === 'target' || type === 'device' || type === 'slice') return [];
  const changes = wordsOf(graph, [edge]);
  if (changes === undefined) return [];
  const asks = out(edge.from, ...PULLS, 'Requisite').filter(({ to }) => to === edge.to);
  if (asks.length === 0) return [{ kind: 'order', slow, units: [edge.from], goes: [edge], changes, ...NOTHING }];
  // What it requires, or wants beside itself, it is to come after: only a milestone is a wish that may be given up.
  if (asks.some(({ type: asked }) => REQUIREMENTS.has(asked)) || !edge.to.endsWith('.target')) return [];
  const one: Idea = { kind: 'online', slow, units: [edge.from], goes: [edge], changes, ...NOTHING };
  return [one, ...allOf(asked, edge.to, slow)];
}

/** The same of all that wait for this target by a line. */
function allOf({ graph, network, in: into }: AskedBoot, target: string, slow: string): readonly Idea[] {
  const goes = into(target, 'After').filter(
    ({ from, declared }) =>
      network.starts.has(from) && !from.endsWith('.target') && declared.every(({ how }) => how === 'line'),
  );
  const changes = wordsOf(graph, goes);
  if (changes === undefined || goes.length < 2 || goes.length > TOGETHER) return [];
  return [{ kind: 'online', slow, units: goes.map(({ from }) => from), goes, changes, ...NOTHING }];
}

/** Targets that stand for something that comes from outside (systemd.special(7)). */
const WAITED_FOR = /^(network-online|time-sync)\.target$/;

/** The service that is documented as obsolete (systemd-udev-settle.service(8)): it waits until udev is idle. */
const SETTLE = 'systemd-udev-settle.service';

/**
 * A oneshot that a target for something from outside alone asks for, and that is ordered before nothing else by a line of its own: by its place it does nothing but
 * wait. Whoever only wants it can do without.
 */
function waiterIdea({ graph, started, out, in: into, network }: AskedBoot, unit: string): readonly Idea[] {
  if (graph.nodes.get(unit)?.facts.serviceType !== 'oneshot') return [];
  const pulls = into(unit, ...PULLS, 'Requisite').filter(({ from }) => started(from));
  const orders = into(unit, 'After').filter(({ from, declared }) => started(from) && declared.some(isWritten));
  const placed = [...pulls, ...orders];
  const waiter =
    unit === SETTLE || (pulls.length > 0 && orders.length > 0 && placed.every(({ from }) => WAITED_FOR.test(from)));
  const needed = pulls.some(({ type }) => REQUIREMENTS.has(type));
  // What it starts in its turn would go with it.
  if (!waiter || needed || out(unit, 'Upholds', 'OnSuccess').length > 0) return [];
  return [leavingOut(network, 'waiter', unit, [unit])];
}

function leavingOut(network: TimeNetwork, kind: Idea['kind'], slow: string, units: readonly string[]): Idea {
  const goes = [...network.waits.values()].flatMap((list) =>
    list.flatMap(({ earlier, edge }) => (earlier === slow ? [edge] : [])),
  );
  return { kind, slow, units, goes, changes: [], after: [], out: [slow] };
}

/** A service whose own socket is started: whoever connects starts it, and waits for it then. */
function onDemand({ graph, started, in: into, network }: AskedBoot, unit: string): readonly Idea[] {
  if (graph.nodes.get(unit)?.type !== 'service') return [];
  const socket = into(unit, 'Triggers').find(({ from }) => from.endsWith('.socket') && started(from));
  const needed = into(unit, ...REQUIREMENTS).some(({ from }) => started(from));
  return socket === undefined || needed ? [] : [leavingOut(network, 'on-demand', unit, [unit, socket.from])];
}

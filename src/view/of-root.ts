/** The viewer's data of an opened root, with every answer that needs the root: the audit, what mends each cycle, other inits' words. */
import { type BootTime, bootTimeIfKnown } from '../answers/boot-time.ts';
import { chain } from '../answers/chain.ts';
import { fileOwners } from '../answers/file-owners.ts';
import { speedUp } from '../answers/speed-up.ts';
import { why } from '../answers/why.ts';
import { audit } from '../audit/audit.ts';
import { bootOf, mendedOf } from '../boot/boot.ts';
import type { BootGraph } from '../graph/model.ts';
import type { OpenedRoot } from '../open.ts';
import { isLater, type Timings } from '../recorded/timing.ts';
import { blockagesText } from '../report/blockages.ts';
import { eventChainText } from '../report/event-chain.ts';
import { runlevelChainText } from '../report/runlevel-chain.ts';
import { speedUpText } from '../report/speed-up.ts';
import { whyText } from '../report/why.ts';
import { edgesWithin } from './data.ts';
import type { ViewData, ViewLength } from './format.ts';
import { viewOf } from './of-graph.ts';
import { WIDE } from './wide.ts';

/** @param timings recorded on that machine, for the timeline */
export function viewOfRoot(opened: OpenedRoot, timings?: Timings): ViewData {
  const data = dataOf(opened);
  if (timings === undefined) return data;
  return {
    ...data,
    timings: {
      source: timings.source,
      units: [...timings.units.values()].filter((timing) => !isLater(timings, timing)),
      ...timeOf(opened, timings),
    },
  };
}

/** What the length of the boot rests on, and what would make it shorter, as `bootscope speed-up` says it; nothing, where no target has a time. */
function timeOf(opened: OpenedRoot, timings: Timings): { readonly length?: ViewLength; readonly advice?: string } {
  const known = bootTimeIfKnown(opened, timings);
  if (known === undefined) return {};
  const length = lengthOf(opened.graph, known);
  if (opened.graph.init.system !== 'systemd') return { length };
  return { length, advice: speedUpText(opened, timings, speedUp(opened, timings), WIDE) };
}

/** Nodes and edges by their number in the page's columns. */
function lengthOf(graph: BootGraph, { target, reached, rests, slack }: BootTime): ViewLength {
  const numbers = new Map([...graph.nodes.keys()].map((id, number) => [id, number]));
  const edges = new Map(edgesWithin(graph).map((edge, number) => [edge, number]));
  const of = (id: string): number => numbers.get(id) ?? -1;
  return {
    target: of(target),
    reached,
    rests: rests.map(({ start, wait }) => [
      of(start.unit),
      wait === undefined ? -1 : (edges.get(wait.edge) ?? -1),
      start.began,
      start.ended,
      start.lag,
    ]),
    slack: [...slack].map(([id, left]) => [of(id), left]),
  };
}

function dataOf(opened: OpenedRoot): ViewData {
  const findings = audit(opened);
  const owners = fileOwners(opened);
  if (opened.graph.init.system !== 'systemd')
    return viewOf(opened, { findings, owners, texts: textsOf(opened), ...milestonesOf(opened) });
  return viewOf(opened, { findings, owners, mended: mendedOf(opened) });
}

/** Upstart's boot is a chain of events, and aims at none. */
function milestonesOf(opened: OpenedRoot): { readonly milestones?: readonly string[] } {
  const boot = chain(opened);
  return boot.kind === 'events' ? { milestones: boot.events.map(({ event }) => `event:${event.name}`) } : {};
}

function textsOf(opened: OpenedRoot): ViewData['texts'] {
  const boot = chain(opened);
  if (boot.kind !== 'events')
    return {
      chain: boot.kind === 'runlevel' ? runlevelChainText(opened.graph, boot.boot, WIDE) : '',
      cycles: '',
      why: {},
    };
  const jobs = [...bootOf(opened).plan.started].filter((id) => id.startsWith('upstart:'));
  return {
    chain: eventChainText(opened, boot.boot, boot.events, WIDE, false),
    cycles: blockagesText(boot.boot, WIDE),
    why: Object.fromEntries(jobs.map((id) => [id, whyText(opened, why(opened, id), WIDE)])),
  };
}

/** The viewer's data of an opened root, with every answer that needs the root: the audit, what mends each cycle, other inits' words. */
import { audit } from './audit/audit.ts';
import { findCycles } from './engine/cycles/find.ts';
import { planBoot } from './engine/plan.ts';
import { mendCycles } from './mend.ts';
import type { OpenedRoot } from './open.ts';
import type { Timings } from './recorded/timing.ts';
import { blockagesText } from './report/blockages.ts';
import { eventChainText } from './report/event-chain.ts';
import { runlevelChainText } from './report/runlevel-chain.ts';
import type { ViewData } from './report/view-format.ts';
import { viewOf } from './report/view-of.ts';
import { whyStartedText } from './report/why-started.ts';
import { eventChain } from './upstart/simulate/chain.ts';

/** Lines are broken by the browser. */
const WIDE = { width: 10_000 };

/** @param timings recorded on that machine, for the timeline */
export function viewOfRoot(opened: OpenedRoot, timings?: Timings): ViewData {
  const data = dataOf(opened);
  if (timings === undefined) return data;
  return { ...data, timings: { source: timings.source, units: [...timings.units.values()] } };
}

function dataOf(opened: OpenedRoot): ViewData {
  const { graph, version } = opened;
  const findings = audit(opened);
  if (graph.init.system !== 'systemd')
    return viewOf(opened, { findings, texts: textsOf(opened), ...milestonesOf(opened) });
  return viewOf(opened, { findings, mended: mendCycles(opened, findCycles(graph, { version })) });
}

/** Upstart's boot is a chain of events, and aims at none. */
function milestonesOf({ upstartBoot }: OpenedRoot): { readonly milestones?: readonly string[] } {
  if (upstartBoot === undefined) return {};
  return { milestones: eventChain(upstartBoot, undefined).map((step) => `event:${step.event.name}`) };
}

function textsOf(opened: OpenedRoot): ViewData['texts'] {
  const { graph, version, upstartBoot, sysvBoot } = opened;
  if (upstartBoot === undefined)
    return { chain: sysvBoot === undefined ? '' : runlevelChainText(graph, sysvBoot, WIDE), cycles: '', why: {} };
  const { started } = planBoot(graph, { version });
  const jobs = [...started].filter((id) => id.startsWith('upstart:'));
  return {
    chain: eventChainText(opened, upstartBoot, eventChain(upstartBoot, undefined), WIDE, false),
    cycles: blockagesText(upstartBoot, WIDE),
    why: Object.fromEntries(jobs.map((id) => [id, whyStartedText(opened, started, id, WIDE)])),
  };
}

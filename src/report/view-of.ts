/** From an opened root, or from a bare graph, to the viewer's data, by what its init would start. */
import type { Finding } from '../audit/rule.ts';
import { planBoot } from '../engine/plan.ts';
import type { Transaction } from '../engine/transaction/build.ts';
import type { BootGraph } from '../graph/model.ts';
import type { Told } from './told.ts';
import { type ViewCycleInput, type ViewLink, viewData } from './view-data.ts';
import type { ViewData } from './view-format.ts';

/** Where a graph names no version (open.ts says so in a diagnostic). */
const ASSUMED_VERSION = 252;

/** @param findings of the audit, where it has run */
export function viewOf(opened: Told, findings?: readonly Finding[]): ViewData {
  const { graph, version, asked } = opened;
  const plan = planBoot(graph, { version });
  const extras = {
    version,
    asked,
    links: linksOf(opened),
    ...(findings === undefined ? {} : { findings: findings.map((finding) => ({ ...finding, fix: finding.mend })) }),
  };
  return plan.transaction === undefined
    ? viewData(graph, undefined, { ...extras, started: plan.started })
    : viewData(graph, { ...plan.transaction, cycles: plan.transaction.cycles.map(cycleInput) }, extras);
}

/** The same of a graph alone, as someone drops it on the page: links that are not in it are not told. */
export function viewOfGraph(graph: BootGraph): ViewData {
  const own = Number(graph.init.version);
  const version = Number.isInteger(own) && own > 0 ? own : ASSUMED_VERSION;
  return viewOf({
    graph,
    version,
    asked: graph.target,
    aliasLink: () => undefined,
    snapshot: { readlink: () => undefined },
  });
}

/** The links that answers name: of each alias, of the default target, and of fragments that are links. */
function linksOf({ graph, asked, aliasLink, snapshot }: Told): ViewLink[] {
  const names = new Set([asked, ...[...graph.nodes.values()].flatMap((node) => node.aliases)]);
  const aliases = [...names].flatMap((name) => {
    const link = aliasLink(name);
    return link === undefined ? [] : [{ name, file: link.file, target: link.target }];
  });
  const fragments = [...graph.nodes.values()].flatMap(({ fragment }) => {
    const target = fragment === null ? undefined : snapshot.readlink(fragment);
    return fragment === null || target === undefined ? [] : [{ name: fragment, file: fragment, target }];
  });
  return [...aliases, ...fragments];
}

function cycleInput({ members, victim }: Transaction['cycles'][number]): ViewCycleInput {
  return { members, victims: victim === null ? [] : [victim], unbreakable: victim === null };
}

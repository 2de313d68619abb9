/** From an opened root, or from a bare graph, to the viewer's data, by what its init would start. */

import { idleLinks } from '../answers/idle-links.ts';
import type { Finding } from '../audit/rule.ts';
import { ASSUMED_VERSION } from '../behaviours/version.ts';
import { bootOf } from '../boot/boot.ts';
import type { Mended } from '../boot/mend.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import { cycleKey, type OrderingCycle } from '../engine/cycles/cycle.ts';
import type { LaterStart } from '../engine/later/later-start.ts';
import type { BootGraph } from '../graph/model.ts';
import { cycleAdvice } from '../report/cycles.ts';
import { type ViewCycleInput, type ViewLink, viewData } from './data.ts';
import type { ViewData } from './format.ts';
import { storyOf } from './story.ts';
import { WIDE } from './wide.ts';

/** What takes an opened root to work out. */
export interface ViewAnswers {
  /** The audit's, where it has run. */
  readonly findings?: readonly Finding[];
  readonly mended?: Mended;
  readonly texts?: ViewData['texts'];
  readonly milestones?: readonly string[];
  /** Package of a file, where the copy says. */
  readonly owners?: ReadonlyMap<string, string>;
}

export function viewOf(opened: RootFacts, { findings, mended, texts, milestones, owners }: ViewAnswers = {}): ViewData {
  const { graph, version, asked, config, cmdline } = opened;
  const boot = bootOf(opened);
  const { plan } = boot;
  const story = storyOf(opened);
  const fileStarts = opened.startsInFiles?.(plan.started).later.filter(({ unit }) => graph.nodes.has(unit));
  const extras = {
    version,
    asked,
    config,
    cmdline,
    links: linksOf(opened),
    ...(texts === undefined ? {} : { texts }),
    ...(milestones === undefined ? {} : { milestones }),
    ...(story === undefined ? {} : { story, varying: boot.varying }),
    ...(fileStarts === undefined || fileStarts.length === 0 ? {} : { fileStarts }),
    ...(owners === undefined ? {} : { owners }),
    ...(findings === undefined ? {} : { findings: findings.map((finding) => ({ ...finding, fix: finding.mend })) }),
  };
  if (plan.transaction === undefined) return viewData(graph, undefined, { ...extras, started: plan.started });
  return viewData(
    graph,
    { ...plan.transaction, cycles: boot.cycles.cycles.map((cycle) => cycleInput(cycle, mended)) },
    extras,
  );
}

/**
 * The same of a graph alone, as someone drops it on the page: links that are not in it are not told.
 * @param fileStarts later starts by files beside the units, as `graph --json` has them
 */
export function viewOfGraph(graph: BootGraph, fileStarts: readonly LaterStart[] = []): ViewData {
  const own = Number(graph.init.version);
  const version = Number.isInteger(own) && own > 0 ? own : ASSUMED_VERSION;
  return viewOf({
    graph,
    version,
    asked: graph.target,
    config: '/etc/systemd/system',
    cmdline: '',
    aliasLink: () => undefined,
    snapshot: { readlink: () => undefined },
    ...(fileStarts.length === 0 ? {} : { startsInFiles: () => ({ commands: [], later: fileStarts }) }),
  });
}

/** The links that answers name: of each alias, of the default target, and of fragments that are links. */
function linksOf(root: RootFacts): ViewLink[] {
  const { graph, asked, aliasLink, snapshot } = root;
  const names = new Set([asked, ...[...graph.names.keys()].filter((name) => !graph.nodes.has(name))]);
  const aliases = [...names].flatMap((name) => {
    const link = aliasLink(name);
    return link === undefined ? [] : [{ name, file: link.file, target: link.target }];
  });
  const fragments = [...graph.nodes.values()].flatMap(({ fragment }) => {
    const target = fragment === null ? undefined : snapshot.readlink(fragment);
    return fragment === null || target === undefined ? [] : [{ name: fragment, file: fragment, target }];
  });
  const idle = [...graph.nodes.values()].flatMap(({ id, settings }) => {
    const install = settings.filter(({ section, overridden }) => section === 'Install' && !overridden);
    return idleLinks(root, id, install).map(({ link }) => ({
      name: link,
      file: link,
      target: snapshot.readlink(link) ?? '',
    }));
  });
  return [...aliases, ...fragments, ...idle];
}

function cycleInput(cycle: OrderingCycle, mended: Mended | undefined): ViewCycleInput {
  const mending = mended?.byCycle.get(cycleKey(cycle));
  return {
    members: cycle.members,
    edges: cycle.edges.map(({ edge }) => edge),
    victims: cycle.victims,
    protected: cycle.protected,
    unbreakable: cycle.unbreakable,
    ...(mending ? { culprit: mending.culprit.edge } : {}),
    advice: cycleAdvice(cycle, mended, WIDE),
  };
}

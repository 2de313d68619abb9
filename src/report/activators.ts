/** Timers, sockets, paths and automounts that would start a unit: which of them come up themselves, and what to do where none does. */
import { bootOf } from '../boot/boot.ts';
import type { RootFacts } from '../boot/root-facts.ts';
import type { UnitFate } from '../engine/failure/impact.ts';
import { type LaterWay, onlyRepeats } from '../engine/later/later-start.ts';
import type { BootEdge } from '../graph/model.ts';
import { systemctlFor } from '../words/systemctl.ts';
import { checkLines } from './checks.ts';
import { em } from './style.ts';
import type { Page } from './wrap.ts';

export interface Activators {
  /** They come up, and start it when its time comes or it is needed. */
  readonly ready: readonly BootEdge[];
  /** Timers that start it anew after it has run, and never a first time. */
  readonly repeats: readonly BootEdge[];
  /** They have a job, and are skipped or lost themselves. */
  readonly lost: readonly { readonly edge: BootEdge; readonly fate: UnitFate }[];
  /** They are not started at boot. */
  readonly idle: readonly BootEdge[];
}

export function activatorsOf(opened: RootFacts, started: ReadonlySet<string>, edges: readonly BootEdge[]): Activators {
  const { graph } = opened;
  const { turns } = bootOf(opened);
  const found = { ready: [] as BootEdge[], repeats: [] as BootEdge[], idle: [] as BootEdge[] };
  const lost: { edge: BootEdge; fate: UnitFate }[] = [];
  for (const edge of edges) {
    const node = graph.nodes.get(edge.from);
    const fate = turns.get(edge.from);
    if (!started.has(edge.from)) found.idle.push(edge);
    else if (fate?.certain === true && fate.fate !== 'ended') lost.push({ edge, fate });
    else if (node !== undefined && onlyRepeats(node)) found.repeats.push(edge);
    else found.ready.push(edge);
  }
  return { ...found, lost };
}

/** What would start it when its time comes, or when it is needed. */
export function toEnable({ graph, config }: RootFacts, idle: readonly BootEdge[]): readonly string[] {
  return idle.flatMap(({ from }) => {
    const node = graph.nodes.get(from);
    const linked = node?.load === 'loaded' && node.settings.some(({ section }) => section === 'Install');
    return linked ? [`To have it started by ${from}: ${systemctlFor(config)} enable ${from}.`] : [];
  });
}

/** What only the machine knows of the units that start it: whether they come up themselves. */
export function restsOn(graph: RootFacts['graph'], later: readonly LaterWay[], page: Page): readonly string[] {
  return [...new Set(later.map(({ start }) => start.by))].flatMap((by) => {
    const checks = graph.nodes.get(by)?.checks;
    if (checks?.outcome !== 'open') return [];
    return [
      `  whether ${em('strong', by)} is skipped itself, this root does not tell:`,
      ...checkLines(checks.checks, page, '      '),
    ];
  });
}

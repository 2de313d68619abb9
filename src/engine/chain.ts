/** The chain of targets below the anchor: graphical, multi-user, basic, sysinit, local-fs. */
import type { BootEdge, BootGraph } from '../graph/model.ts';

export interface ChainStep {
  readonly target: string;
  /** The edge that led here from the step before; absent for the first. */
  readonly by?: BootEdge;
  /** What this target requires and wants, targets and others alike. */
  readonly pulls: readonly BootEdge[];
  /** Other targets that it comes after. */
  readonly after: readonly BootEdge[];
}

/** Follows, from `start`, the target that a target requires or wants and also waits for; required ones first. */
export function targetChain(graph: BootGraph, start: string = graph.target): readonly ChainStep[] {
  const steps: ChainStep[] = [];
  const seen = new Set<string>();
  const from = edgesFrom(graph);
  // Of two wanted targets the one with more behind it carries the chain on.
  const behind = (target: string): number =>
    (from.get(target) ?? []).filter((e) => e.type === 'Wants' || e.type === 'Requires').length;
  let id: string | undefined = start;
  let by: BootEdge | undefined;
  while (id !== undefined && !seen.has(id)) {
    seen.add(id);
    const here: string = id;
    const out = from.get(here) ?? [];
    const pulls = out.filter((e) => e.type === 'Requires' || e.type === 'Wants' || e.type === 'BindsTo');
    const after = out.filter((e) => e.type === 'After' && isAnchor(e.to));
    steps.push({ target: here, ...(by ? { by } : {}), pulls, after });
    const waited = new Set(after.map((e) => e.to));
    const next = pulls
      .filter((e) => waited.has(e.to) && graph.nodes.get(e.to)?.load === 'loaded')
      .sort((a, b) => Number(a.type === 'Wants') - Number(b.type === 'Wants') || behind(b.to) - behind(a.to));
    by =
      next[0] ??
      after.find(
        (e) =>
          steps.length > 1 &&
          graph.nodes.get(e.to)?.load === 'loaded' &&
          !seen.has(e.to) &&
          e.declared.some((d) => d.origin === 'file'),
      );
    id = by?.to;
  }
  return steps;
}

function isAnchor(id: string): boolean {
  return id.endsWith('.target') || id.startsWith('runlevel:');
}

/** Edges by their start: found once, since a hostile chain may be thousands long. */
function edgesFrom(graph: BootGraph): ReadonlyMap<string, readonly BootEdge[]> {
  const from = new Map<string, BootEdge[]>();
  for (const edge of graph.edges) {
    const list = from.get(edge.from);
    if (list) list.push(edge);
    else from.set(edge.from, [edge]);
  }
  return from;
}

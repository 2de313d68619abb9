/** Several graphs as one: what each init knows of the same root, side by side. */
import { createGraphBuilder } from './builder.ts';
import type { BootEdge, BootGraph, BootNode, InitReport } from './model.ts';

/**
 * All nodes, edges and diagnostics under one head. Where two graphs know the same id, the first one's node stays and the
 * edges add up. Linear: graphs are sorted already.
 */
export function mergeGraphs(
  head: { readonly root: string; readonly init: InitReport; readonly target: string },
  graphs: readonly BootGraph[],
): BootGraph {
  const [first, ...others] = graphs.filter((graph) => graph.nodes.size > 0 || graph.diagnostics.length > 0);
  if (first === undefined) return createGraphBuilder().finish(head);
  if (others.length === 0) return { ...first, ...head };
  const clash = others.some((graph, i) =>
    [...graph.nodes.keys()].some((id) => [first, ...others.slice(0, i)].some((earlier) => earlier.nodes.has(id))),
  );
  if (clash) {
    const builder = createGraphBuilder();
    for (const graph of [first, ...others]) builder.addGraph(graph);
    return builder.finish(head);
  }
  const all = [first, ...others];
  const nodes = all.reduce<readonly BootNode[]>((sorted, graph) => weave(sorted, [...graph.nodes.values()], idOf), []);
  const names = new Map<string, string>();
  for (const node of nodes) names.set(node.id, node.id);
  for (const graph of all) for (const [name, id] of graph.names) if (!names.has(name)) names.set(name, id);
  return {
    ...head,
    nodes: new Map(nodes.map((node) => [node.id, node])),
    names,
    edges: all.reduce<readonly BootEdge[]>((sorted, graph) => weave(sorted, graph.edges, fromOf), []),
    diagnostics: all.flatMap((graph) => graph.diagnostics),
  };
}

const idOf = (node: BootNode): string => node.id;
const fromOf = (edge: BootEdge): string => edge.from;

/** Two lists sorted by `key` as one. */
function weave<T>(a: readonly T[], b: readonly T[], key: (item: T) => string): readonly T[] {
  if (a.length === 0) return b;
  const out: T[] = [];
  let at = 0;
  for (const item of b) {
    for (let next = a[at]; next !== undefined && key(next) <= key(item); next = a[++at]) out.push(next);
    out.push(item);
  }
  for (; at < a.length; at++) out.push(a[at] as T);
  return out;
}

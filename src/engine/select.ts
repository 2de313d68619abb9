/** A part of a graph: what a question is about, and nothing else. */
import type { BootEdge, BootGraph, EdgeType, Origin } from '../graph/model.ts';
import { type Adjacency, buildCsr } from './csr.ts';
import { drawnEdges } from './layout-edges.ts';
import { waves } from './waves.ts';

export interface Selection {
  /** Edges that touch a unit for which this is true, with their other ends. */
  readonly touching?: ((id: string) => boolean) | undefined;
  /** Units that may stay at all. */
  readonly within?: ((id: string) => boolean) | undefined;
  readonly types?: readonly EdgeType[] | undefined;
  readonly origins?: readonly Origin[] | undefined;
  /** Only what this unit leads to, along the edges that stay. */
  readonly from?: string | undefined;
  /** Only what leads to this unit. */
  readonly to?: string | undefined;
  /** Leave out every After edge that a longer path of After edges implies. */
  readonly reduce?: boolean | undefined;
}

/** The graph with only the selected edges, and the units that they join (or that were asked for). Linear but for `reduce`. */
export function selectGraph(graph: BootGraph, selection: Selection): BootGraph {
  const types = selection.types && new Set(selection.types);
  const origins = selection.origins && new Set(selection.origins);
  const within = selection.within ?? (() => true);
  let edges = graph.edges.filter(
    (edge) =>
      within(edge.from) &&
      within(edge.to) &&
      types?.has(edge.type) !== false &&
      (origins === undefined || edge.origins.some((origin) => origins.has(origin))),
  );
  const asked = new Set([selection.from, selection.to].filter((id) => id !== undefined));
  let stays = within;
  if (asked.size > 0) {
    const reached = reachable({ nodes: graph.nodes, edges }, selection.from, selection.to);
    stays = (id) => reached.has(id);
    edges = edges.filter((edge) => stays(edge.from) && stays(edge.to));
  }
  const { touching } = selection;
  if (touching !== undefined) edges = edges.filter((edge) => touching(edge.from) || touching(edge.to));
  if (selection.reduce === true) edges = reduceOrder(graph, edges);
  const joined = touching === undefined ? undefined : new Set(edges.flatMap((edge) => [edge.from, edge.to]));
  const nodes = new Map(
    [...graph.nodes].filter(([id]) => stays(id) && (joined === undefined || joined.has(id) || touching?.(id) === true)),
  );
  const names = new Map([...graph.names].filter(([, id]) => nodes.has(id)));
  return { ...graph, nodes, names, edges };
}

/** Units that `from` leads to, that lead to `to`, or that lie between both; the ends themselves included. */
function reachable(
  graph: Pick<BootGraph, 'nodes' | 'edges'>,
  from: string | undefined,
  to: string | undefined,
): ReadonlySet<string> {
  const { ids, index, forward, backward } = buildCsr(graph, [...new Set(graph.edges.map((edge) => edge.type))]);
  const walk = (rows: Adjacency, start: string): Uint8Array => {
    const met = new Uint8Array(ids.length);
    const open = [index.get(start) ?? -1];
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (node < 0 || met[node] === 1) continue;
      met[node] = 1;
      for (let k = rows.start[node] as number; k < (rows.start[node + 1] as number); k++)
        open.push(rows.to[k] as number);
    }
    return met;
  };
  const down = from === undefined ? undefined : walk(forward, from);
  const up = to === undefined ? undefined : walk(backward, to);
  return new Set(ids.filter((_, node) => down?.[node] !== 0 && up?.[node] !== 0));
}

/** Without the After edges that others imply; edges within a cycle all stay. */
function reduceOrder(graph: BootGraph, edges: readonly BootEdge[]): BootEdge[] {
  const csr = buildCsr({ nodes: graph.nodes, edges }, ['After']);
  const order = edges.filter((edge) => edge.type === 'After');
  const number = (id: string): number => csr.index.get(id) as number;
  const keep = drawnEdges(
    csr.ids.length,
    waves(csr.backward),
    order.map((edge) => number(edge.to)),
    order.map((edge) => number(edge.from)),
  );
  const implied = new Set(order.filter((_, k) => keep[k] === 0));
  return edges.filter((edge) => !implied.has(edge));
}

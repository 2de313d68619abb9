/** A container to grow a BootGraph in: nodes by id, one edge per (from, type, to), declarations merged under it. */

import { byText } from '../words/by-text.ts';
import {
  type BootEdge,
  type BootGraph,
  type BootNode,
  type Declaration,
  type Diagnostic,
  EDGE_TYPES,
  type EdgeType,
  type InitReport,
  ORIGINS,
  type Origin,
} from './model.ts';

export interface GraphBuilder {
  /** Adds a node, or replaces the node of the same id (to change what was learnt later). Its aliases become names. */
  addNode(node: BootNode): void;
  /** Another name that leads to a node without being an alias of it. */
  addName(name: string, id: string): void;
  node(id: string): BootNode | undefined;
  /**
   * Adds one declaration to the edge `from --type--> to`; the edge is made if it is new. The ends may be added later, but
   * must be there at `finish`. Always the forward type: for `Before=` written in `a`, `declare('b', 'After', 'a', {by: 'a', …})`.
   * The same declaration twice in a row counts once. Self edges are dropped, as every init does.
   */
  declare(from: string, type: EdgeType, to: string, declaration: Declaration): void;
  /** An edge handed on whole: it is added once, and nothing is declared for its node otherwise. A self edge is dropped. */
  addEdge(from: string, type: EdgeType, to: string, declared: readonly Declaration[]): void;
  hasEdge(from: string, type: EdgeType, to: string): boolean;
  diagnose(diagnostic: Diagnostic): void;
  /** Takes in a finished graph: nodes, edges, diagnostics. On a clash of ids the node that is here stays. */
  addGraph(graph: BootGraph): void;
  /**
   * The graph: nodes by id, edges by from, type, to (byte order of UTF-16, so stable everywhere), diagnostics in order of arrival.
   * @throws Error where an edge's end was never added: a bug of the caller, never of the input.
   */
  finish(head: { readonly root: string; readonly init: InitReport; readonly target: string }): BootGraph;
}

interface GrowingEdge {
  readonly type: EdgeType;
  readonly to: string;
  readonly declared: Declaration[];
}

/** An empty builder. Adding is O(1) amortised; `finish` sorts. */
export function createGraphBuilder(): GraphBuilder {
  const nodes = new Map<string, BootNode>();
  const out = new Map<string, Map<string, GrowingEdge>>();
  const whole = new Map<string, BootEdge[]>();
  const others = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];

  function addNode(node: BootNode): void {
    nodes.set(node.id, node);
  }

  function declare(from: string, type: EdgeType, to: string, declaration: Declaration): void {
    if (from === to) return;
    let edges = out.get(from);
    if (edges === undefined) {
      edges = new Map();
      out.set(from, edges);
    }
    if (whole.has(from)) throw new Error(`a declaration for edges that were handed on whole: ${from}`);
    const key = `${type} ${to}`;
    const edge = edges.get(key);
    if (edge === undefined) edges.set(key, { type, to, declared: [declaration] });
    else if (!sameDeclaration(edge.declared[edge.declared.length - 1], declaration)) edge.declared.push(declaration);
  }

  function addEdge(from: string, type: EdgeType, to: string, declared: readonly Declaration[]): void {
    if (from === to) return;
    if (out.has(from)) throw new Error(`a whole edge of a node with declarations: ${from}`);
    const edge = edgeOf(from, type, to, saidTwice(declared) ? saidOnce(declared) : declared);
    const known = whole.get(from);
    if (known === undefined) whole.set(from, [edge]);
    else known.push(edge);
  }

  function addGraph(graph: BootGraph): void {
    for (const node of graph.nodes.values()) if (!nodes.has(node.id)) addNode(node);
    for (const [name, id] of graph.names) if (!others.has(name)) others.set(name, id);
    for (const edge of graph.edges)
      for (const declaration of edge.declared) declare(edge.from, edge.type, edge.to, declaration);
    for (const diagnostic of graph.diagnostics) diagnostics.push(diagnostic);
  }

  return {
    addNode,
    addName: (name, id) => void others.set(name, id),
    node: (id) => nodes.get(id),
    declare,
    addEdge,
    hasEdge: (from, type, to) =>
      (out.get(from)?.has(`${type} ${to}`) || whole.get(from)?.some((e) => e.type === type && e.to === to)) ?? false,
    diagnose: (diagnostic) => void diagnostics.push(diagnostic),
    addGraph,
    finish: ({ root, init, target }) => {
      const sorted = [...nodes.values()].sort((a, b) => byText(a.id, b.id));
      return {
        root,
        init,
        target,
        nodes: new Map(sorted.map((node) => [node.id, node])),
        names: namesOf(sorted, others),
        edges: sortedEdges(out, whole, nodes),
        diagnostics: [...diagnostics],
      };
    },
  };
}

function namesOf(nodes: readonly BootNode[], others: ReadonlyMap<string, string>): Map<string, string> {
  const names = new Map<string, string>();
  for (const node of nodes) names.set(node.id, node.id);
  for (const node of nodes) for (const alias of node.aliases) if (!names.has(alias)) names.set(alias, node.id);
  for (const [name, id] of others) if (!names.has(name)) names.set(name, id);
  return names;
}

const TYPE_RANK = Object.fromEntries(EDGE_TYPES.map((type, rank) => [type, rank])) as Readonly<
  Record<EdgeType, number>
>;
const originRank = new Map<Origin, number>(ORIGINS.map((origin, rank) => [origin, rank]));

function sortedEdges(
  out: ReadonlyMap<string, ReadonlyMap<string, GrowingEdge>>,
  whole: ReadonlyMap<string, BootEdge[]>,
  nodes: ReadonlyMap<string, BootNode>,
): BootEdge[] {
  const edges: BootEdge[] = [];
  for (const from of [...out.keys(), ...whole.keys()].sort(byText)) {
    if (!nodes.has(from)) throw new Error(`edge from a node that was never added: ${from}`);
    const outgoing = whole.get(from) ?? growing(from, out);
    outgoing.sort((a, b) => (a.type === b.type ? byText(a.to, b.to) : TYPE_RANK[a.type] - TYPE_RANK[b.type]));
    for (const edge of outgoing) {
      if (!nodes.has(edge.to)) throw new Error(`edge to a node that was never added: ${edge.to}`);
      edges.push(edge);
    }
  }
  return edges;
}

function growing(from: string, out: ReadonlyMap<string, ReadonlyMap<string, GrowingEdge>>): BootEdge[] {
  return [...(out.get(from)?.values() ?? [])].map(({ type, to, declared }) => edgeOf(from, type, to, declared));
}

function edgeOf(from: string, type: EdgeType, to: string, declared: readonly Declaration[]): BootEdge {
  return { from, to, type, origins: originsOf(declared), declared };
}

/** One list for all edges of one origin. */
const ALONE = new Map<Origin, readonly Origin[]>(ORIGINS.map((origin) => [origin, [origin]]));

function originsOf(declared: readonly Declaration[]): readonly Origin[] {
  const first = declared[0]?.origin;
  // Nearly every edge is said by one line or one rule.
  if (first !== undefined && declared.every(({ origin }) => origin === first)) return ALONE.get(first) ?? [first];
  const origins = new Set<Origin>();
  for (const declaration of declared) origins.add(declaration.origin);
  return [...origins].sort((a, b) => rankOf(originRank, a) - rankOf(originRank, b));
}

function rankOf<T>(ranks: ReadonlyMap<T, number>, key: T): number {
  return ranks.get(key) ?? ranks.size;
}

function saidTwice(declared: readonly Declaration[]): boolean {
  return declared.some((declaration, at) => at > 0 && sameDeclaration(declared[at - 1], declaration));
}

function saidOnce(declared: readonly Declaration[]): readonly Declaration[] {
  return declared.filter((declaration, at) => at === 0 || !sameDeclaration(declared[at - 1], declaration));
}

function sameDeclaration(a: Declaration | undefined, b: Declaration): boolean {
  return a !== undefined && isSameProof(a, b) && a.as === b.as;
}

/** The same line, link or rule, whatever name was written there. */
export function isSameProof(a: Declaration, b: Declaration): boolean {
  return (
    a.by === b.by &&
    a.origin === b.origin &&
    a.how === b.how &&
    a.file === b.file &&
    a.line === b.line &&
    a.key === b.key &&
    a.rule === b.rule
  );
}

/** Columns instead of objects, each text and each list of declarations once: what keeps the page small. */

import { type BootEdge, type BootNode, type Declaration, EDGE_TYPES, ORIGINS } from '../graph/model.ts';
import { HOWS, VIEW_STATES, type ViewData, type ViewState } from './format.ts';
import type { Layout } from './layout.ts';

export interface NodeState {
  state: ViewState;
  note: string;
}

export function nodeColumns(
  nodes: readonly BootNode[],
  states: readonly NodeState[],
  wave: Int32Array,
  place: Layout,
  why: Int32Array,
  step: Int32Array,
  of: (text: string) => number,
): ViewData['nodes'] {
  return {
    id: nodes.map((node) => of(node.id)),
    init: nodes.map((node) => of(node.init)),
    type: nodes.map((node) => of(node.type)),
    load: nodes.map((node) => of(node.load)),
    state: states.map((entry) => VIEW_STATES.indexOf(entry.state)),
    wave: [...wave],
    x: [...place.x].map(Math.round),
    y: [...place.y].map(Math.round),
    description: nodes.map((node) => of(node.description)),
    fragment: nodes.map((node) => of(node.fragment ?? '')),
    note: states.map((entry) => of(entry.note)),
    why: [...why],
    step: [...step],
    effective: nodes.map((node) => (node.effective ? 1 : 0)),
    more: nodes.map((node) => of(moreOf(node))),
    dropIns: nodes.map((node) => node.dropIns.map(of)),
    aliases: nodes.map((node) => node.aliases.map(of)),
    settings: nodes.map((node) =>
      node.settings.flatMap((s) => [of(s.section), of(s.key), of(s.value), of(s.file), s.line, s.overridden ? 1 : 0]),
    ),
  };
}

function moreOf({ facts, noEffect, loadError, checks }: BootNode): string {
  const more = JSON.stringify({
    facts: Object.keys(facts).length > 0 ? facts : undefined,
    noEffect,
    loadError,
    checks,
  });
  return more === '{}' ? '' : more;
}

export function edgeColumns(
  edges: readonly BootEdge[],
  from: readonly number[],
  to: readonly number[],
  order: readonly number[],
  proofs: ReturnType<typeof proofTable>,
  of: (text: string) => number,
): ViewData['edges'] {
  /** What a unit says of itself is one list for all edges that the same line makes. */
  const own = new Map<readonly Declaration[], number>();
  const proofOf = (edge: BootEdge): number => {
    if (edge.declared.some(({ by }) => by !== edge.from)) return proofs.of(proofNumbers(edge, of));
    const made = own.get(edge.declared) ?? proofs.of(proofNumbers(edge, of));
    own.set(edge.declared, made);
    return made;
  };
  return { from, to, type: edges.map((edge) => EDGE_TYPES.indexOf(edge.type)), order, proof: edges.map(proofOf) };
}

function proofNumbers(edge: BootEdge, of: (text: string) => number): readonly number[] {
  return edge.declared.flatMap((d) => [
    d.by === edge.from ? 0 : d.by === edge.to ? 1 : 1 + of(d.by),
    ORIGINS.indexOf(d.origin),
    HOWS.indexOf(d.how),
    of(d.file ?? ''),
    d.line ?? 0,
    of(d.as ?? ''),
    of(d.key ?? ''),
    of(d.rule ?? ''),
    of(d.generator ?? ''),
    of(d.source?.file ?? ''),
    d.source?.line ?? 0,
  ]);
}

/** Each list of numbers once: thousands of edges hold by the same few rules. */
export function proofTable(): {
  readonly all: readonly (readonly number[])[];
  readonly of: (proof: readonly number[]) => number;
} {
  const all: (readonly number[])[] = [];
  const known = new Map<string, number>();
  const of = (proof: readonly number[]): number => {
    const key = proof.join();
    const at = known.get(key);
    if (at !== undefined) return at;
    known.set(key, all.length);
    return all.push(proof) - 1;
  };
  return { all, of };
}

export function stringTable(): { readonly all: readonly string[]; readonly of: (text: string) => number } {
  const all: string[] = [''];
  const known = new Map<string, number>([['', 0]]);
  const of = (text: string): number => {
    const at = known.get(text);
    if (at !== undefined) return at;
    known.set(text, all.length);
    return all.push(text) - 1;
  };
  return { all, of };
}

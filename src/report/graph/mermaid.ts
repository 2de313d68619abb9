import type { BootGraph, EdgeType } from '../../graph/model.ts';

/** Strokes: requirements are solid, wishes dotted, the order thick. */
const ARROW: Partial<Readonly<Record<EdgeType, string>>> = {
  Requires: '-->',
  BindsTo: '-->',
  Wants: '-.->',
  Upholds: '-.->',
  After: '==>',
  Conflicts: '--x',
};

/**
 * A Mermaid flowchart, for Markdown pages and wikis; good for small selections.
 * @param basis sentences on what the graph rests on: a comment each
 */
export function mermaidGraph(graph: BootGraph, basis: readonly string[] = []): string {
  const number = new Map([...graph.nodes.keys()].map((id, k) => [id, `n${k}`]));
  return [
    'flowchart LR',
    // A comment may hold no braces: they begin a directive.
    ...basis.map((sentence) => `  %% ${sentence.replace(/[\r\n{}]+/g, ' ')}`),
    ...[...graph.nodes.keys()].map((id) => `  ${number.get(id)}["${mermaidLabel(id)}"]`),
    ...graph.edges.map(
      (edge) => `  ${number.get(edge.from)} ${ARROW[edge.type] ?? '-->'}|${edge.type}| ${number.get(edge.to)}`,
    ),
  ].join('\n');
}

/** Everything but letters, digits and plain marks as an entity, in Mermaid's own spelling. */
export function mermaidLabel(text: string): string {
  return [...text].map((c) => (/[\w .@:/-]/.test(c) ? c : `#${c.codePointAt(0)};`)).join('');
}

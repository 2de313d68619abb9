import type { BootEdge, BootGraph, BootNode, EdgeType } from '../../graph/model.ts';
import { place } from '../words.ts';

/** Colours and strokes of `systemd-analyze dot`, so that the pictures are read alike. */
const LOOK: Partial<Readonly<Record<EdgeType, string>>> = {
  Requires: 'color="black"',
  BindsTo: 'color="black", style="bold"',
  Requisite: 'color="darkblue"',
  Wants: 'color="grey66"',
  Upholds: 'color="grey66", style="bold"',
  Conflicts: 'color="red"',
  After: 'color="green"',
  Triggers: 'color="orange", style="dashed"',
};

/**
 * For Graphviz. An edge points from the unit that depends to the one it depends on; its tip says where that stands.
 * @param basis sentences on what the graph rests on: a comment each
 */
export function dotGraph(graph: BootGraph, basis: readonly string[] = []): string {
  return [
    ...basis.map((sentence) => `// ${sentence.replace(/[\r\n]+/g, ' ')}`),
    `digraph "boot" {`,
    '  rankdir=LR; node [shape=box, fontsize=10]; edge [fontsize=8];',
    ...[...graph.nodes.values()].map((node) => `  ${quoted(node.id)} [${nodeLook(node)}];`),
    ...graph.edges.map((edge) => `  ${quoted(edge.from)} -> ${quoted(edge.to)} [${edgeLook(edge)}];`),
    '}',
  ].join('\n');
}

function nodeLook({ id, load, effective, description }: BootNode): string {
  const faint = load !== 'loaded' || !effective ? ', style="dashed", fontcolor="grey40"' : '';
  return `label=${text(id)}, tooltip=${text(description === '' ? id : description)}${faint}`;
}

function edgeLook(edge: BootEdge): string {
  const proof = edge.declared.map((d) => (d.file === undefined ? `rule ${d.rule}` : place(d))).join('; ');
  return `${LOOK[edge.type] ?? 'color="grey80"'}, tooltip=${text(`${edge.type}: ${proof}`)}`;
}

/** A name: only the quote is special; a backslash at its end would hide the closing one. */
function quoted(name: string): string {
  return `"${name.replaceAll('"', '\\"').replace(/\\$/, '\\ ')}"`;
}

/** An escString, in which a backslash is special too. */
function text(label: string): string {
  return `"${label
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replace(/[\u0000-\u001f\u007f]/g, ' ')}"`;
}
